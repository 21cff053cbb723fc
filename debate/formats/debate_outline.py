"""A debate as an outline in Markdown: one list within the other, for editors and note-takers.

The words of a claim are text and stay text: no sign in them begins or ends anything.
"""

from __future__ import annotations

import re
from collections.abc import Generator

from debate.enums import ClaimState
from debate.queries.exported import ExportedClaim, ExportedDebate

CLAIMS_AT_ONCE = 200
INDENT = "  "

# Everything that begins something inside a line, in CommonMark and in what is usual besides it:
# struck out, formulas, tables. What begins something only where a line does cannot stand there.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!$^=])")


def write_outline(exported: ExportedDebate) -> Generator[bytes]:
    """The outline, in pieces, as its claims are read: the thesis over all that hangs below it."""
    lines: list[str] = []
    for claim in exported.claims:
        lines += _top(claim, exported) if claim.parent is None else [_item(claim)]
        if len(lines) >= CLAIMS_AT_ONCE:
            yield _joined(lines)
            lines.clear()
    yield _joined(lines)


def escaped(text: str) -> str:
    """A text on one line that says in Markdown what it says without."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _top(thesis: ExportedClaim, exported: ExportedDebate) -> list[str]:
    lines = [f"# {_words(thesis)}", ""]
    essay = exported.head.essay
    if essay is not None:
        written = f", {escaped(essay.writer)}" if essay.writer else ""
        lines += [f"*{escaped(essay.title)}*{written}", ""]
    told = _told(thesis)
    return [*lines, told, ""] if told else lines


def _item(claim: ExportedClaim) -> str:
    relation = "point" if claim.kind == "point" else claim.relation
    told = _told(claim)
    said = f"- **{relation}** {_words(claim)}" + (f" — {told}" if told else "")
    return INDENT * (len(claim.place) - 2) + said


def _words(claim: ExportedClaim) -> str:
    newest = claim.newest
    return escaped(newest.text) if newest else f"({ClaimState(claim.state)})"


def _told(claim: ExportedClaim) -> str:
    """Who says it, and how it was voted on."""
    told = [escaped(claim.byline.name)] if claim.byline else []
    if claim.tally is not None:
        up, down, unsure = claim.tally.up, claim.tally.down, claim.tally.unsure
        told.append(f"+{up} -{down} ?{unsure}")
    return ", ".join(told)


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
