"""A reference to something on the site, in the formats that programs for references read.

What is cited comes from people: every value is escaped for its format, and none can end its field
or begin another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CitationFormat(StrEnum):
    """The formats, named as in an address."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


@dataclass(frozen=True, slots=True)
class Reference:
    """What is referred to: `wording` is the number of the revision, made on `worded_on`.

    `author` is one whole name: nobody can tell which part of it is the family's. Empty: not known.
    """

    key: str
    author: str
    title: str
    published_on: date
    site: str
    address: str
    accessed_on: date
    wording: int
    worded_on: date
    language: str = ""

    @property
    def named(self) -> str:
        """The title within a sentence, without the full stop of its own."""
        title = one_line(self.title)
        return title if title.endswith("..") else title.removesuffix(".")


_UNPRINTED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]+")

# In curly brackets, so that the brackets of a field stay paired: BibTeX counts them before TeX
# reads a backslash, so an escaped one would count too.
_BIBTEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        '"': r"{\textquotedbl}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
        "@": "{@}",  # where some readers see the next entry begin
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
    }
)


def one_line(text: str) -> str:
    """A text without line breaks and other characters that are not printed."""
    return _UNPRINTED.sub(" ", text).strip()


def to_bibtex(reference: Reference) -> str:
    """An entry of BibTeX and BibLaTeX, in UTF-8; the name and the title are kept as they are."""
    fields = {
        "author": _braced(reference.author),
        "title": _braced(reference.title),
        "year": f"{reference.published_on:%Y}",
        "month": f"{reference.published_on.month}",
        "day": f"{reference.published_on.day}",
        "howpublished": _bibtex(reference.site),
        "url": one_line(reference.address),
        "urldate": f"{reference.accessed_on:%Y-%m-%d}",
        "note": f"Wording {reference.wording} of {reference.worded_on:%Y-%m-%d}",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{rejoinder-{reference.key},\n{''.join(lines)}}}\n"


def _braced(text: str) -> str:
    """Braced twice: neither cut at `and` or a comma, nor put into small letters."""
    escaped = _bibtex(text)
    return f"{{{escaped}}}" if escaped else ""


def _bibtex(text: str) -> str:
    return one_line(text).translate(_BIBTEX)


def to_ris(reference: Reference) -> str:
    """A record of RIS: one tag a line, each ended as its specification says."""
    lines = [
        ("TY", "ELEC"),
        ("ID", reference.key),
        ("AU", reference.author),
        ("TI", reference.title),
        ("T2", reference.site),
        ("PY", f"{reference.published_on:%Y}"),
        ("DA", f"{reference.published_on:%Y/%m/%d}"),
        ("ET", f"Wording {reference.wording} of {reference.worded_on:%Y-%m-%d}"),
        ("LA", reference.language),
        ("UR", reference.address),
        ("Y2", f"{reference.accessed_on:%Y/%m/%d}"),
        ("ER", ""),
    ]
    shown = [(tag, one_line(value)) for tag, value in lines]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in shown if value or tag == "ER")


def to_csl(reference: Reference) -> str:
    """A list with one item of CSL-JSON."""
    item = {
        "id": f"rejoinder-{reference.key}",
        "type": "webpage",
        "title": one_line(reference.title),
        "author": [{"literal": one_line(reference.author)}],
        "container-title": reference.site,
        "issued": _date_parts(reference.published_on),
        "accessed": _date_parts(reference.accessed_on),
        "URL": reference.address,
        "version": f"{reference.wording}",
        "language": reference.language,
    }
    if not one_line(reference.author):
        del item["author"]
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


@dataclass(frozen=True, slots=True)
class CitationFile:
    """How a reference is written to a file."""

    write: Callable[[Reference], str]
    name: str
    media_type: str
    ending: str


CITATION_FILES = {
    CitationFormat.BIBTEX: CitationFile(to_bibtex, "BibTeX", "application/x-bibtex", "bib"),
    CitationFormat.RIS: CitationFile(to_ris, "RIS", "application/x-research-info-systems", "ris"),
    CitationFormat.CSL: CitationFile(
        to_csl, "CSL-JSON", "application/vnd.citationstyles.csl+json", "json"
    ),
}
