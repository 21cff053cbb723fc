"""The top of every page of a debate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONArray, JSONObject

from accounts.errors import NotFound
from debate.enums import (
    Action,
    Capacity,
    ClaimKind,
    ClaimState,
    HeldState,
    Posting,
    ResultsHidden,
    Stage,
    Visibility,
)
from debate.limits import DRAFTS_WAITING_SHOWN, HELD_MAX, NEWS_COUNTED_MAX
from debate.logic.positions import shares
from debate.logic.rules import ahead, read_windows
from debate.models import (
    Change,
    Claim,
    Debate,
    DebateTally,
    Draft,
    Essay,
    EssayRevision,
    Follow,
    HeldClaim,
    Membership,
    Position,
    Topic,
    Vote,
)
from debate.policies.debate import may, may_state_position, why_not_see_members
from debate.queries.access import Access, access_to, seen_debates
from debate.queries.claim_rows import OwnVote, claim_row, read_bodies
from debate.queries.record import TOLD
from debate.queries.rows import (
    DebateHead,
    DebateRights,
    DebateState,
    DraftWaiting,
    EssayCredit,
    HeldWaiting,
    PositionRow,
    TopicRow,
)
from debate.queries.waiting import with_waiting

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def read_debate_head(key: str, viewer: Viewer) -> DebateHead:
    """The thesis, its essay, where people stand on it and what the viewer may do.

    Raises NotFound. Queries: 2.
    """
    return open_head(key, viewer)[1]


def open_head(key: str, viewer: Viewer, *, with_essay: bool = False) -> tuple[Access, DebateHead]:
    """The same, with what a read of more of the debate starts from, the text of its essay too.

    Raises NotFound. Queries: 2.
    """
    access = open_debate_with_facts(key, viewer, with_essay=with_essay)
    return access, read_opened_head(access)


def open_debate_with_facts(key: str, viewer: Viewer, *, with_essay: bool = False) -> Access:
    """A debate with all that its head tells but the thesis. Raises NotFound. Queries: 1."""
    seen = with_newest_wording(seen_debates(viewer)) if with_essay else seen_debates(viewer)
    seen = with_card_facts(_with_news(_with_own_words(seen, viewer), viewer))
    seen = with_waiting(_with_held(_with_drafts(seen, viewer), viewer), viewer)
    debate = seen.filter(key=key).first()
    if debate is None:
        raise NotFound("no_debate")
    return access_to(debate, viewer)


def facts_of_head(access: Access) -> tuple[object, ...]:
    """What the head of an opened debate is made of, for everybody alike; no query.

    Votes on the thesis are told a moment late, as the record of the debate tells them.
    """
    debate, state = access.debate, state_of(access)
    return (
        access.seq,
        access.sees,
        debate.visibility,
        claims_counted(access),
        debate.tally.positions if access.sees.results else None,
        topics_of(debate),
        essay_credit(debate.essay, brought_by=debate.brought_by),  # type: ignore[attr-defined]
        access.standing.rules.open,
        state.stage,
        state.posting,
        state.opens_at,
        state.closes_at,
    )


def read_opened_head(access: Access) -> DebateHead:
    """The head of a debate of `open_debate_with_facts`. Queries: 1."""
    debate = access.debate
    thesis_id = debate.thesis_id  # type: ignore[attr-defined]
    bodies = read_bodies(access, [thesis_id] if thesis_id else [])
    own_vote = _own_vote(debate)
    thesis = next(
        (claim_row(access, body, below={}, my_vote=own_vote) for body in bodies.values()), None
    )
    return DebateHead(
        key=debate.key,
        visibility=Visibility(debate.visibility),
        language=debate.language,
        topics=topics_of(debate),
        thesis=thesis,
        essay=essay_credit(debate.essay, brought_by=debate.brought_by),  # type: ignore[attr-defined]
        claims=claims_counted(access),
        opened_at=debate.opened_at,
        open=access.standing.rules.open,
        position=_positions_with_own(access),
        may=DebateRights(
            position=may_state_position(access.standing),
            manage=may(access.standing, Action.DESCRIBE),
            moderate=may(access.standing, Action.SEE_QUEUE),
            members=why_not_see_members(access.standing) is None,
        ),
        seq=access.seq,
        at=access.at,
        following=debate.following,  # type: ignore[attr-defined]
        news=_news(access),
        drafts=tuple(
            DraftWaiting(**begun)
            for claim_id, begun in debate.begun  # type: ignore[attr-defined]
            if not access.hides(claim_id)
        ),
        held=tuple(
            HeldWaiting(key, HeldState(state), text, debate.language)
            for key, state, text in debate.held_words  # type: ignore[attr-defined]
        ),
        waiting=debate.waiting,  # type: ignore[attr-defined]
        state=state_of(access),
    )


def state_of(access: Access) -> DebateState:
    """What is told of a debate besides who sees it; no query."""
    debate, stage = access.debate, access.standing.stage
    coming = ahead(read_windows(debate.rules.windows), at=access.at)
    closed = stage in {Stage.CLOSED, Stage.ARCHIVED}
    return DebateState(
        stage=stage,
        posting=Posting(debate.rules.posting),
        opens_at=coming.opens_at,
        closes_at=coming.closes_at,
        conclusion_html=debate.conclusion_html if closed else "",
        blocked=access.standing.capacity == Capacity.BLOCKED,
        sees=access.sees,
        once_judged=access.standing.rules.results_hidden == ResultsHidden.JUDGED,
    )


def claims_counted(access: Access) -> int:
    """How many live claims a debate with its tally has, the thesis apart; of those shown."""
    count = access.visible.count
    return access.debate.tally.claims if count is None else count


def _news(access: Access) -> int:
    """How much others did since the viewer's last visit; where replies are hidden, none of it."""
    debate = access.debate
    told = debate.read_to and access.sees.replies  # type: ignore[attr-defined]
    return len(debate.news) if told else 0  # type: ignore[attr-defined]


def with_newest_wording(debates: QuerySet[Debate]) -> QuerySet[Debate]:
    """Debates with the newest wording of their essay, and the number of its row."""
    newest = EssayRevision.objects.filter(essay=OuterRef("essay")).order_by("-number")
    return debates.annotate(
        wording_id=Subquery(newest.values("id")[:1]),
        wording_text=Subquery(newest.values("text")[:1]),
    )


def with_card_facts(debates: QuerySet[Debate]) -> QuerySet[Debate]:
    """Debates with their kept numbers, topics and whoever brought the essay."""
    topics = Topic.objects.filter(debates=OuterRef("pk")).order_by("name")
    row = JSONObject(slug="slug", name="name")
    with_essay = debates.select_related("tally", "essay").defer("essay__lexemes")
    return with_essay.annotate(
        topic_rows=ArraySubquery(topics.values(row=row)),
        brought_by=name_of_bringer("pk", "essay__brought_by"),
    )


def name_of_bringer(debate: str, person: str) -> Coalesce:
    """The name of whoever brought an essay, as they go by in a debate that was drawn from it.

    For a statement on other rows; `debate` and `person` are the columns of theirs that hold them.
    """
    seat = Membership.objects.filter(debate=OuterRef(debate), person=OuterRef(person))
    return Coalesce(
        Subquery(seat.exclude(byline="").values("byline")[:1]), F(f"{person}__display_name")
    )


def topics_of(debate: Debate) -> tuple[TopicRow, ...]:
    """What a debate of `with_card_facts` is about."""
    rows = debate.topic_rows  # type: ignore[attr-defined]
    return tuple(TopicRow(row["slug"], row["name"]) for row in rows)


def essay_credit(essay: Essay | None, *, brought_by: str) -> EssayCredit | None:
    """Who wrote an essay and who brought it, which need not be the same person."""
    if essay is None:
        return None
    return EssayCredit(
        key=essay.key,
        title=essay.title,
        writer=essay.writer or (brought_by if essay.own_words else ""),
        source_url=essay.source_url,
        written_on=essay.written_on,
        language=essay.language,
        own_words=essay.own_words,
        brought_by=brought_by,
    )


def positions(tally: DebateTally) -> PositionRow:
    """Where people stand, as counted last; no shares below five people."""
    return PositionRow(people=sum(tally.positions), shares=shares(tally.positions))


def positions_shown(access: Access) -> PositionRow:
    """Where people stand in a debate with its tally, as far as the viewer may know."""
    if not access.sees.results:
        return PositionRow(people=0, shares=None, hidden=True)
    return positions(access.debate.tally)


def _with_own_words(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates with their thesis, the viewer's vote on it, and their first and newest position."""
    thesis = Claim.objects.filter(debate=OuterRef("pk"), kind=ClaimKind.THESIS)
    vote = Vote.objects.filter(
        debate=OuterRef("pk"), person=viewer or None, claim=OuterRef("thesis_id")
    )
    own = Position.objects.filter(debate=OuterRef("pk"), person=viewer or None)
    first = own.filter(value__isnull=False).order_by("id")
    newest = own.order_by("-id")
    return debates.annotate(
        thesis_id=Subquery(thesis.values("id")[:1]),
        own_vote=Subquery(vote.values("value")[:1]),
        own_vote_revision=Subquery(vote.values("revision")[:1]),
        own_position=Subquery(newest.values("value")[:1]),
        own_position_id=Subquery(newest.values("id")[:1]),
        first_position=Subquery(first.values("value")[:1]),
        first_position_id=Subquery(first.values("id")[:1]),
    )


def _with_news(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates with whether the viewer follows them, and what others did since they last came."""
    since = Change.objects.filter(TOLD, debate=OuterRef("pk"), seq__gt=OuterRef("read_to"))
    return debates.annotate(
        following=Exists(Follow.objects.filter(debate=OuterRef("pk"), person=viewer or None)),
        news=ArraySubquery(
            since.exclude(actor=viewer or None).values("seq")[: NEWS_COUNTED_MAX + 1]
        ),
    )


def _with_drafts(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates with what the viewer has begun to write there, the newest few."""
    begun = Draft.objects.filter(claim__debate=OuterRef("pk"), person=viewer or None).order_by(
        "-saved_at"
    )
    text = Case(When(claim__state=ClaimState.LIVE, then=F("claim__text")), default=Value(""))
    row = JSONObject(
        purpose=F("purpose"),
        claim_key=F("claim__key"),
        text=text,
        language=F("claim__language"),
    )
    named = JSONArray("claim_id", row)
    return debates.annotate(begun=ArraySubquery(begun.values(row=named)[:DRAFTS_WAITING_SHOWN]))


def _with_held(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates with the claims of the viewer that are held there: they wait, or were sent back."""
    held = (
        HeldClaim.objects.filter(debate=OuterRef("pk"), author=viewer or None)
        .exclude(state=HeldState.REMOVED)
        .order_by("id")
    )
    row = JSONArray("key", "state", "text")
    return debates.annotate(held_words=ArraySubquery(held.values(row=row)[:HELD_MAX]))


def _own_vote(debate: Debate) -> OwnVote | None:
    value = debate.own_vote  # type: ignore[attr-defined]
    revision = debate.own_vote_revision  # type: ignore[attr-defined]
    return None if value is None else OwnVote(value, revision)


def _positions_with_own(access: Access) -> PositionRow:
    debate, counted = access.debate, positions_shown(access)
    moved = debate.own_position_id != debate.first_position_id  # type: ignore[attr-defined]
    return PositionRow(
        people=counted.people,
        shares=counted.shares,
        hidden=counted.hidden,
        mine=debate.own_position,  # type: ignore[attr-defined]
        mine_before=debate.first_position if moved else None,  # type: ignore[attr-defined]
    )
