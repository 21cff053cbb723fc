"""Everything personal that debates keep of somebody, for the copy that they are given.

Of others nothing: what was answered, judged or flagged is named by its key alone. Each function is
one statement, read by a cursor of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from debate.models import (
    Act,
    Block,
    Case,
    Change,
    Claim,
    ClaimRevision,
    Debate,
    Delta,
    Draft,
    Essay,
    EssayRevision,
    Flag,
    Follow,
    HeldClaim,
    Invitation,
    LinkVisit,
    Membership,
    Notice,
    Passage,
    Position,
    ReadMark,
    Source,
    Vote,
)

if TYPE_CHECKING:
    from accounts.hooks import Record
    from accounts.models import User

AT_ONCE = 1_000  # rows held in memory
ESSAYS_AT_ONCE = 10  # each up to a hundred thousand characters, in every wording


def read_claims(person: User) -> Iterator[Record]:
    """What they claimed, with every wording and its sources. Queries: 1."""
    sources = Source.objects.filter(revision=OuterRef("pk")).order_by("position")
    wordings = ClaimRevision.objects.filter(claim=OuterRef("pk")).order_by("number")
    cited = ArraySubquery(sources.values(row=JSONObject(title="title", url="url")))
    worded = JSONObject(
        number="number", text="text", details="details", at="created_at", sources=cited
    )
    return _rows(
        Claim.objects.filter(author=person),
        "key",
        "kind",
        "relation",
        "state",
        "text",
        "language",
        "via",
        "created_at",
        "edited_at",
        "withdrawn_at",
        debate=F("debate__key"),
        answers=F("parent__key"),
        wordings=ArraySubquery(wordings.values(row=worded)),
    )


def read_held_claims(person: User) -> Iterator[Record]:
    """Their first claims in a debate that are not part of it. Queries: 1."""
    return _rows(
        HeldClaim.objects.filter(author=person),
        "key",
        "relation",
        "text",
        "details",
        "sources",
        "via",
        "state",
        "at",
        "judged_at",
        debate=F("debate__key"),
        answers=F("parent__key"),
    )


def read_drafts(person: User) -> Iterator[Record]:
    """What they began to write, also what was set aside. Queries: 1."""
    return _rows(
        Draft.objects.filter(person=person),
        "purpose",
        "content",
        "aside",
        "saved_at",
        claim=F("claim__key"),
    )


def read_essays(person: User) -> Iterator[Record]:
    """Essays that they brought, in every wording, with the passages marked. Queries: 1."""
    passages = Passage.objects.filter(revision=OuterRef("pk")).order_by("start")
    marked = ArraySubquery(
        passages.values(row=JSONObject(key="key", exact="exact", start="start", end="end"))
    )
    wordings = EssayRevision.objects.filter(essay=OuterRef("pk")).order_by("number")
    worded = JSONObject(number="number", text="text", at="created_at", passages=marked)
    return _rows(
        Essay.objects.filter(brought_by=person).defer("lexemes"),
        "key",
        "title",
        "writer",
        "own_words",
        "source_url",
        "written_on",
        "language",
        "created_at",
        wordings=ArraySubquery(wordings.values(row=worded)),
        at_once=ESSAYS_AT_ONCE,
    )


def read_debates(person: User) -> Iterator[Record]:
    """Debates of theirs, with the links into them. Queries: 1."""
    return _rows(
        Debate.objects.filter(owner=person),
        "key",
        "visibility",
        "link_key",
        "language",
        "created_at",
        "opened_at",
        "archived_at",
        "conclusion",
        essay_key=F("essay__key"),
        topic_names=ArraySubquery(
            Debate.topics.through.objects.filter(debate=OuterRef("pk"))
            .order_by("topic__name")
            .values("topic__name")
        ),
    )


def read_votes(person: User) -> Iterator[Record]:
    """How they judged claims. Queries: 1."""
    return _rows(
        Vote.objects.filter(person=person),
        "value",
        "previous",
        "revision",
        "cast_at",
        "valid",
        debate=F("debate__key"),
        claim=F("claim__key"),
    )


def read_positions(person: User) -> Iterator[Record]:
    """Where they stood on theses, all along. Queries: 1."""
    return _rows(Position.objects.filter(person=person), "value", "at", debate=F("debate__key"))


def read_deltas(person: User) -> Iterator[Record]:
    """Claims that changed their view, and why. Queries: 1."""
    return _rows(
        Delta.objects.filter(person=person),
        "reason",
        "at",
        debate=F("claim__debate__key"),
        claim=F("claim__key"),
    )


def read_memberships(person: User) -> Iterator[Record]:
    """Their seats in debates. Queries: 1."""
    return _rows(
        Membership.objects.filter(person=person),
        "role",
        "side",
        "byline",
        "created_at",
        debate=F("debate__key"),
    )


def read_follows(person: User) -> Iterator[Record]:
    """Debates that they follow. Queries: 1."""
    return _rows(Follow.objects.filter(person=person), "created_at", debate=F("debate__key"))


def read_marks(person: User) -> Iterator[Record]:
    """How far they have read debates, and when. Queries: 1."""
    return _rows(
        ReadMark.objects.filter(person=person),
        "seq",
        "previous_seq",
        "visited_at",
        debate=F("debate__key"),
    )


def read_notices(person: User) -> Iterator[Record]:
    """What they were told of. Queries: 1."""
    return _rows(
        Notice.objects.filter(person=person),
        "reason",
        "seen_at",
        debate=F("debate__key"),
        claim=F("change__claim__key"),
        deed=F("change__kind"),
        at=F("change__at"),
    )


def read_changes(person: User) -> Iterator[Record]:
    """What they did, as the records of debates tell it. Queries: 1."""
    return _rows(
        Change.objects.filter(actor=person),
        "kind",
        "revision",
        "at",
        debate=F("debate__key"),
        claim=F("claim__key"),
    )


def read_flags(person: User) -> Iterator[Record]:
    """Claims that they flagged. Queries: 1."""
    return _rows(
        Flag.objects.filter(person=person),
        "reason",
        "note",
        "at",
        "settled_at",
        debate=F("debate__key"),
        claim=F("claim__key"),
    )


def read_acts(person: User) -> Iterator[Record]:
    """Acts of moderation by them and about them, with what was said to them. Queries: 1.

    Of a case only their own words and those for them: a note and an answer are read by whom they
    concern, an appeal by its writer.
    """
    case = Case.objects.filter(act=OuterRef("pk"))
    own = Q(actor=person) | Q(subject=person)
    acts = (
        Act.objects.filter(Q(actor_number=person.pk) | Q(subject_number=person.pk))
        .order_by("pk")
        .annotate(
            note=Subquery(case.filter(own).values("note")[:1]),
            appeal=Subquery(case.filter(subject=person).values("appeal")[:1]),
            answer=Subquery(
                case.filter(Q(subject=person) | Q(decided_by=person)).values("answer")[:1]
            ),
            decision=Subquery(case.filter(own).values("decision")[:1]),
        )
        .values(
            "key", "kind", "reason", "debate_key", "claim_key", "detail", "at",
            "note", "appeal", "answer", "decision", "actor_number",
        )
    )  # fmt: skip
    for row in acts.iterator(chunk_size=AT_ONCE):
        told: dict[str, Any] = {"by_you": row["actor_number"] == person.pk, **row}
        del told["actor_number"]
        yield told


def read_answers_to_appeals(person: User) -> Iterator[Record]:
    """Appeals against acts of others that they decided. Queries: 1."""
    return _rows(
        Case.objects.filter(decided_by=person),
        "decision",
        "decided_at",
        "answer",
        debate=F("debate__key"),
        about=F("act__key"),
        order="act_id",
    )


def read_link_visits(person: User) -> Iterator[Record]:
    """Links to unlisted debates that they opened. Queries: 1."""
    return _rows(LinkVisit.objects.filter(person=person), "link_key", "at", debate=F("debate__key"))


def read_invitations(person: User) -> Iterator[Record]:
    """Links to a role in a debate that they made. Queries: 1."""
    return _rows(
        Invitation.objects.filter(by=person),
        "key",
        "role",
        "created_at",
        "expires_at",
        "used",
        debate=F("debate__key"),
    )


def read_blocks(person: User) -> Iterator[Record]:
    """Debates from which they are blocked. Queries: 1."""
    return _rows(Block.objects.filter(person=person), "at", debate=F("debate__key"))


def _rows(
    found: QuerySet[Any],
    *columns: str,
    order: str = "pk",
    at_once: int | None = None,
    **named: Any,
) -> Iterator[Record]:
    """Records of some columns, those with a name of their own first. Queries: 1."""
    # Under names of their own: a column of the table may be called the same (`debate`, `claim`).
    own = {f"own_{name}": of for name, of in named.items()}
    rows: Iterable[tuple[Any, ...]] = (
        found.order_by(order).annotate(**own).values_list(*own, *columns)
    ).iterator(chunk_size=at_once or AT_ONCE)
    names = (*named, *columns)
    return (dict(zip(names, row, strict=True)) for row in rows)
