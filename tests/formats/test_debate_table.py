"""The outline and the table of a debate: what people wrote stays text in them."""

import csv
from io import StringIO

import pytest
from markdown_it import MarkdownIt

from accounts.models import User
from debate.enums import Relation
from debate.formats.debate_csv import COLUMNS, guarded, write_table
from debate.formats.debate_outline import escaped, write_outline
from debate.logic.claim_text import canonical_line
from debate.models import Claim, Debate
from debate.queries.exported import read_exported
from tests import factories
from tests.factories import Thread
from tests.formats.documents import rich_debate
from tests.security.samples import spread

HOSTILE = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\uff1d1+1", "'quoted", "- a - list",
    "1. One",
    "# No heading", "> no quote", "[link](https://example.org)", "![image](https://example.org)",
    "<b>bold</b> &amp; <script>", "`code` *stress* __strong__ ~~struck~~", "a | b | c", "$x$",
    "back\\slash", "<https://example.org>", "***", "[x] done", "_a_ b_c_d", "a\u2028b", "==mark==",
]  # fmt: skip


def table_of(debate: Debate) -> list[dict[str, str]]:
    file = b"".join(write_table(read_exported(debate.key, None)))
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"), newline="")))


def outline_of(debate: Debate) -> str:
    return b"".join(write_outline(read_exported(debate.key, None))).decode()


def items(outline: str) -> list[str]:
    """What each item of the lists says, as a reader of Markdown sees it; what is not text fails."""
    parser = MarkdownIt("commonmark", {"maxNesting": 1_000}).enable(["strikethrough", "table"])
    tokens = parser.parse(outline)
    found = []
    for token in tokens:
        assert token.type not in {"html_block", "code_block", "fence", "table_open", "hr"}
        assert token.type not in {"ordered_list_open", "blockquote_open"}
        if token.type == "inline" and token.level > 1:
            kinds = {inner.type for inner in token.children or ()}
            assert kinds <= {"text", "strong_open", "strong_close", "text_special"}, kinds
            found.append("".join(inner.content for inner in token.children or ()))
    assert len(found) == sum(token.type == "list_item_open" for token in tokens)
    return found


@pytest.fixture
def hostile(thread: Thread, bob: User) -> Debate:
    """A debate in which people say what other programs take for more than text."""
    for said in HOSTILE:
        factories.reply(thread.rebut, bob, Relation.SUPPORT, canonical_line(said), details=said)
    User.objects.filter(pk=bob.pk).update(display_name="=Bob *the* [reader](x)")
    return thread.debate


def test_a_table_is_read_again_as_it_was(hostile: Debate) -> None:
    rows = table_of(hostile)
    assert tuple(rows[0]) == COLUMNS
    claims = list(Claim.objects.filter(debate=hostile).order_by("path"))
    assert [row["text"].removeprefix("'") for row in rows if row["text"][0] == "'"]
    assert [row["text"].removeprefix("'") for row in rows] == [claim.text for claim in claims]
    assert [row["key"] for row in rows] == [claim.key for claim in claims]
    assert sorted(row["path"] for row in rows) == [row["path"] for row in rows]
    assert [int(row["depth"]) for row in rows] == [claim.depth for claim in claims]


def test_no_cell_is_a_formula(hostile: Debate) -> None:
    for row in table_of(hostile):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"))


def test_an_outline_has_an_item_for_each_claim_and_says_what_it_says(hostile: Debate) -> None:
    said = items(outline_of(hostile))
    claims = Claim.objects.filter(debate=hostile, depth__gt=0).order_by("path")
    assert len(said) == len(claims)
    for item, claim in zip(said, claims, strict=True):
        assert claim.text in item


def test_every_sample_stays_text_in_an_outline() -> None:
    for sample in map(canonical_line, spread(1_500)):
        if sample:
            assert items(f"- **rebut** {escaped(sample)}\n") == [f"rebut {sample}"], ascii(sample)


def test_every_sample_is_guarded_so_that_it_can_be_read_again() -> None:
    for sample in spread(3_000):
        cell = guarded(sample)
        assert cell.removeprefix("'") == sample


def test_what_is_gone_keeps_its_place_in_both(alice: User, bob: User, dan: User) -> None:
    of = rich_debate(alice, bob, dan)
    outline, rows = outline_of(of), table_of(of)
    assert outline.count("(withdrawn)") == outline.count("(hidden)") == 1
    gone = [row for row in rows if row["state"] != "live"]
    assert len(gone) == 2
    for row in gone:
        told = row["text"] + row["byline"] + row["up"] + row["details"] + row["sources"]
        assert told == row["wordings"] == ""


def test_a_name_is_the_one_that_the_debate_shows(alice: User, bob: User, dan: User) -> None:
    of = rich_debate(alice, bob, dan)
    assert "Puffin" in {row["byline"] for row in table_of(of)}
    assert "Dan" not in outline_of(of)
