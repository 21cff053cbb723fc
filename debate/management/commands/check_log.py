"""`manage.py check_log`: is the log of moderation as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand

from debate.queries.log import check_log

BROKEN = 1  # the exit code


class Command(BaseCommand):
    help = (
        "Check the numbers and the chain of hashes of the whole log of moderation. It ends with "
        f"exit code {BROKEN} if a line is missing, out of place or changed, and says which. Keep "
        "the newest hash elsewhere: an end that was cut off shows by that alone."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--expect", metavar="HASH", help="a hash that has to be in the log")

    def handle(self, **options: Any) -> None:
        checked = check_log(expect=options["expect"] or "")
        if checked.broken_at is not None:
            self.stderr.write(f"Line {checked.broken_at} does not fit: {checked.why}.")
            raise SystemExit(BROKEN)
        if not checked.expected:
            self.stderr.write("The expected hash is not in the log: its end is missing.")
            raise SystemExit(BROKEN)
        self.stdout.write(f"{checked.lines} lines, all in order. Newest: {checked.newest or '-'}")
