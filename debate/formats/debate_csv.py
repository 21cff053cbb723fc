"""The claims of a debate as a table: CSV as in RFC 4180, one row for each claim.

It begins with a byte order mark. People open it with a spreadsheet, which takes a file without one
for whatever encoding their country had before UTF-8; programs have the JSON, and those that read
the table skip the mark (Python: utf-8-sig).

A spreadsheet takes a cell that begins with one of `= + - @`, a tab or a line end for a formula.
What people wrote and begins so has an apostrophe before it; so has what begins with an apostrophe,
so that the one that was put there can be told from theirs.
"""

from __future__ import annotations

import csv
from collections.abc import Generator
from datetime import UTC, datetime
from io import StringIO

from debate.enums import ClaimState
from debate.queries.exported import ExportedClaim, ExportedDebate

COLUMNS = (
    "path",
    "depth",
    "key",
    "parent",
    "kind",
    "relation",
    "state",
    "text",
    "byline",
    "up",
    "down",
    "unsure",
    "details",
    "sources",
    "wordings",
    "created_at",
    "edited_at",
    "language",
    "locked",
)
CLAIMS_AT_ONCE = 200
BYTE_ORDER_MARK = "\ufeff"
PLACE_DIGITS = 5  # of a claim among its siblings: sorted as text, paths are in order
_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_table(exported: ExportedDebate) -> Generator[bytes]:
    """The table, in pieces, as its claims are read; sorted by `path` it is in this order again."""
    block = StringIO(BYTE_ORDER_MARK, newline="")
    block.seek(0, 2)
    table = csv.writer(block, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for count, claim in enumerate(exported.claims, 1):
        table.writerow(_row(claim))
        if count % CLAIMS_AT_ONCE == 0:
            yield block.getvalue().encode()
            block.seek(0)
            block.truncate()
    yield block.getvalue().encode()


def guarded(written: str) -> str:
    """What somebody wrote as a cell that no spreadsheet takes for a formula."""
    return f"'{written}" if written.startswith(("'", *_BEGIN_A_FORMULA)) else written


def _row(claim: ExportedClaim) -> list[object]:
    newest, tally = claim.newest, claim.tally
    gone = claim.state != ClaimState.LIVE
    return [
        ".".join(f"{number:0{PLACE_DIGITS}d}" for number in claim.place),
        len(claim.place) - 1,
        claim.key,
        claim.parent,
        claim.kind,
        claim.relation,
        claim.state,
        guarded(newest.text) if newest else "",
        guarded(claim.byline.name) if claim.byline else "",
        tally and tally.up,
        tally and tally.down,
        tally and tally.unsure,
        guarded(newest.details) if newest else "",
        guarded(_sources(claim)),
        "" if gone else len(claim.wordings),
        _moment(claim.created_at),
        _moment(claim.edited_at),
        claim.language,
        "yes" if claim.locked else "no",
    ]


def _sources(claim: ExportedClaim) -> str:
    """The sources of the newest wording, one a line."""
    sources = claim.newest.sources if claim.newest else ()
    return "\n".join(f"{source.title} {source.url}".strip() for source in sources)


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""
