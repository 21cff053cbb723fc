"""Where the code lies and where what a run leaves behind goes. Imports nothing outside Python."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def local_dir() -> Path:
    """The setting LOCAL_DIR, for the commands that work without Django's settings."""
    return Path(os.environ.get("LOCAL_DIR") or BASE_DIR / ".local")
