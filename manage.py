#!/usr/bin/env python
"""Runs Rejoinder's commands; the embedded PostgreSQL starts by itself where one is needed."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 the sentence below
    except ImportError:
        sys.exit("Rejoinder's packages are not installed here: run `make run` once.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
