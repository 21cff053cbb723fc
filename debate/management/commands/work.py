"""`manage.py work`: the worker, which does what follows people's deeds."""

import logging
import signal
import threading
import time
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import hooks
from accounts.actions.deletion import forget_old_answers
from accounts.rates import forget_ended_windows
from debate.limits import FORGET_SECONDS
from debate.tasks.notices import tell_next_changes
from debate.tasks.retention import forget
from debate.tasks.tally import find_lost_marks, tally_next_debate

PASS_SECONDS = 1.0  # at most one `tallied` Change per debate and second
SWEEP_SECONDS = 60.0
BATCHES_PER_PASS = 50  # of Changes to be told: a long record does not keep the counting waiting
LONGEST_PAUSE_SECONDS = 30.0  # between tries while the database is away

log = logging.getLogger("rejoinder.work")


class Command(BaseCommand):
    help = (
        "Count debates as people write and vote in them, and tell people of what concerns them; "
        "runs until it is stopped."
    )
    requires_system_checks = [Tags.database]  # in production: does it keep what it acknowledged?

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what is waiting, sweep once, and end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            sweep()
            do_one_pass()
            while tell_next_changes():
                pass
            forget_all()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: stop.set())
        self.stdout.write(_("The worker is running."))
        work_until(stop)


def work_until(stop: threading.Event) -> None:
    """Pass after pass until asked to stop; while the database is away, wait longer each time."""
    next_sweep = time.monotonic()
    next_forgetting = time.monotonic()
    pause = PASS_SECONDS
    while not stop.is_set():
        try:
            if time.monotonic() >= next_sweep:
                sweep()
                next_sweep = time.monotonic() + SWEEP_SECONDS
            if time.monotonic() >= next_forgetting:
                forget_all()
                next_forgetting = time.monotonic() + FORGET_SECONDS
            do_one_pass()
            pause = PASS_SECONDS
        except (OperationalError, InterfaceError) as error:
            log.warning("The database is away: %s", error)
            connection.close()
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        stop.wait(pause)


def sweep() -> None:
    """Find what was lost, and forget what is over: limits, and sessions with all they held."""
    find_lost_marks()
    forget_ended_windows()
    SessionStore.clear_expired()


def forget_all() -> None:
    """Forget what is no longer needed, of debates, of people and of the apps above."""
    at = timezone.now()
    forget(at)
    forget_old_answers(at)
    for forget_more in hooks.forgettings:
        forget_more(at)


def do_one_pass() -> int:
    """Count every debate that is marked now, answering how many there were; tell what happened."""
    began = timezone.now()
    counted = 0
    while tally_next_debate(marked_before=began):
        counted += 1
    for _batch in range(BATCHES_PER_PASS):
        if not tell_next_changes():
            break
    return counted
