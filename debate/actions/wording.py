"""Reading what somebody wrote as a claim: its text, details and sources, checked and tidied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.errors import Invalid
from debate.formats.markdown import to_html
from debate.limits import (
    CLAIM_DETAILS_MAX,
    CLAIM_TEXT_MAX,
    CLAIM_TEXT_MIN,
    SOURCE_TITLE_MAX,
    SOURCE_URL_MAX,
    SOURCES_PER_CLAIM_MAX,
)
from debate.logic.claim_text import canonical_line, canonical_lines, readable, visible_chars
from debate.models import Claim, ClaimRevision, Source

if TYPE_CHECKING:
    from accounts.models import User

RAW_MAX = 20  # times its limit: what is longer is not even tidied, for that alone takes long

_valid_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as somebody typed it: a title, an address, or both."""

    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a claim, ready to be kept; details are rendered before any row is locked."""

    text: str
    details: str = ""
    details_html: str = ""
    sources: tuple[Cited, ...] = ()

    def copied_to(self, claim: Claim) -> None:
        """Put this wording on a claim, unsaved."""
        claim.text = self.text
        claim.details_html = self.details_html
        claim.sources_count = len(self.sources)


def read_wording(text: str, *, details: str = "", sources: Iterable[Cited] = ()) -> Wording:
    """What somebody wrote as a claim.

    Raises Invalid for the first thing that is wrong, with the name of its field.
    """
    if len(text) > RAW_MAX * CLAIM_TEXT_MAX:
        raise _text_too_long(len(text))
    if len(details) > RAW_MAX * CLAIM_DETAILS_MAX:
        raise _details_too_long(len(details))
    for field, written in (("text", text), ("details", details)):
        if not readable(written):
            raise Invalid("unreadable_characters", field=field)
    line = canonical_line(text)
    if visible_chars(line) < CLAIM_TEXT_MIN:
        raise Invalid("claim_too_short", field="text", least=CLAIM_TEXT_MIN)
    if len(line) > CLAIM_TEXT_MAX:
        raise _text_too_long(len(line))
    more = canonical_lines(details)
    if len(more) > CLAIM_DETAILS_MAX:
        raise _details_too_long(len(more))
    return Wording(
        text=line,
        details=more,
        details_html=to_html(more) if more else "",
        sources=_read_sources(sources),
    )


def keep_revision(claim: Claim, wording: Wording, *, by: User, at: datetime) -> ClaimRevision:
    """Keep a wording as the claim's revision of the number that the claim has now."""
    revision = ClaimRevision.objects.create(
        claim=claim,
        number=claim.revision,
        text=wording.text,
        details=wording.details,
        by=by,
        created_at=at,
    )
    Source.objects.bulk_create(
        Source(revision=revision, position=i, title=s.title, url=s.url)
        for i, s in enumerate(wording.sources, start=1)
    )
    return revision


def says_the_same(claim: Claim, wording: Wording) -> bool:
    """Whether a claim says just this now, with the same details and sources. Queries: at most 2."""
    if claim.text != wording.text:
        return False
    newest = ClaimRevision.objects.prefetch_related("sources").get(
        claim=claim, number=claim.revision
    )
    cited = tuple(Cited(s.title, s.url) for s in newest.sources.all())
    return newest.details == wording.details and cited == wording.sources


def _text_too_long(length: int) -> Invalid:
    return Invalid("claim_too_long", field="text", most=CLAIM_TEXT_MAX, length=length)


def _details_too_long(length: int) -> Invalid:
    return Invalid("details_too_long", field="details", most=CLAIM_DETAILS_MAX, length=length)


def _read_sources(sources: Iterable[Cited]) -> tuple[Cited, ...]:
    read = []
    for number, source in enumerate(sources, start=1):
        if len(source.title) > RAW_MAX * SOURCE_TITLE_MAX:
            raise _title_too_long(number)
        if len(source.url) > RAW_MAX * SOURCE_URL_MAX:
            raise _address_too_long(number)
        if not (readable(source.title) and readable(source.url)):
            raise Invalid("unreadable_characters", field="sources", number=number)
        title, url = canonical_line(source.title), source.url.strip()
        if not title and not url:
            continue
        if len(title) > SOURCE_TITLE_MAX:
            raise _title_too_long(number)
        if url:
            _check_address(url, number)
        read.append(Cited(title, url))
    if len(read) > SOURCES_PER_CLAIM_MAX:
        raise Invalid("too_many_sources", field="sources", most=SOURCES_PER_CLAIM_MAX)
    return tuple(read)


def is_address(url: str) -> bool:
    """Whether a text is a whole web address.

    Django's validator lets control characters through, of which PostgreSQL refuses NUL, and signs
    that turn the direction of what stands after the address.
    """
    try:
        _valid_address(url)
    except ValidationError:
        return False
    return url.isprintable()


def _check_address(url: str, number: int) -> None:
    if not is_address(url):
        raise Invalid("bad_source_address", field="sources", number=number)
    if len(url) > SOURCE_URL_MAX:
        raise _address_too_long(number)


def _title_too_long(number: int) -> Invalid:
    return Invalid("source_title_too_long", field="sources", most=SOURCE_TITLE_MAX, number=number)


def _address_too_long(number: int) -> Invalid:
    return Invalid("source_address_too_long", field="sources", most=SOURCE_URL_MAX, number=number)
