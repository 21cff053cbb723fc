"""A debate as a JSON document of our own: everything of it that may be told, to be read again.

The format is described in docs/formats.md. It is written as it is read, one claim a line. What is
read is checked here as far as a document alone can tell: its shape, and that its claims form a
thread; what people wrote is judged where they would post it (actions/importing.py). What is not
known is refused and not passed over, so that nothing is lost without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import orjson

from accounts.errors import Invalid
from debate.enums import ClaimKind, ClaimState, Relation
from debate.limits import (
    CLAIM_DEPTH_MAX,
    FILE_CLAIMS_MAX,
    FILE_DETAILS_MAX,
    FILE_ESSAY_WORDINGS_MAX,
    FILE_WORDINGS_MAX,
    PASSAGE_CONTEXT_MAX,
    PASSAGE_MAX,
)
from debate.queries.exported import (
    ExportedClaim,
    ExportedDebate,
    ExportedEssay,
    ExportedPassage,
    ExportedWording,
)
from debate.queries.rows import Byline

FORMAT = "rejoinder-debate"
VERSION = 1
OLDEST_YEAR = 1900  # of a moment; before that neither claims nor their clocks were kept
REVISION_MAX = 9_999
LINES_AT_ONCE = 200
TOPICS_READ_MAX = 50
PLACE_SHOWN = 120  # characters of the name of a place; whoever writes a file names its fields


# ---- Writing


def write_json(exported: ExportedDebate) -> Generator[bytes]:
    """The document, in pieces, as its claims are read."""
    head = {"format": FORMAT, "version": VERSION, "debate": _facts(exported)}
    essay = _essay(exported)
    yield (_dumps(head).removesuffix(b"}") + b',\n"essay":' + _dumps(essay) + b',\n"claims":[')
    count, block = 0, bytearray()
    for claim in exported.claims:
        block += (b",\n" if count else b"\n") + _dumps(_claim(claim))
        count += 1
        if count % LINES_AT_ONCE == 0:
            yield bytes(block)
            block.clear()
    yield bytes(block) + b'\n],\n"count":' + str(count).encode() + b"}\n"


def _dumps(value: object) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)


def _facts(exported: ExportedDebate) -> dict[str, Any]:
    head = exported.head
    return {
        "key": head.key,
        "language": head.language,
        "visibility": head.visibility,
        "stage": head.state.stage,
        "posting": head.state.posting,
        "opened_at": head.opened_at,
        "opens_at": head.state.opens_at,
        "closes_at": head.state.closes_at,
        "topics": [asdict(topic) for topic in head.topics],
        "conclusion": exported.conclusion,
        "positions": {"people": head.position.people, "shares": head.position.shares},
    }


def _essay(exported: ExportedDebate) -> dict[str, Any] | None:
    credit = exported.head.essay
    if credit is None:
        return None
    return {**asdict(credit), "wordings": [_essay_wording(worded) for worded in exported.essay]}


def _essay_wording(worded: ExportedEssay) -> dict[str, Any]:
    return {
        "number": worded.number,
        "at": worded.at,
        "text": worded.text,
        "passages": [asdict(passage) for passage in worded.passages],
    }


def _claim(claim: ExportedClaim) -> dict[str, Any]:
    byline, tally = claim.byline, claim.tally
    return {
        "key": claim.key,
        "parent": claim.parent,
        "kind": claim.kind,
        "relation": claim.relation,
        "state": claim.state,
        "language": claim.language,
        "byline": byline and _byline(byline),
        "created_at": claim.created_at,
        "edited_at": claim.edited_at,
        "withdrawn_at": claim.withdrawn_at,
        "parent_revision": claim.parent_revision,
        "locked": claim.locked,
        "passage": claim.passage,
        "tally": tally and {"up": tally.up, "down": tally.down, "unsure": tally.unsure},
        "wordings": [_wording(wording) for wording in claim.wordings],
    }


def _byline(byline: Byline) -> dict[str, Any]:
    return {
        "name": byline.name,
        "key": byline.key,
        "essayist": byline.essayist,
        "via": byline.via,
    }


def _wording(wording: ExportedWording) -> dict[str, Any]:
    return {
        "number": wording.number,
        "at": wording.at,
        "text": wording.text,
        "details": wording.details,
        "sources": [{"title": source.title, "url": source.url} for source in wording.sources],
    }


# ---- Reading


@dataclass(frozen=True, slots=True)
class ReadWording:
    """A wording of a claim as the document has it, words unjudged; sources: title, address."""

    at: datetime
    text: str
    details: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim of a document; `parent` is its place in the list, always an earlier one.

    `author` is the name under it and its key there, None where it is gone.
    """

    parent: int | None
    depth: int
    kind: ClaimKind
    relation: Relation | None
    state: ClaimState
    language: str
    author: tuple[str, str | None] | None
    via: str
    created_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    parent_revision: int | None
    locked: bool
    passage: str | None
    wordings: tuple[ReadWording, ...]


@dataclass(frozen=True, slots=True)
class ReadEssayWording:
    at: datetime
    text: str
    passages: tuple[ExportedPassage, ...]


@dataclass(frozen=True, slots=True)
class ReadEssay:
    """An essay of a document, credited as it is there; its wordings are the oldest first."""

    title: str
    writer: str
    source_url: str
    written_on: date | None
    language: str
    wordings: tuple[ReadEssayWording, ...]


@dataclass(frozen=True, slots=True)
class DebateDocument:
    """What a document says of a debate; the first claim is the thesis, parents come first."""

    language: str
    topics: tuple[str, ...]
    conclusion: str
    essay: ReadEssay | None
    claims: tuple[ReadClaim, ...]


def load_document(data: bytes) -> DebateDocument:
    """Read a file. Raises Invalid `file_is_not_json`, and what `read_document` raises."""
    try:
        told = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Invalid("file_is_not_json", field="file") from error
    return read_document(told)


def read_document(told: object) -> DebateDocument:
    """Read a document that was parsed already.

    Raises Invalid with one of the codes file_of_another_format, file_of_another_version,
    file_not_as_described (`place` says where), file_has_too_much (`most` of `what`), with the
    place as the field, as in `claims[3].relation`.
    """
    if not isinstance(told, Mapping) or told.get("format") != FORMAT:
        raise Invalid("file_of_another_format", field="format")
    version = told.get("version")
    if type(version) is not int or version != VERSION:
        raise Invalid("file_of_another_version", field="version", version=VERSION)
    whole = _Part(told, "")
    whole.only("format", "version", "debate", "essay", "claims", "count")
    facts = _read_facts(whole.part("debate"))
    essay = _read_essay(whole.part("essay")) if whole.value("essay") is not None else None
    claims = _read_claims(whole, essay)
    if whole.whole("count", least=0, most=FILE_CLAIMS_MAX) != len(claims):
        raise whole.wrong("count")
    if not claims and essay is None:
        raise whole.wrong("claims")
    return DebateDocument(*facts, essay, claims)


def _read_facts(debate: _Part) -> tuple[str, tuple[str, ...], str]:
    """The language, the topics and the conclusion: what else is told of a debate is not taken."""
    debate.only(
        *("key", "language", "visibility", "stage", "posting", "opened_at", "opens_at"),
        *("closes_at", "topics", "conclusion", "positions"),
    )
    topics = []
    for topic in debate.parts("topics", most=TOPICS_READ_MAX):
        topic.only("slug", "name")
        topics.append(topic.text("slug"))
    return debate.text("language"), tuple(topics), debate.text("conclusion")


def _read_essay(essay: _Part) -> ReadEssay:
    essay.only(
        *("key", "title", "writer", "source_url", "written_on", "language", "own_words"),
        *("brought_by", "wordings"),
    )
    wordings = []
    keys: set[str] = set()
    worded_parts = essay.parts("wordings", most=FILE_ESSAY_WORDINGS_MAX)
    for number, worded in enumerate(worded_parts, 1):
        worded.only("number", "at", "text", "passages")
        if worded.whole("number") != number:
            raise worded.wrong("number")
        text = worded.text("text")
        marked = worded.parts("passages", most=FILE_CLAIMS_MAX)
        passages = tuple(_read_passage(passage, text, keys) for passage in marked)
        wordings.append(ReadEssayWording(worded.moment("at"), text, passages))
    if not wordings:
        raise essay.wrong("wordings")
    return ReadEssay(
        title=essay.text("title"),
        writer=essay.text("writer"),
        source_url=essay.text("source_url"),
        written_on=essay.day("written_on"),
        language=essay.text("language"),
        wordings=tuple(wordings),
    )


def _read_passage(passage: _Part, text: str, keys: set[str]) -> ExportedPassage:
    """A passage that is where it says, in the words that it says, within their context."""
    passage.only("key", "start", "end", "exact", "prefix", "suffix")
    read = ExportedPassage(
        passage.text("key"),
        passage.whole("start", least=0, most=len(text)),
        passage.whole("end", least=1, most=len(text)),
        passage.text("exact"),
        passage.text("prefix"),
        passage.text("suffix"),
    )
    if read.key in keys:
        raise passage.wrong("key")
    keys.add(read.key)
    if not 0 < read.end - read.start <= PASSAGE_MAX or text[read.start : read.end] != read.exact:
        raise passage.wrong("exact")
    before, after = text[: read.start], text[read.end :]
    if len(read.prefix) > PASSAGE_CONTEXT_MAX or not before.endswith(read.prefix):
        raise passage.wrong("prefix")
    if len(read.suffix) > PASSAGE_CONTEXT_MAX or not after.startswith(read.suffix):
        raise passage.wrong("suffix")
    return read


def _read_claims(whole: _Part, essay: ReadEssay | None) -> tuple[ReadClaim, ...]:
    passages = {p.key for worded in essay.wordings for p in worded.passages} if essay else set()
    found: list[ReadClaim] = []
    places: dict[str, int] = {}
    wordings = details = 0
    for part in whole.parts("claims", most=FILE_CLAIMS_MAX):
        claim = _read_claim(part, found, places, passages)
        key = part.text("key")
        if key in places:
            raise part.wrong("key")
        places[key] = len(found)
        found.append(claim)
        wordings += len(claim.wordings)
        details += sum(len(wording.details) for wording in claim.wordings)
        for number, most in ((wordings, FILE_WORDINGS_MAX), (details, FILE_DETAILS_MAX)):
            if number > most:
                raise Invalid("file_has_too_much", field=f"{part.place}.wordings", most=most)
    return tuple(found)


def _read_claim(
    claim: _Part, found: Sequence[ReadClaim], places: Mapping[str, int], passages: Collection[str]
) -> ReadClaim:
    claim.only(
        *("key", "parent", "kind", "relation", "state", "language", "byline", "created_at"),
        *("edited_at", "withdrawn_at", "parent_revision", "locked", "passage", "tally"),
        "wordings",
    )
    parent = _read_parent(claim, places)
    above = found[parent] if parent is not None else None
    kind = claim.choice("kind", ClaimKind)
    relation = _read_relation(claim, kind, above)
    state = claim.choice("state", ClaimState)
    live = state == ClaimState.LIVE
    wordings = _read_wordings(claim)
    if live != bool(wordings):
        raise claim.wrong("wordings")
    withdrawn_at = claim.moment_or_none("withdrawn_at")
    if (withdrawn_at is not None) != (state == ClaimState.WITHDRAWN):
        raise claim.wrong("withdrawn_at")
    passage = claim.text_or_none("passage")
    if passage is not None and passage not in passages:
        raise claim.wrong("passage")
    if claim.value("tally") is not None:
        claim.part("tally").only("up", "down", "unsure")
    author, via = _read_byline(claim) if live else (None, "")
    depth = above.depth + 1 if above else 0
    if depth > CLAIM_DEPTH_MAX:
        raise claim.wrong("parent")
    return ReadClaim(
        parent=parent,
        depth=depth,
        kind=kind,
        relation=relation,
        state=state,
        language=claim.text("language"),
        author=author,
        via=via,
        created_at=claim.moment("created_at"),
        edited_at=claim.moment_or_none("edited_at"),
        withdrawn_at=withdrawn_at,
        parent_revision=_read_parent_revision(claim, above),
        locked=claim.flag("locked") or bool(above and above.locked),
        passage=passage,
        wordings=wordings,
    )


def _read_parent(claim: _Part, places: Mapping[str, int]) -> int | None:
    """The place of the parent, which stands before; the first claim alone has none."""
    key = claim.text_or_none("parent")
    if (key is None) != (not places) or (key is not None and key not in places):
        raise claim.wrong("parent")
    return places[key] if key is not None else None


def _read_relation(claim: _Part, kind: ClaimKind, above: ReadClaim | None) -> Relation | None:
    """How a claim bears on its parent, by the rules that the tables hold."""
    if (kind == ClaimKind.THESIS) != (above is None):
        raise claim.wrong("kind")
    if above is None:
        if claim.value("relation") is not None:
            raise claim.wrong("relation")
        return None
    relation = claim.choice("relation", Relation)
    to_thesis = above.kind == ClaimKind.THESIS
    if kind == ClaimKind.POINT and not (to_thesis and relation == Relation.SUPPORT):
        raise claim.wrong("kind")
    against = relation in {Relation.REBUT, Relation.UNDERCUT}
    if (against and above.relation == Relation.QUESTION) or (
        to_thesis and relation == Relation.UNDERCUT
    ):
        raise claim.wrong("relation")
    return relation


def _read_parent_revision(claim: _Part, above: ReadClaim | None) -> int | None:
    """The wording that was answered; of a claim that is gone nobody knows how many there were."""
    if above is None:
        if claim.value("parent_revision") is not None:
            raise claim.wrong("parent_revision")
        return None
    return claim.whole("parent_revision", most=len(above.wordings) or REVISION_MAX)


def _read_byline(claim: _Part) -> tuple[tuple[str, str | None], str]:
    byline = claim.part("byline")
    byline.only("name", "key", "essayist", "via")
    return (byline.text("name"), byline.text_or_none("key")), byline.text("via")


def _read_wordings(claim: _Part) -> tuple[ReadWording, ...]:
    read = []
    for number, wording in enumerate(claim.parts("wordings"), 1):
        wording.only("number", "at", "text", "details", "sources")
        if wording.whole("number") != number:
            raise wording.wrong("number")
        sources = []
        for source in wording.parts("sources"):
            source.only("title", "url")
            sources.append((source.text("title"), source.text("url")))
        read.append(
            ReadWording(
                wording.moment("at"),
                wording.text("text"),
                wording.text("details"),
                tuple(sources),
            )
        )
    return tuple(read)


class _Part:
    """An object of the document and where it stands, read field by field; all of them are needed.

    A field that is missing or of another type than it should be raises Invalid with its place.
    """

    __slots__ = ("_told", "place")

    def __init__(self, told: object, place: str) -> None:
        if not isinstance(told, Mapping):
            raise _wrong(place)
        self._told = told
        self.place = place

    def wrong(self, name: str) -> Invalid:
        return _wrong(self._at(name))

    def only(self, *names: str) -> None:
        """Refuse it if it has other fields than these."""
        unknown = self._told.keys() - set(names)
        if unknown:
            raise self.wrong(min(unknown))

    def value(self, name: str) -> object:
        try:
            return self._told[name]
        except KeyError:
            raise self.wrong(name) from None

    def part(self, name: str) -> _Part:
        return _Part(self.value(name), self._at(name))

    def parts(self, name: str, *, most: int = 0) -> Generator[_Part]:
        told = self.value(name)
        if not isinstance(told, list):
            raise self.wrong(name)
        if most and len(told) > most:
            raise Invalid("file_has_too_much", field=self._at(name), most=most)
        return (_Part(one, f"{self._at(name)}[{at}]") for at, one in enumerate(told))

    def text(self, name: str) -> str:
        value = self.value(name)
        if not isinstance(value, str):
            raise self.wrong(name)
        return value

    def text_or_none(self, name: str) -> str | None:
        return None if self.value(name) is None else self.text(name)

    def flag(self, name: str) -> bool:
        value = self.value(name)
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def whole(self, name: str, *, least: int = 1, most: int = REVISION_MAX) -> int:
        value = self.value(name)
        if type(value) is not int or not least <= value <= most:  # True is no number
            raise self.wrong(name)
        return value

    def choice[Choice: StrEnum](self, name: str, choices: type[Choice]) -> Choice:
        value = self.text(name)
        if value not in set(choices):
            raise self.wrong(name)
        return choices(value)

    def moment(self, name: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.text(name))
            known = moment.tzinfo is not None and moment.year > OLDEST_YEAR
            return moment.astimezone(UTC) if known else _none_such()
        except (ValueError, OverflowError):
            raise self.wrong(name) from None

    def moment_or_none(self, name: str) -> datetime | None:
        return None if self.value(name) is None else self.moment(name)

    def day(self, name: str) -> date | None:
        if self.value(name) is None:
            return None
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise self.wrong(name) from None

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def _none_such() -> datetime:
    raise ValueError("a moment without a zone, or before anybody kept one")


def _wrong(place: str) -> Invalid:
    shown = place[:PLACE_SHOWN]
    return Invalid("file_not_as_described", field=shown, place=shown)
