"""Plain makers of rows for tests: a small cast with known relations, debates and threads.

They write the tables directly and leave them as the actions would: kept numbers agree with the
rows they count, and every claim has its revision, its place (`path`) and its Change.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.enums import PersonKind
from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.actions.reply import post_reply
from debate.enums import (
    ChangeKind,
    ClaimKind,
    ClaimState,
    NoticeReason,
    Relation,
    Role,
    Visibility,
)
from debate.limits import PASSAGE_CONTEXT_MAX, PATH_LABEL_CHARS
from debate.logic.ranking import best
from debate.logic.rules import opened, write_windows
from debate.models import (
    Change,
    Claim,
    ClaimRevision,
    Debate,
    DebateRules,
    DebateTally,
    Essay,
    EssayRevision,
    Follow,
    Membership,
    Notice,
    Passage,
    Position,
    Source,
    Tally,
    Vote,
)
from debate.tasks.tally import count_debate

PASSWORD = "a long pass phrase"  # of whoever was made with `password=PASSWORD`
LONG_AGO = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)  # past every grace and every window's start

ESSAY_TEXT = (
    "Every school day starts before most pupils are awake. The first lesson is taught to a room "
    "that is present and asleep.\n\n"
    "Sleep is not a habit that discipline can move. The clock of a body of fifteen runs two hours "
    "late, and no alarm resets it.\n\n"
    "Districts that began later saw fewer crashes on the way to school. They saw better marks in "
    "the first lesson, and fewer late arrivals.\n\n"
    "The timetable serves the buses. It should serve the pupils."
)


# ---- People


def person(handle: str, *, password: str | None = None, role: str = SiteRole.MEMBER) -> User:
    """A person with an account, named after their handle; without a password none fits."""
    return User.objects.create_user(
        handle,
        f"{handle}@example.org",
        password,
        display_name=handle.replace("-", " ").title(),
        role=role,
    )


def people(count: int, *, prefix: str = "person") -> list[User]:
    """Many people at once, who cannot sign in with a password."""
    return User.objects.bulk_create(
        User(
            handle=f"{prefix}-{number:05d}",
            display_name=f"{prefix.title()} {number}",
            password="!",
        )
        for number in range(1, count + 1)
    )


def guest(name: str = "Guest") -> User:
    """Somebody in a class without an account."""
    return User.objects.create(kind=PersonKind.GUEST, display_name=name, password="!")


def member(of: Debate, who: User, *, role: Role = Role.MEMBER, byline: str = "") -> Membership:
    """A person's place in a debate."""
    return Membership.objects.create(debate=of, person=who, role=role, byline=byline)


# ---- Essays


def essay(
    brought_by: User,
    *,
    title: str = "Let them sleep",
    writer: str = "Ottoline Frey",
    text: str = ESSAY_TEXT,
    own_words: bool = False,
) -> EssayRevision:
    """An essay with its first wording."""
    made = Essay.objects.create(
        title=title,
        writer=writer,
        own_words=own_words,
        brought_by=brought_by,
        source_url="https://example.org/let-them-sleep",
    )
    return EssayRevision.objects.create(
        essay=made, number=1, language=made.language, text=text, by=brought_by
    )


def passage(of: EssayRevision, quote: str) -> Passage:
    """The first place where a text says `quote`."""
    start = of.text.index(quote)
    end = start + len(quote)
    return Passage.objects.create(
        revision=of,
        start=start,
        end=end,
        exact=quote,
        prefix=of.text[max(0, start - PASSAGE_CONTEXT_MAX) : start],
        suffix=of.text[end : end + PASSAGE_CONTEXT_MAX],
    )


# ---- Debates and claims


def debate(
    owner: User,
    *,
    thesis: str = "School should start at half past nine.",
    visibility: Visibility = Visibility.PUBLIC,
    drawn_from: EssayRevision | None = None,
    at: datetime = LONG_AGO,
) -> Debate:
    """A debate with its thesis, its rules (all open unless it is a draft) and its kept numbers."""
    is_draft = visibility == Visibility.DRAFT
    made = Debate.objects.create(
        owner=owner,
        visibility=visibility,
        essay=drawn_from.essay if drawn_from else None,
        created_at=at,
        opened_at=None if is_draft else at,
    )
    windows = () if is_draft else opened((), at=at)
    DebateRules.objects.create(debate=made, windows=write_windows(windows))
    DebateTally.objects.create(debate=made, active_at=at)
    _state(
        Claim(debate=made, kind=ClaimKind.THESIS, depth=0, author=owner, text=thesis, created_at=at)
    )
    return made


def thesis_of(of: Debate) -> Claim:
    return Claim.objects.get(debate=of, kind=ClaimKind.THESIS)


def reply(
    parent: Claim,
    author: User,
    relation: Relation = Relation.REBUT,
    text: str = "That does not follow.",
    *,
    kind: ClaimKind = ClaimKind.REPLY,
    drawn_from: Passage | None = None,
    details: str = "",
    sources: Sequence[tuple[str, str]] = (),
    at: datetime = LONG_AGO,
) -> Claim:
    """A claim that answers another one; `sources` are pairs of title and address."""
    return _state(
        Claim(
            debate=parent.debate,
            parent=parent,
            parent_bears_as=parent.bears_as,
            parent_revision=parent.revision,
            kind=kind,
            relation=relation,
            depth=parent.depth + 1,
            path=f"{parent.path}.",
            author=author,
            passage=drawn_from,
            text=text,
            details_html=f"<p>{details}</p>" if details else "",
            sources_count=len(sources),
            created_at=at,
        ),
        details=details,
        sources=sources,
    )


def point(
    of: Debate,
    text: str = "Tired pupils learn little.",
    *,
    drawn_from: Passage | None = None,
    at: datetime = LONG_AGO,
) -> Claim:
    """A supporting point of the debate's owner."""
    return reply(
        thesis_of(of),
        of.owner,
        Relation.SUPPORT,
        text,
        kind=ClaimKind.POINT,
        drawn_from=drawn_from,
        at=at,
    )


def _state(claim: Claim, *, details: str = "", sources: Sequence[tuple[str, str]] = ()) -> Claim:
    seq = _next_seq(claim.debate)
    claim.path = f"{claim.path}{seq:0{PATH_LABEL_CHARS}x}"
    claim.save()
    revision = ClaimRevision.objects.create(
        claim=claim,
        number=1,
        text=claim.text,
        details=details,
        by=claim.author,
        created_at=claim.created_at,
    )
    Source.objects.bulk_create(
        Source(revision=revision, position=place, title=title, url=url)
        for place, (title, url) in enumerate(sources, 1)
    )
    if claim.bears_as != Relation.QUESTION:
        Tally.objects.create(claim=claim, debate=claim.debate, best=best(0, 0))
    _record(claim, ChangeKind.STATED, seq)
    count_debate(claim.debate_id)
    return claim


def edit(claim: Claim, text: str, *, at: datetime | None = None) -> Claim:
    """Reword a claim so that the edit leaves a mark."""
    claim.revision += 1
    claim.text = text
    claim.edited_at = at or timezone.now()
    claim.save(update_fields=["revision", "text", "edited_at"])
    ClaimRevision.objects.create(
        claim=claim, number=claim.revision, text=text, by=claim.author, created_at=claim.edited_at
    )
    _record(claim, ChangeKind.EDITED, _next_seq(claim.debate))
    return claim


def withdraw(claim: Claim, *, at: datetime | None = None) -> Claim:
    """Take a claim back; its words stay in the table, as they do for thirty days."""
    claim.state = ClaimState.WITHDRAWN
    claim.withdrawn_at = at or timezone.now()
    claim.save(update_fields=["state", "withdrawn_at"])
    _record(claim, ChangeKind.WITHDRAWN, _next_seq(claim.debate))
    count_debate(claim.debate_id)
    return claim


def hide(claim: Claim) -> Claim:
    """Hide a claim, as a moderator does."""
    claim.state = ClaimState.HIDDEN
    claim.save(update_fields=["state"])
    count_debate(claim.debate_id)
    return claim


def vote(claim: Claim, voter: User, value: int = 1) -> Vote:
    """A person's first judgement of a claim, counted in its tally."""
    cast = Vote.objects.create(
        claim=claim,
        claim_author_id=claim.author_id,
        claim_bears_as=claim.bears_as,
        debate_id=claim.debate_id,
        person=voter,
        value=value,
        revision=claim.revision,
    )
    set_votes(
        claim,
        up=claim.votes.filter(value=1).count(),
        down=claim.votes.filter(value=-1).count(),
        unsure=claim.votes.filter(value=0).count(),
    )
    count_debate(claim.debate_id)
    return cast


def set_votes(claim: Claim, *, up: int = 0, down: int = 0, unsure: int = 0) -> None:
    """Give a claim a tally without the votes behind it, where only the numbers matter."""
    Tally.objects.filter(claim=claim).update(up=up, down=down, unsure=unsure, best=best(up, down))


def position(of: Debate, who: User, value: int | None) -> Position:
    """A person says where they stand; None takes it back."""
    stated = Position.objects.create(debate=of, person=who, value=value)
    count_debate(of.pk)
    return stated


def follow(of: Debate, who: User, *, at: datetime = LONG_AGO) -> Follow:
    """A person wants to hear of a debate."""
    return Follow.objects.create(debate=of, person=who, created_at=at)


def notice(
    claim: Claim,
    who: User,
    reason: NoticeReason = NoticeReason.REPLY,
    *,
    kind: ChangeKind = ChangeKind.STATED,
    seen_at: datetime | None = None,
) -> Notice:
    """A person is told of the newest Change of a kind of a claim, as the worker does it."""
    change = Change.objects.filter(claim=claim, kind=kind).latest("id")
    return Notice.objects.create(
        person=who, change=change, debate=claim.debate, reason=reason, seen_at=seen_at
    )


def say(**said: Any) -> Claim:
    """What `post_reply` makes of what somebody says whose claims are not held."""
    stated = post_reply(**said)
    assert isinstance(stated, Claim)
    return stated


def _next_seq(of: Debate) -> int:
    of.refresh_from_db(fields=["last_seq"])
    of.last_seq += 1
    of.save(update_fields=["last_seq"])
    return of.last_seq


def _record(claim: Claim, kind: ChangeKind, seq: int) -> None:
    Change.objects.create(
        debate=claim.debate,
        seq=seq,
        kind=kind,
        claim=claim,
        actor=claim.author,
        revision=claim.revision,
        at=claim.edited_at or claim.created_at,
    )


# ---- Whole threads


@dataclass(frozen=True)
class Thread:
    """A small debate with one claim of each kind: see `small_thread`."""

    debate: Debate
    thesis: Claim
    point: Claim
    support: Claim
    rebut: Claim
    undercut: Claim
    question: Claim
    answer: Claim


def small_thread(alice: User, bob: User, dan: User, *, drawn_from: Passage | None = None) -> Thread:
    """Alice's debate with a point; bob supports and rebuts it, dan undercuts the rebuttal and asks.

    thesis (alice)
      point (alice)
        support (bob)
        rebut (bob)
          undercut (dan)
        question (dan)
          answer (alice)
    """
    of = debate(alice, drawn_from=drawn_from.revision if drawn_from else None)
    drawn = point(of, drawn_from=drawn_from)
    support = reply(drawn, bob, Relation.SUPPORT, "Marks rose where lessons began later.")
    rebut = reply(drawn, bob, Relation.REBUT, "Pupils who start later go to bed later.")
    undercut = reply(rebut, dan, Relation.UNDERCUT, "When they go to bed is not the point.")
    question = reply(drawn, dan, Relation.QUESTION, "Tired in which lessons?")
    answer = reply(question, alice, Relation.SUPPORT, "In the first two of the morning.")
    return Thread(of, thesis_of(of), drawn, support, rebut, undercut, question, answer)


def grow_debate(
    owner: User,
    *,
    claims: int = 10_000,
    authors: Sequence[User] = (),
    points: int = 9,
    seed: int = 42,
    depth_max: int = 8,
) -> Debate:
    """A debate of many claims (the thesis apart), made in seconds and always the same for a seed.

    A few claims are answered much, most not at all; some are questions, a few withdrawn or hidden.
    Tallies have numbers without votes behind them.
    """
    chance = random.Random(seed)
    of = debate(owner)
    thesis = thesis_of(of)
    writers = list(authors) or [owner]
    made = [thesis]
    room = [thesis]  # claims that may still be answered; one answered often is listed often
    first_id = _reserve_ids(claims)
    for number in range(claims):
        is_point = number < points
        parent = thesis if is_point or chance.random() < 0.03 else chance.choice(room)
        relation = Relation.SUPPORT if is_point else _some_relation(chance, parent)
        state = ClaimState.LIVE if is_point or chance.random() > 0.03 else ClaimState.WITHDRAWN
        claim = Claim(
            id=first_id + number,
            debate=of,
            parent=parent,
            parent_bears_as=parent.relation or "thesis",
            parent_revision=1,
            kind=ClaimKind.POINT if is_point else ClaimKind.REPLY,
            relation=relation,
            depth=parent.depth + 1,
            path=f"{parent.path}.{of.last_seq + 1 + number:0{PATH_LABEL_CHARS}x}",
            author=owner if is_point else chance.choice(writers),
            state=state,
            withdrawn_at=LONG_AGO if state == ClaimState.WITHDRAWN else None,
            text=_some_text(chance, number),
            created_at=LONG_AGO,
        )
        made.append(claim)
        if claim.depth < depth_max:
            room.extend([claim] * (1 + 2 * (chance.random() < 0.2)))
    _state_all(of, made[1:], [_some_tally(chance, claim) for claim in made[1:]])
    return of


def replies(
    parent: Claim, author: User, count: int, *, relation: Relation = Relation.REBUT
) -> list[Claim]:
    """Many replies to one claim at once, each with fewer votes than the one before."""
    first_id = _reserve_ids(count)
    parent.debate.refresh_from_db(fields=["last_seq"])
    made = [
        Claim(
            id=first_id + number,
            debate=parent.debate,
            parent=parent,
            parent_bears_as=parent.bears_as,
            parent_revision=parent.revision,
            kind=ClaimKind.REPLY,
            relation=relation,
            depth=parent.depth + 1,
            path=f"{parent.path}.{parent.debate.last_seq + 1 + number:0{PATH_LABEL_CHARS}x}",
            author=author,
            text=f"Reason {number}.",
            created_at=LONG_AGO,
        )
        for number in range(count)
    ]
    tallies = [
        Tally(claim=claim, debate=parent.debate, up=up, best=best(up, 0))
        for claim, up in zip(made, range(2 * count, count, -1), strict=True)
    ]
    _state_all(parent.debate, made, tallies)
    return made


def _state_all(of: Debate, claims: Sequence[Claim], tallies: Sequence[Tally]) -> None:
    """What `_state` does, for many claims in the order of their paths' last labels."""
    Claim.objects.bulk_create(claims, batch_size=2_000)
    ClaimRevision.objects.bulk_create(
        (
            ClaimRevision(claim=c, number=1, text=c.text, by=c.author, created_at=LONG_AGO)
            for c in claims
        ),
        batch_size=2_000,
    )
    Tally.objects.bulk_create(
        (tally for tally in tallies if tally.claim.relation != Relation.QUESTION),
        batch_size=2_000,
    )
    Change.objects.bulk_create(
        (
            Change(
                debate=of,
                seq=of.last_seq + number,
                kind=ChangeKind.STATED,
                claim=c,
                actor=c.author,
                revision=1,
                at=LONG_AGO,
            )
            for number, c in enumerate(claims, 1)
        ),
        batch_size=2_000,
    )
    of.last_seq += len(claims)
    of.save(update_fields=["last_seq"])
    count_debate(of.pk)
    # Tables that the planner believes to be empty are read from end to end for every foreign key
    # that is checked when the test ends: ten seconds for ten thousand claims.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE debate_claim, debate_claimrevision, debate_tally, debate_change")


def _reserve_ids(count: int) -> int:
    # Known before the insert, so that replies can name parents of the same batch.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT nextval(ids), setval(ids, currval(ids) + %s)
            FROM (SELECT pg_get_serial_sequence('debate_claim', 'id')::regclass AS ids) AS named
            """,
            [count],
        )
        return int(cursor.fetchone()[0])


def _some_relation(chance: random.Random, parent: Claim) -> Relation:
    if parent.relation == Relation.QUESTION:
        return chance.choice([Relation.SUPPORT, Relation.SUPPORT, Relation.QUESTION])
    drawn = chance.random()
    if drawn < 0.42:
        return Relation.REBUT
    if drawn < 0.80 or parent.kind == ClaimKind.THESIS:
        return Relation.SUPPORT
    return Relation.UNDERCUT if drawn < 0.90 else Relation.QUESTION


_VOCABULARY = """
    pupils lessons morning sleep buses marks parents light winter clock later earlier evidence
    study district teacher travel sport evening family shift crash risk cost habit body reason
"""
_WORDS = _VOCABULARY.split()


def _some_text(chance: random.Random, number: int) -> str:
    words = chance.choices(_WORDS, k=chance.randint(8, 60))
    return f"{number}. {' '.join(words).capitalize()}."


def _some_tally(chance: random.Random, claim: Claim) -> Tally:
    up = int(chance.paretovariate(1.2)) - 1
    down = int(chance.paretovariate(1.4)) - 1
    up, down = min(up, 5_000), min(down, 5_000)
    return Tally(claim=claim, debate_id=claim.debate_id, up=up, down=down, best=best(up, down))
