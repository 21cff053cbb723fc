"""The document of a debate: what is written is read again, whatever people wrote."""

import json
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from accounts.errors import Invalid
from debate.enums import ClaimKind, ClaimState, Relation, Stage, Visibility
from debate.formats.debate_json import FORMAT, VERSION, load_document, read_document, write_json
from debate.queries.exported import ExportedClaim, ExportedDebate, ExportedWording
from debate.queries.rows import (
    Byline,
    DebateHead,
    DebateRights,
    DebateState,
    PositionRow,
    SourceRow,
    TallyRow,
)

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
wordings = st.lists(
    st.builds(
        ExportedWording,
        number=st.just(0),
        at=st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
        text=text,
        details=text,
        sources=st.lists(st.builds(SourceRow, title=text, url=text), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def claims(draw: st.DrawFn) -> list[ExportedClaim]:
    """A thread as it is read: parents first, some claims gone, each relation where it may be."""
    made: list[ExportedClaim] = []
    for number in range(draw(st.integers(1, 8))):
        above = draw(st.sampled_from(made)) if made else None
        relations = list(Relation)
        if above is not None and above.parent is None:
            relations.remove(Relation.UNDERCUT)
        if above is not None and above.relation == Relation.QUESTION:
            relations = [Relation.SUPPORT, Relation.QUESTION]
        state = draw(st.sampled_from(ClaimState))
        live = state == ClaimState.LIVE
        said = [w._replace(number=n) for n, w in enumerate(draw(wordings), 1)] if live else []
        made.append(
            ExportedClaim(
                key=f"claim{number:07d}",
                parent=above.key if above else None,
                place=(*above.place, 1) if above else (1,),
                kind=ClaimKind.REPLY if above else ClaimKind.THESIS,
                relation=draw(st.sampled_from(relations)) if above else None,
                state=state,
                language="en",
                byline=Byline(draw(text), via=draw(text)) if live else None,
                created_at=AT,
                edited_at=None,
                withdrawn_at=AT if state == ClaimState.WITHDRAWN else None,
                parent_revision=1 if above else None,
                locked=bool(above and above.locked) or draw(st.booleans()),
                passage=None,
                tally=TallyRow(1, 2, 3) if live else None,
                wordings=tuple(said),
            )
        )
    return made


def document_of(made: list[ExportedClaim], conclusion: str = "") -> bytes:
    head = DebateHead(
        key="debate000001",
        visibility=Visibility.PUBLIC,
        language="en",
        topics=(),
        thesis=None,
        essay=None,
        claims=len(made),
        opened_at=AT,
        open=True,
        position=PositionRow(0, None),
        may=DebateRights(),
        state=DebateState(stage=Stage.OPEN),
    )
    return b"".join(write_json(ExportedDebate(head, conclusion, (), (one for one in made))))


@examples(max_examples=40)
@given(claims(), text)
def test_what_is_written_is_read_again(made: list[ExportedClaim], conclusion: str) -> None:
    read = load_document(document_of(made, conclusion))
    assert read.conclusion == conclusion
    keys = [claim.key for claim in made]
    for claim, told in zip(read.claims, made, strict=True):
        assert (keys[claim.parent] if claim.parent is not None else None) == told.parent
        assert (claim.kind, claim.relation, claim.state) == (told.kind, told.relation, told.state)
        assert claim.depth == len(told.place) - 1
        assert claim.locked == told.locked
        assert claim.author == ((told.byline.name, None) if told.byline else None)
        assert [(w.at, w.text, w.details, w.sources) for w in claim.wordings] == [
            (w.at, w.text, w.details, tuple((s.title, s.url) for s in w.sources))
            for w in told.wordings
        ]


@given(st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | text,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["debate", "essay", "claims", "count", "key"]), inner),
    max_leaves=12,
))  # fmt: skip
@examples(max_examples=100)
def test_whatever_is_read_is_read_or_refused(told: object) -> None:
    with pytest.raises(Invalid):
        read_document(told)
    with pytest.raises(Invalid):
        read_document(
            {"format": FORMAT, "version": VERSION, **(told if type(told) is dict else {})}
        )


@pytest.mark.parametrize(
    "file",
    [b"", b"\xff", b"{", b"[" * 100_000, b'{"format": "\\ud800"}', b"NaN", b"\0",
     b'{"format": 1e999}', '{"format": "x"}'.encode("utf-16")],
)  # fmt: skip
def test_what_is_no_json_is_refused(file: bytes) -> None:
    with pytest.raises(Invalid, match=r"file_is_not_json|file_of_another_format"):
        load_document(file)


def test_a_file_that_was_cut_off_is_recognised() -> None:
    made = [
        ExportedClaim(
            "claim0000001", None, (1,), "thesis", None, "live", "en", Byline("A"), AT, None, None,
            None, False, None, None, (ExportedWording(1, AT, "So it is.", "", ()),),
        )
    ]  # fmt: skip
    whole = document_of(made)
    assert load_document(whole).claims[0].wordings[0].text == "So it is."
    with pytest.raises(Invalid, match="file_is_not_json"):
        load_document(whole[:-20])


def chain(length: int) -> dict[str, Any]:
    """The document of a thread in which each claim answers the one before."""
    told: dict[str, Any] = orjson.loads(document_of([]))
    wording = {"number": 1, "at": "2024-03-01T12:00:00Z", "text": "So.", "details": "",
               "sources": []}  # fmt: skip
    byline = {"name": "A", "key": None, "essayist": False, "via": ""}
    claim = {
        "state": "live", "language": "en", "byline": byline, "created_at": "2024-03-01T12:00:00Z",
        "edited_at": None, "withdrawn_at": None, "locked": False, "passage": None, "tally": None,
        "wordings": [wording],
    }  # fmt: skip
    told["claims"] = [
        claim
        | {"key": str(n), "parent": str(n - 1) if n else None, "kind": "reply" if n else "thesis",
           "relation": "support" if n else None, "parent_revision": 1 if n else None}
        for n in range(length)
    ]  # fmt: skip
    told["count"] = length
    return told


def test_a_thread_is_at_most_fifty_levels_deep() -> None:
    assert read_document(chain(51)).claims[-1].depth == 50
    with pytest.raises(Invalid, match="file_not_as_described") as refused:
        read_document(chain(52))
    assert refused.value.field == "claims[51].parent"


def test_a_ring_of_claims_is_refused() -> None:
    told = chain(3)
    told["claims"][1]["parent"] = "2"
    with pytest.raises(Invalid, match="file_not_as_described"):
        read_document(told)


def test_a_debate_has_ten_thousand_claims_and_a_thesis_and_no_more() -> None:
    told = chain(2)
    thesis, reply = told["claims"]
    told["claims"] = [thesis, *(reply | {"key": str(n)} for n in range(1, 10_001))]
    told["count"] = 10_001
    assert len(read_document(told).claims) == 10_001
    told["claims"].append(reply)
    with pytest.raises(Invalid, match="file_has_too_much"):
        read_document(told)


def test_details_of_all_claims_together_have_a_limit() -> None:
    told = chain(2)
    thesis, reply = told["claims"]
    wording = reply["wordings"][0] | {"details": "x" * 5_000}
    long = reply | {"wordings": [wording]}
    told["claims"] = [thesis, *(long | {"key": str(n)} for n in range(1, 1_002))]
    told["count"] = 1_002
    with pytest.raises(Invalid, match="file_has_too_much") as refused:
        read_document(told)
    assert refused.value.field == "claims[1001].wordings"


def test_the_place_that_is_told_is_never_long() -> None:
    with pytest.raises(Invalid) as refused:
        read_document({**json.loads(document_of([])), "x" * 10_000: 1})
    assert len(refused.value.field or "") <= 120
