"""The live process: streams below /live/, as `python -m config.live`, or for granian or uvicorn.

It needs the settings of the web process, and the database without a pooler in between: what listens
has to keep its connection.
"""

import argparse
import os
import socket

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.server import serve
from debate.live.app import application

__all__ = ["application"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.live", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    asked = parser.parse_args()
    family = socket.getaddrinfo(asked.host, asked.port, type=socket.SOCK_STREAM)[0][0]
    listening = socket.create_server((asked.host, asked.port), family=family, backlog=2048)
    serve("config.live:application", listening)


if __name__ == "__main__":
    main()
