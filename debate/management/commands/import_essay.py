"""`manage.py import_essay FILE`: bring an essay in, as a draft or as a debate."""

import json
import re
import sys
from argparse import RawDescriptionHelpFormatter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.urls import reverse  # noqa: TID251  this is a door too: it says where the debate is
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import PersonKind, Role
from accounts.errors import Invalid, Refusal
from accounts.models import User
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.formats.essay_text import EssayDraft, read_essay
from debate.limits import ESSAY_BYTES_MAX
from debate.logic.passage import Ambiguous, find_quote
from debate.models import Debate
from debate.words import sentence

REFUSED = 2  # the exit code
_LANGUAGE = re.compile(r"(?=.{2,12}\Z)[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z")
_QUOTED_MAX = 60  # characters of a quote that a refusal repeats
_BETWEEN = " | "

_HELP = f"""Bring an essay in: a text or Markdown file (.md) in UTF-8.

Without a thesis it becomes a draft that opens in New debate. A thesis and points may name the
words of the essay that they are drawn from, after a bar with spaces around it:

  manage.py import_essay essay.md \\
    --thesis "Homework should go.{_BETWEEN}Homework should be abolished before fourteen." \\
    --point "Homework is unfair.{_BETWEEN}Homework marks the home as much as the child." \\
    --publish

Quotes must be in the essay exactly once; line breaks, and straight or curly quotation marks, do
not matter. Refusals say why in one line, end with exit code {REFUSED} and store nothing.
"""


class _Refused(Exception):
    """What this command refuses itself, in words."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A thesis or a point as it was typed: the claim, and the words that it is drawn from."""

    claim: str
    quote: str = ""
    span: tuple[int, int] | None = None


class Command(BaseCommand):
    help = _HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", help="the file to read, or - for standard input")
        add("--title", help="instead of the file's first heading or line, or its name")
        add("--writer", help="who wrote it, if the file does not say")
        add("--source-url", default="", help="where it was published")
        add("--date", help="when it was written, like 1787-11-22")
        add("--language", default="en", help="a tag like en or pt-BR (default: en)")
        add("--thesis", metavar="CLAIM[ | QUOTE]", help="the thesis of the debate")
        add(
            "--point",
            metavar="CLAIM[ | QUOTE]",
            action="append",
            default=[],
            help="a supporting point; may be given several times",
        )
        add("--by", metavar="HANDLE", help="who brings it in (default: the first of the staff)")
        add("--own", action="store_true", help="whoever brings it in wrote it")
        add("--publish", action="store_true", help="open the debate to all at once")
        add("--dry-run", action="store_true", help="store nothing, say what would be made")
        add("--json", action="store_true", help="print what was or would be made as JSON")

    def handle(self, **options: Any) -> None:
        try:
            with transaction.atomic():
                made = _bring_in(options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Refusal as refusal:
            self._refuse(sentence(refusal))
        except _Refused as refusal:
            self._refuse(str(refusal))
        if options["json"]:
            self.stdout.write(json.dumps(made.as_json(options), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(made.in_words(options)))

    def _refuse(self, why: str) -> NoReturn:
        self.stderr.write(why)
        raise SystemExit(REFUSED)


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a file, or would have been."""

    draft: EssayDraft
    brought: EssayBrought
    debate: Debate
    thesis: _Stated | None
    points: list[_Stated]
    by: User

    def address(self, *, stored: bool, published: bool) -> str | None:
        if not stored:
            return None
        return reverse("debate" if published else "outline", args=[self.debate.key])

    def as_json(self, options: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": self.brought.title,
            "writer": self.brought.writer,
            "paragraphs": [paragraph.text for paragraph in self.draft.paragraphs],
            "thesis": self.thesis.claim if self.thesis else None,
            "points": [{"claim": point.claim, "quote": point.quote} for point in self.points],
            "address": self.address(stored=not options["dry_run"], published=options["publish"]),
        }

    def in_words(self, options: dict[str, Any]) -> list[str]:
        count = len(self.draft.paragraphs)
        lines = [
            ngettext(
                "“%(title)s”: %(count)d paragraph, %(words)d words.",
                "“%(title)s”: %(count)d paragraphs, %(words)d words.",
                count,
            )
            % {"title": self.brought.title, "count": count, "words": self.draft.words}
        ]
        if self.brought.writer:
            lines.append(_("Written by %(writer)s.") % {"writer": self.brought.writer})
        if self.thesis:
            lines.append(_("Thesis: %(claim)s") % {"claim": self.thesis.claim})
        lines += [_("Point: %(claim)s") % {"claim": point.claim} for point in self.points]
        address = self.address(stored=not options["dry_run"], published=options["publish"])
        if address is None:
            lines.append(_("Nothing was stored."))
        elif options["publish"]:
            lines.append(_("A debate of %(name)s: %(address)s") % self._whose(address))
        else:
            lines.append(_("A draft of %(name)s: %(address)s") % self._whose(address))
        return lines

    def _whose(self, address: str) -> dict[str, str]:
        return {"name": self.by.display_name, "address": address}


def _bring_in(options: dict[str, Any]) -> _Made:
    by = _person(options["by"])
    draft = _read(options["file"], title=options["title"])
    brought = EssayBrought(
        text=draft.text,
        title=draft.title or _name_as_title(options["file"]),
        writer=options["writer"] or draft.writer or (by.display_name if options["own"] else ""),
        own_words=options["own"],
        source_url=options["source_url"],
        written_on=_date(options["date"]),
        language=_language(options["language"]),
    )
    debate = start_debate(essay=brought, by=by)
    thesis = None
    if options["thesis"] is not None:
        thesis = _stated(options["thesis"], draft.text)
        kept = state_thesis(debate=debate.key, text=thesis.claim, span=thesis.span, by=by)
        thesis = replace(thesis, claim=kept.text)
    points = []
    for typed in options["point"]:
        point = _stated(typed, draft.text)
        kept = draw_point(debate=debate.key, text=point.claim, span=point.span, by=by)
        points.append(replace(point, claim=kept.text))
    if options["publish"]:
        publish_debate(debate=debate.key, by=by)
    return _Made(draft, brought, debate, thesis, points, by)


def _read(file: str, *, title: str | None) -> EssayDraft:
    if file == "-":
        data, size, name = sys.stdin.buffer.read(ESSAY_BYTES_MAX + 1), 0, None
    else:
        path = Path(file)
        name = path.name
        try:
            with path.open("rb") as opened:
                data = opened.read(ESSAY_BYTES_MAX + 1)
            size = path.stat().st_size
        except FileNotFoundError:
            raise _Refused(_("There is no file %(file)s.") % {"file": file}) from None
        except IsADirectoryError:
            raise _Refused(_("%(file)s is a folder, not a file.") % {"file": file}) from None
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            raise _Refused(
                _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": reason}
            ) from None
    if len(data) > ESSAY_BYTES_MAX:
        raise Invalid(
            "essay_has_too_many_bytes",
            field="text",
            bytes=max(size, len(data)),
            limit=ESSAY_BYTES_MAX,
        )
    return read_essay(data, name=name, title=title)


def _name_as_title(file: str) -> str:
    """What a file is called, as words; nothing for standard input, which has no name."""
    if file == "-":
        return ""
    words = re.sub(r"[\s_-]+", " ", Path(file).stem).strip()
    return words[:1].upper() + words[1:]


def _person(handle: str | None) -> User:
    people = User.objects.filter(kind=PersonKind.PERSON, is_active=True)
    if handle is not None:
        person = people.filter(handle=handle.lower()).first()
        if person is None:
            raise _Refused(_("Nobody here is called %(handle)s.") % {"handle": handle})
        return person
    person = people.filter(role=Role.STAFF).order_by("pk").first()
    if person is None:
        raise _Refused(_("There is nobody on the staff to bring it in: say who with --by."))
    return person


def _date(typed: str | None) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise _Refused(
            _("“%(date)s” is no date: write it like 1787-11-22.") % {"date": typed}
        ) from None


def _language(typed: str) -> str:
    if not _LANGUAGE.match(typed):
        raise _Refused(
            _("“%(language)s” is no language: write a tag like en or pt-BR.") % {"language": typed}
        )
    return typed.lower()


def _stated(typed: str, text: str) -> _Stated:
    claim, bar, quote = typed.partition(_BETWEEN)
    if not bar:
        return _Stated(typed.strip())
    found = find_quote(text, quote)
    shown = quote.strip()
    if len(shown) > _QUOTED_MAX:
        shown = f"{shown[:_QUOTED_MAX]}…"
    if found is None:
        raise _Refused(_("The essay does not say “%(quote)s”.") % {"quote": shown})
    if isinstance(found, Ambiguous):
        raise _Refused(
            _("The essay says “%(quote)s” in several places: quote more of it.") % {"quote": shown}
        )
    return _Stated(claim.strip(), text[found.start : found.end], (found.start, found.end))
