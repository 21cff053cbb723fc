"""`manage.py import_debate FILE`: bring in a debate that was exported as JSON, as a draft."""

import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse  # noqa: TID251  this is a door too: it says where the draft is
from django.utils.translation import gettext as _

from accounts.errors import Invalid, Refusal
from accounts.models import User
from debate.actions.importing import import_debate
from debate.formats.debate_json import load_document
from debate.limits import FILE_BYTES_MAX
from debate.words import IMPORTED, sentence

REFUSED = 2  # the exit code


class Command(BaseCommand):
    help = (
        "Bring in a debate that was exported as JSON. It becomes a draft of whoever --by names; "
        f"refusals say why in one line, end with exit code {REFUSED} and store nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file to read, or - for standard input")
        parser.add_argument("--by", metavar="HANDLE", required=True, help="whose draft it becomes")

    def handle(self, **options: Any) -> None:
        by = User.objects.filter(handle=options["by"].lower(), is_active=True).first()
        if by is None:
            self._refuse(_("Nobody here is called %(handle)s.") % {"handle": options["by"]})
        try:
            document = load_document(self._read(options["file"]))
            made = import_debate(document=document, mark=str(IMPORTED), by=by)
        except Refusal as refusal:
            place = refusal.field if isinstance(refusal, Invalid) else None
            self._refuse(": ".join(filter(None, [place, sentence(refusal)])))
        name, address = by.display_name, reverse("outline", args=[made.key])
        self.stdout.write(
            _("A draft of %(name)s: %(address)s") % {"name": name, "address": address}
        )

    def _read(self, file: str) -> bytes:
        try:
            if file == "-":
                data = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
            else:
                with Path(file).open("rb") as opened:
                    data = opened.read(FILE_BYTES_MAX + 1)
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            self._refuse(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": reason}
            )
        if len(data) > FILE_BYTES_MAX:
            raise Invalid("file_has_too_many_bytes", most=FILE_BYTES_MAX, bytes=len(data))
        return data

    def _refuse(self, why: str) -> NoReturn:
        self.stderr.write(why)
        raise SystemExit(REFUSED)
