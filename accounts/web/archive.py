"""The archive with somebody's data: for programs as JSON, for people as a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from html import escape
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts import hooks
from accounts.actions.export import Copy, read_account, read_kept_answers, read_tokens
from accounts.hooks import Part, Record

IN_MEMORY = 1_000_000  # bytes; larger archives lie in a file that nobody else sees

PARTS = [
    Part("account", gettext_lazy("Account and settings"), read_account),
    Part("tokens", gettext_lazy("Tokens for programs"), read_tokens),
    Part("kept_answers", gettext_lazy("What your programs were answered"), read_kept_answers),
]

LABELS = {
    "addresses": gettext_lazy("E-mail addresses for signing in"),
    "banned": gettext_lazy("Banned"),
    "begins": gettext_lazy("Begins with"),
    "body": gettext_lazy("Answer"),
    "email": gettext_lazy("E-mail"),
    "handle": gettext_lazy("Handle"),
    "headers": gettext_lazy("Headers"),
    "idempotency_key": gettext_lazy("Key of the request"),
    "joined_at": gettext_lazy("Joined"),
    "key": pgettext_lazy("in addresses", "Key"),
    "language": gettext_lazy("Language"),
    "last_used_at": gettext_lazy("Last used"),
    "name": gettext_lazy("Name"),
    "recovery_codes_made_at": gettext_lazy("Recovery codes made"),
    "role": gettext_lazy("Role"),
    "scopes": gettext_lazy("May do"),
    "signed_in_at": gettext_lazy("Signed in last"),
    "status": gettext_lazy("Status"),
    "suspended_until": gettext_lazy("Suspended until"),
    "theme": gettext_lazy("Light or dark"),
    "time_zone": gettext_lazy("Time zone"),
    "votes_count": gettext_lazy("Votes count"),
}

# The page stands alone: it is opened from a disk, where no rule of the site guards it.
HEAD = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 Georgia, serif; }}
body {{ margin: 2rem auto; max-inline-size: 46rem; padding-inline: 1rem; overflow-wrap: anywhere; }}
article {{ border-block-start: 1px solid; padding-block: .75rem; }}
dl {{ display: grid; gap: .1rem 1rem; grid-template-columns: minmax(6rem, 11rem) 1fr; margin: 0; }}
dt {{ font: .85rem/1.7 system-ui, sans-serif; opacity: .75; }}
dd {{ margin: 0; white-space: pre-wrap; }}
dd > article:first-child {{ border: 0; padding-block-start: 0; }}
@media (max-width: 30rem) {{ dl {{ grid-template-columns: 1fr; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{told}</p>
"""


def write_archive(copy: Copy, *, name: str) -> IO[bytes]:
    """A ZIP of `data.json` and `index.html`, read from a copy as it comes, ready to be sent.

    The page is in the language of the screen.
    """
    archive: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    with (
        TemporaryFile("w+", encoding="utf-8", errors="replace") as file,
        ZipFile(archive, "w", ZIP_DEFLATED) as packed,
    ):
        page = _Page(file)
        page.write(_head(name))
        with packed.open("data.json", "w", force_zip64=True) as inside:
            data = TextIOWrapper(inside, encoding="utf-8", errors="replace", write_through=True)
            data.write("{")
            for number, (part, records) in enumerate(copy):
                data.write("," if number else "")
                data.write(f"\n{json.dumps(part.name)}: [")
                _write_part(part, records, data, page)
                data.write("]")
            data.write("\n}\n")
            data.detach()
        page.write("</body>\n</html>\n")
        file.seek(0)
        with packed.open("index.html", "w", force_zip64=True) as inside:
            while chunk := file.read(64_000):
                inside.write(chunk.encode("utf-8"))
    archive.seek(0)
    return archive


def _write_part(part: Part, records: Iterable[Record], data: IO[str], page: _Page) -> None:
    page.write(f'<section id="{part.name}">\n<h2>{escape(str(part.title))}</h2>\n')
    count = 0
    for count, record in enumerate(records, 1):
        data.write(",\n" if count > 1 else "\n")
        data.write(json.dumps(record, ensure_ascii=False, default=_plain))
        page.write(page.article(record))
    if not count:
        page.write(f"<p>{escape(_('None.'))}</p>\n")
    page.write("</section>\n")


def _head(name: str) -> str:
    told = _(
        "Everything personal that this site kept of you on %(day)s. The same for programs lies "
        "beside it, in data.json. What others wrote is named by its key alone."
    )
    return HEAD.format(
        language=translation.get_language() or "en",
        direction="rtl" if translation.get_language_bidi() else "ltr",
        title=escape(_("Your data on Rejoinder: %(name)s") % {"name": name}),
        told=escape(told % {"day": date_format(timezone.localdate())}),
    )


class _Page:
    """The page on its way: what repeats in every record is put into words and escaped once."""

    def __init__(self, file: IO[str]) -> None:
        self.write = file.write
        self.labels = {name: escape(str(label)) for name, label in hooks.labels.items()}
        self.words = {True: escape(_("yes")), False: escape(_("no"))}

    def article(self, record: Mapping[str, Any]) -> str:
        """A record as terms and what they are, without those of which there is nothing."""
        rows = (
            f"<dt>{self.labels.get(name, name)}</dt><dd>{self.value(_moment(name, value))}</dd>"
            for name, value in sorted(record.items(), key=_in_reading_order)
            if value not in (None, "", [], {})
        )
        return f"<article><dl>{''.join(rows)}</dl></article>\n"

    def value(self, value: Any) -> str:
        if isinstance(value, str):
            return escape(value)
        if isinstance(value, bool):
            return self.words[value]
        if isinstance(value, Mapping):
            return self.article(value)
        if isinstance(value, list):
            return "".join(
                self.value(one) if isinstance(one, Mapping) else f"<div>{self.value(one)}</div>"
                for one in value
            )
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S %Z")
        return escape(str(value))


def _in_reading_order(row: tuple[str, object]) -> tuple[bool, bool]:
    """First what was written; last what consists of several things."""
    name, value = row
    return isinstance(value, list | Mapping), name != "text"


def _moment(name: str, value: object) -> object:
    """A time; within records of the database's own making it comes as text."""
    if isinstance(value, str) and (name == "at" or name.endswith("_at")):
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    return value


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
