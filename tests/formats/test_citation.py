"""Files of references: every value comes from people, and none breaks out of its field."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from debate.formats.citation import CITATION_FILES, Reference, one_line, to_bibtex, to_csl, to_ris
from tests.security.samples import ALL

PLAIN = Reference(
    key="k3v9x2m7q4wd",
    author="Ottoline Frey",
    title="Tired pupils learn little.",
    published_on=date(2026, 11, 6),
    site="Rejoinder",
    address="https://rejoinder.example/claims/k3v9x2m7q4wd/",
    accessed_on=date(2026, 11, 22),
    wording=2,
    worded_on=date(2026, 11, 8),
    language="en",
)


def fields_of(bibtex: str) -> dict[str, str]:
    """The fields of an entry as BibTeX reads them: by counting brackets, escaped or not."""
    head, _, rest = bibtex.partition("{")
    assert head == "@misc"
    key, _, rest = rest.partition(",")
    found = {"": key}
    while begun := re.match(r"\s*(\w+) = \{", rest):
        depth, at = 1, begun.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[at], 0)
            at += 1
        found[begun[1]] = rest[begun.end() : at - 1]
        assert rest[at] == ","
        rest = rest[at + 1 :]
    assert rest == "\n}\n"
    return found


def test_bibtex_holds_everything_that_a_reference_needs() -> None:
    assert fields_of(to_bibtex(PLAIN)) == {
        "": "rejoinder-k3v9x2m7q4wd",
        "author": "{Ottoline Frey}",
        "title": "{Tired pupils learn little.}",
        "year": "2026",
        "month": "11",
        "day": "6",
        "howpublished": "Rejoinder",
        "url": "https://rejoinder.example/claims/k3v9x2m7q4wd/",
        "urldate": "2026-11-22",
        "note": "Wording 2 of 2026-11-08",
    }


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("100 % & more", r"100 \% \& more"),
        ("a_b #1 $5", r"a\_b \#1 \$5"),
        ("{x}", r"{\textbraceleft}x{\textbraceright}"),
        ("}", r"{\textbraceright}"),
        (
            "\\input{/etc/passwd}",
            r"{\textbackslash}input{\textbraceleft}/etc/passwd{\textbraceright}",
        ),
        ("~^", r"{\textasciitilde}{\textasciicircum}"),
        ('"a"', r"{\textquotedbl}a{\textquotedbl}"),
        ("one\ntwo\r\n@misc{x,", r"one two {@}misc{\textbraceleft}x,"),
        ("Müller, 東京", "Müller, 東京"),
    ],
)
def test_bibtex_escapes_what_tex_would_read(typed: str, written: str) -> None:
    assert fields_of(to_bibtex(replace(PLAIN, title=typed)))["title"] == f"{{{written}}}"


def test_a_name_is_one_name_in_every_format() -> None:
    of = replace(PLAIN, author="Barnes and Noble, Inc.")
    assert fields_of(to_bibtex(of))["author"] == "{Barnes and Noble, Inc.}"
    assert "AU  - Barnes and Noble, Inc.\r\n" in to_ris(of)
    assert json.loads(to_csl(of))[0]["author"] == [{"literal": "Barnes and Noble, Inc."}]


def test_an_unknown_author_is_left_out() -> None:
    of = replace(PLAIN, author="")
    assert "author" not in fields_of(to_bibtex(of))
    assert "AU  -" not in to_ris(of)
    assert "author" not in json.loads(to_csl(of))[0]


def test_ris_has_one_tag_a_line_and_ends() -> None:
    assert to_ris(PLAIN).split("\r\n") == [
        "TY  - ELEC",
        "ID  - k3v9x2m7q4wd",
        "AU  - Ottoline Frey",
        "TI  - Tired pupils learn little.",
        "T2  - Rejoinder",
        "PY  - 2026",
        "DA  - 2026/11/06",
        "ET  - Wording 2 of 2026-11-08",
        "LA  - en",
        "UR  - https://rejoinder.example/claims/k3v9x2m7q4wd/",
        "Y2  - 2026/11/22",
        "ER  - ",
        "",
    ]


def test_csl_json_names_the_dates_by_their_parts() -> None:
    (item,) = json.loads(to_csl(PLAIN))
    assert item["issued"] == {"date-parts": [[2026, 11, 6]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert item["URL"] == PLAIN.address


def test_no_sample_ends_its_field_or_begins_another() -> None:
    def others(bibtex: str) -> dict[str, str]:
        fields = fields_of(bibtex)
        return {name: fields[name] for name in fields if name not in {"author", "title"}}

    def tags(ris: str) -> list[str]:
        return [line[:6] for line in ris.split("\r\n")]

    for sample in ALL:
        of = replace(PLAIN, author=f"A {sample}", title=f"A {sample}")
        assert others(to_bibtex(of)) == others(to_bibtex(PLAIN)), ascii(sample)
        assert tags(to_ris(of)) == tags(to_ris(PLAIN)), ascii(sample)
        (item,) = json.loads(to_csl(of))
        assert item["title"] == item["author"][0]["literal"] == one_line(of.title)
        for file in CITATION_FILES.values():
            file.write(of).encode()


@pytest.mark.parametrize(
    ("title", "named"),
    [("So it is.", "So it is"), ("So it is...", "So it is..."), ("Is it?", "Is it?")],
)
def test_a_title_loses_its_full_stop_within_a_sentence(title: str, named: str) -> None:
    assert replace(PLAIN, title=title).named == named
