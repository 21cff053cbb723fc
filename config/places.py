"""Where the code lies and where what a run leaves behind goes. Imports nothing outside Python."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def local_dir() -> Path:
    """The setting LOCAL_DIR, also for the commands that work without Django's settings.

    A relative one counts from the project, wherever the process stands.
    """
    return BASE_DIR / (os.environ.get("LOCAL_DIR") or ".local")
