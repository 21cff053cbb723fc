"""The wordings of one claim, and what changed from one to the next.

A typo mended within minutes leaves no mark: what was said before it is no wording of its own. Such
mends come before any other edit, so the wordings are the revisions from one number on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject

from accounts.errors import NotFound
from debate.enums import ChangeKind, ClaimState
from debate.limits import WORDINGS_PER_PAGE
from debate.logic.differences import Mark, Part, difference, list_difference
from debate.models import Change, Claim, ClaimRevision, Membership, Source, Vote
from debate.policies.claim import why_not_edit
from debate.policies.standing import enforce
from debate.queries.access import Access, ClaimPlace, lineage_paths, open_claim
from debate.queries.claim_rows import byline, claim_row, profile_key, read_bodies, read_own_votes
from debate.queries.cursor import ListCursor, read_score_cursor, write_list_cursor
from debate.queries.rows import Byline, ClaimRow, Page, SourceRow, WordingsRow

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Rewording:
    """What became another in a claim; `details` (as typed) and `sources` empty if they stayed."""

    text: tuple[Part, ...]
    details: tuple[Part, ...]
    sources: tuple[tuple[Mark, SourceRow], ...]


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One wording of a claim: as it was typed, by whom and since when it stood.

    `number` counts the wordings from 1, `revision` is what addresses and votes call it.
    `rewording` is what changed since `since`, another wording; None if there is none before it.
    """

    number: int
    revision: int
    byline: Byline
    at: datetime
    text: str
    details: str
    sources: tuple[SourceRow, ...]
    since: WordingRow | None = None
    rewording: Rewording | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The wordings of a claim, newest first, or the one that two were asked to be compared by.

    `shown` is empty where the claim is gone: nothing that it said is told. `older` is the revision
    before which the list goes on. `withdrawn_at` is None unless it was withdrawn.
    """

    claim: ClaimRow
    ancestors: tuple[ClaimRow, ...]
    wordings: WordingsRow
    shown: tuple[WordingRow, ...]
    compared: bool
    older: int | None
    withdrawn_at: datetime | None


class _Revision(NamedTuple):
    id: int
    number: int
    text: str
    details: str
    created_at: datetime
    author_id: int
    author_name: str
    author_key: str | None
    pseudonym: str | None


def read_history(
    key: str,
    viewer: Viewer,
    *,
    since: int | None = None,
    until: int | None = None,
    before: int | None = None,
) -> HistoryPage:
    """The wordings of a claim, each with what changed since the one before.

    With `since` or `until`, numbers of revisions, what changed between those two alone; a number
    that the claim never had is not asked for, and what was mended at once counts as its mend.
    Raises NotFound. Queries: 6; 5 for nobody.
    """
    access, place = open_claim(key, viewer)
    bodies = read_bodies(access, paths=lineage_paths(place.path))
    own = read_own_votes(access, [place.id]).get(place.id)
    facts = read_wording_facts(access, place)
    live = place.state == ClaimState.LIVE
    ends = _ends(facts.wordings, since, until) if live else None
    which = Q(number__in=ends) if ends else _page_of(facts.wordings.first, before)
    read = _read_wordings(access, place, which, facts) if live else []
    on_page = 1 if ends else WORDINGS_PER_PAGE
    more = not ends and len(read) > on_page
    return HistoryPage(
        claim=claim_row(access, bodies[place.id], below={}, my_vote=own),
        ancestors=tuple(
            claim_row(access, body, below={}, my_vote=None)
            for body in bodies.values()
            if body.id != place.id
        ),
        wordings=facts.wordings,
        shown=_with_differences(read)[:on_page],
        compared=ends is not None,
        older=read[on_page - 1].revision if more else None,
        withdrawn_at=facts.withdrawn_at,
    )


def read_rewording(key: str, viewer: Viewer, *, since: int) -> WordingRow:
    """A claim's newest wording and what changed since another one, for whoever may edit it.

    Here every revision counts, for it is their own text that they compare; one that never was
    leaves nothing to compare with. Raises NotFound and what `why_not_edit` answers. Queries: 4.
    """
    access, place = open_claim(key, viewer)
    enforce(why_not_edit(access.standing, place))
    facts = read_wording_facts(access, place)
    both = _read_wordings(access, place, Q(number__in=[since, place.revision]), facts)
    return _with_differences(both)[0]


def read_wordings(key: str, viewer: Viewer) -> WordingsRow:
    """How often a claim was worded, and how many of its votes are on an earlier wording.

    Raises NotFound. Queries: 2.
    """
    access, place = open_claim(key, viewer)
    return read_wording_facts(access, place).wordings


def list_wordings(
    key: str, viewer: Viewer, *, limit: int = WORDINGS_PER_PAGE, cursor: str = ""
) -> Page[WordingRow]:
    """The wordings of a claim by themselves, newest first; of a claim that is gone there are none.

    Raises NotFound and Invalid("bad_cursor"). Queries: 4; 2 for a claim that is gone.
    """
    at = read_score_cursor(cursor, order=f"wordings/{key}") if cursor else None
    access, place = open_claim(key, viewer)
    facts = read_wording_facts(access, place)
    if place.state != ClaimState.LIVE:
        return Page(rows=())
    first, newest = facts.wordings.first, facts.wordings.newest
    if at is None:
        top = newest
    elif at.back:
        top = min(newest, at.id + limit)  # they are numbered without a gap
    else:
        top = at.id - 1
    last = max(first, top - limit + 1)
    rows = _read_wordings(access, place, Q(number__range=(last, top)), facts, most=limit)

    def edge(number: int, *, back: bool) -> str:
        return write_list_cursor(ListCursor(0.0, number, back, f"wordings/{key}"))

    return Page(
        rows=tuple(rows),
        next=edge(rows[-1].revision, back=False) if rows and last > first else None,
        previous=edge(rows[0].revision, back=True) if rows and top < newest else None,
    )


def read_wording(key: str, viewer: Viewer, *, revision: int) -> WordingRow:
    """One wording of a claim. Raises NotFound, also for one of a claim that is gone. Queries: 4."""
    access, place = open_claim(key, viewer)
    facts = read_wording_facts(access, place)
    told = place.state == ClaimState.LIVE and revision >= facts.wordings.first
    found = _read_wordings(access, place, Q(number=revision), facts) if told else []
    if not found:
        raise NotFound("no_wording")
    return found[0]


def list_sources(key: str, viewer: Viewer) -> tuple[SourceRow, ...]:
    """What the newest wording of a claim cites; nothing if it is gone.

    Raises NotFound. Queries: 2.
    """
    access, place = open_claim(key, viewer)
    facts = read_wording_facts(access, place)
    return facts.sources if place.state == ClaimState.LIVE else ()


class WordingFacts(NamedTuple):
    """What is kept of all wordings of a claim together, and the sources of the newest."""

    wordings: WordingsRow
    sources: tuple[SourceRow, ...]
    stated_at: datetime
    withdrawn_at: datetime | None


def read_wording_facts(access: Access, place: ClaimPlace) -> WordingFacts:
    """How often a claim was worded, which of its votes are on an earlier wording, its sources.

    Where it is not told how others judge, none of its votes is counted.

    A vote keeps the number of the wording that it judged, and where there is a vote no edit goes
    without a mark; so each vote on a lower number is on an earlier wording. Queries: 1.
    """
    earlier = Vote.objects.filter(
        claim=OuterRef("pk"), revision__lt=OuterRef("revision"), valid=True
    )
    cited = Source.objects.filter(
        revision__claim=OuterRef("pk"), revision__number=OuterRef("revision")
    )
    found = (
        Claim.objects.filter(pk=place.id)
        .annotate(
            first=first_wording("pk"),
            votes_of_all=F("tally__up") + F("tally__down") + F("tally__unsure"),
            earlier_votes=Subquery(
                earlier.order_by().values("claim").annotate(n=Count("pk")).values("n")
            ),
            cited=ArraySubquery(
                cited.order_by("position").values(row=JSONObject(title="title", url="url"))
            ),
        )
        .values_list(
            "first",
            "revision",
            "votes_of_all",
            "edited_at",
            "earlier_votes",
            "cited",
            "created_at",
            "withdrawn_at",
        )
        .first()
    )
    if found is None:
        raise NotFound("no_claim")
    first, newest, votes, edited_at, earlier_votes, sources, stated_at, withdrawn_at = found
    if not access.sees.results:
        votes = earlier_votes = 0
    return WordingFacts(
        WordingsRow(first, newest, votes or 0, (earlier_votes or 0) if edited_at else 0),
        tuple(SourceRow(source["title"], source["url"]) for source in sources),
        stated_at,
        withdrawn_at,
    )


def first_wording(claim: str) -> Coalesce:
    """The number of the revision that is a claim's first wording, for a statement on other rows.

    `claim` is the column of theirs that holds the claim.
    """
    mends = Change.objects.filter(
        claim=OuterRef(claim), kind=ChangeKind.EDITED, payload__unmarked=True
    )
    return Coalesce(Subquery(mends.order_by("-revision").values("revision")[:1]), 1)


def _ends(wordings: WordingsRow, since: int | None, until: int | None) -> tuple[int, int] | None:
    """The two revisions that are asked to be compared, the earlier one first; None if not two."""
    if since is None and until is None:
        return None
    since = wordings.first if since is None else since
    until = wordings.newest if until is None else until
    asked = {max(n, wordings.first) for n in (since, until) if 1 <= n <= wordings.newest}
    if len(asked) < 2:
        return None
    return min(asked), max(asked)


def _page_of(first: int, before: int | None) -> Q:
    return Q(number__gte=first) if before is None else Q(number__gte=first, number__lt=before)


def _read_wordings(
    access: Access,
    place: ClaimPlace,
    which: Q,
    facts: WordingFacts,
    *,
    most: int = WORDINGS_PER_PAGE + 1,
) -> list[WordingRow]:
    """Some wordings, newest first; by themselves one more than a page of them has. Queries: 2."""
    seat = Membership.objects.filter(debate=access.debate, person=OuterRef("by"))
    found = [
        _Revision._make(row)
        for row in ClaimRevision.objects.filter(which, claim=place.id)
        .order_by("-number")
        .values_list(
            "id",
            "number",
            "text",
            "details",
            "created_at",
            "by_id",
            "by__display_name",
            profile_key("by"),
            Subquery(seat.values("byline")[:1]),
        )[:most]
    ]
    cited: dict[int, list[SourceRow]] = {}
    sources = Source.objects.filter(revision__in=[revision.id for revision in found])
    for revision, title, url in sources.order_by("position").values_list(
        "revision_id", "title", "url"
    ):
        cited.setdefault(revision, []).append(SourceRow(title, url))
    first = facts.wordings.first
    return [
        WordingRow(
            number=max(1, revision.number - first + 1),
            revision=revision.number,
            byline=byline(access, revision),
            at=facts.stated_at if revision.number <= first else revision.created_at,
            text=revision.text,
            details=revision.details,
            sources=tuple(cited.get(revision.id, ())),
        )
        for revision in found
    ]


def _with_differences(newest_first: Sequence[WordingRow]) -> tuple[WordingRow, ...]:
    """Each wording with what changed since the next, which is older; the last one as it is."""
    later = tuple(
        replace(wording, since=earlier, rewording=_rewording(earlier, wording))
        for wording, earlier in pairwise(newest_first)
    )
    return (*later, *newest_first[-1:])


def _rewording(earlier: WordingRow, later: WordingRow) -> Rewording:
    same_details = earlier.details == later.details
    same_sources = earlier.sources == later.sources
    return Rewording(
        text=difference(earlier.text, later.text),
        details=() if same_details else difference(earlier.details, later.details),
        sources=() if same_sources else list_difference(earlier.sources, later.sources),
    )
