"""The catalogues of words: `make words` reads every message out of the code into locale/.

Messages come from Python, from Django's templates and from those of jinja2. What is translated
stays, what is new is left empty, what nothing says any more goes. Translations are written by hand
into locale/LANGUAGE/LC_MESSAGES/django.po; the .mo beside it is what the site reads, kept in the
repository so that a fresh machine needs nothing to make it. No place in the code, date or address
stands in either, so that they change only when words do.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

from config.places import BASE_DIR

LOCALE_DIR = BASE_DIR / "locale"
CODE = ["accounts", "classroom", "config", "debate"]
TEMPLATES = "templates"
LANGUAGES = ["de", "es"]  # English is in the code

ONE, PLURAL, CONTEXT, CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}
# as debate/web/jinja.py sets its environment
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}


class Words(Catalog):
    """A catalogue whose head says only what gettext needs."""

    def __init__(self, language: str) -> None:
        super().__init__(
            locale=language, fuzzy=False, header_comment=f"# The words of Rejoinder: {language}."
        )

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", f"{self.plural_forms}\n"),
        ]


def extract_django(file: io.BytesIO, keywords: Any, tags: Any, options: Any) -> Iterator[Any]:
    """Babel's method for Django's templates: Django turns one into calls, Babel reads those.

    The calls stand as deep as the markup did, and Python would stumble over that: the margin goes.
    """
    calls = templatize(file.read().decode())
    python = "\n".join(line.lstrip() for line in calls.splitlines())
    return extract_python(io.BytesIO(python.encode()), keywords, tags, options)


def sources() -> Iterator[tuple[Path, Any, dict[str, str]]]:
    """Every file that may say something, with Babel's method for its kind and its options."""
    for package in CODE:
        for path in sorted((BASE_DIR / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, "python", {}
    for path in sorted((BASE_DIR / TEMPLATES).rglob("*")):
        if path.suffix == ".jinja":
            yield path, babel_extract, JINJA
        elif path.suffix in {".html", ".txt", ".xml"}:
            yield path, extract_django, {}


def messages() -> Iterator[tuple[str | tuple[str, ...], str | None, Path]]:
    """Every message of the code: its words (with its plural, if it has one), context and file."""
    for path, method, options in sources():
        with path.open("rb") as file:
            for _line, words, _comments, context in extract(
                method, file, KEYWORDS, options=options
            ):
                yield words, context, path


def catalogue(language: str) -> Words:
    """What a language's .po says, for the messages that the code has now."""
    words = Words(language)
    known = Catalog(language)
    if po_file(language).exists():
        with po_file(language).open("rb") as file:
            known = read_po(file, locale=language)
    for message, context, _path in messages():
        before = known.get(message if isinstance(message, str) else message[0], context)
        same_kind = before is not None and before.pluralizable is not isinstance(message, str)
        words.add(message, before.string if before and same_kind else None, context=context)
    return words


def untranslated(words: Catalog) -> list[str]:
    """The messages of a catalogue that lack a translation, or one of their plural forms."""
    return [
        str(word.id)
        for word in words
        if word.id and not (all(word.string) if isinstance(word.string, tuple) else word.string)
    ]


def po_file(language: str) -> Path:
    return LOCALE_DIR / language / "LC_MESSAGES" / "django.po"


def po_text(words: Catalog) -> bytes:
    """The .po of a catalogue."""
    file = io.BytesIO()
    write_po(file, words, no_location=True, sort_output=True, width=100)
    return file.getvalue()


def mo_bytes(words: Catalog) -> bytes:
    """The .mo of a catalogue."""
    file = io.BytesIO()
    write_mo(file, words)
    return file.getvalue()


def main() -> None:
    for language in LANGUAGES:
        words = catalogue(language)
        place = po_file(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(po_text(words))
        place.with_suffix(".mo").write_bytes(mo_bytes(words))
        empty = len(untranslated(words))
        sys.stdout.write(f"{language}: {len(words)} messages, {empty} not translated\n")


if __name__ == "__main__":
    main()
