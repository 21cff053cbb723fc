"""The processes that `make run` supervises: preparing, the web and the worker.

`python -m config.roles prepare|web|worker ALIVE [LISTENER]`: ALIVE and LISTENER are inherited file
descriptors (config/serve.py).
"""

import argparse
import os
import signal
import socket
import sys
import threading
import time

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import OperationalError
from environs import EnvError

from config.server import serve

GRACE_SECONDS = 10.0  # to finish what is at hand once the supervisor is gone


def leave_with_supervisor(alive: int) -> None:
    """End this process when nobody holds the other end of the pipe any more."""
    os.set_inheritable(alive, False)  # PostgreSQL, if we start it, outlives us

    def watch() -> None:
        os.read(alive, 1)  # returns only at the end of the pipe: nobody writes to it
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="watch supervisor", daemon=True).start()


def prepare() -> None:
    """Bring the tables up to date; load the demo, or collect static files where DEBUG is off."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if settings.DEBUG:
        call_command("seed_demo")
        call_command("seed_lesson")
    else:
        call_command("collectstatic", interactive=False, verbosity=0)


def serve_web(listener: int) -> None:
    """Serve config/asgi.py on a socket that is already listening."""
    serve("config.asgi:application", socket.socket(fileno=listener))


def work() -> None:
    """Run the worker as its command does."""
    execute_from_command_line(["manage.py", "work"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.roles", description=__doc__)
    parser.add_argument("role", choices=["prepare", "web", "worker"])
    parser.add_argument("alive", type=int)
    parser.add_argument("listener", type=int, nargs="?")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    leave_with_supervisor(arguments.alive)
    try:
        if arguments.role == "prepare":
            prepare()
        elif arguments.role == "web":
            serve_web(arguments.listener)
        else:
            work()
    except (CommandError, EnvError, ImproperlyConfigured, OperationalError) as error:
        sys.exit(str(error))  # a sentence for the person at the terminal, who needs no traceback


if __name__ == "__main__":
    main()
