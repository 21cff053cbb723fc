"""What a viewer of one debate is not shown yet, read with the debate and kept with its Access."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from debate.enums import ClaimKind, ClaimState
from debate.models import Change, Claim, Debate, HeldClaim, Position, Vote
from debate.policies.blind import (
    OF_MANY,
    OF_UNSEEN,
    OF_VOTES,
    Done,
    Sees,
    always_shown,
    what_is_seen,
)
from debate.policies.standing import Standing

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def with_blind(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates with what the viewer did there, and the claims that nobody has to wait for.

    Nothing of it is looked up where no window hides anything.
    """
    person = viewer or None
    claims = Claim.objects.filter(debate=OuterRef("pk"))
    held = HeldClaim.objects.filter(debate=OuterRef("pk"), author=person)
    votes = Vote.objects.filter(debate=OuterRef("pk"), person=person, claim__kind=ClaimKind.THESIS)
    positions = Position.objects.filter(debate=OuterRef("pk"), person=person)
    return debates.annotate(
        posted=_if_blind(Q(Exists(claims.filter(author=person))) | Q(Exists(held)), False),
        judged=_if_blind(Q(Exists(votes)) | Q(Exists(positions)), False),
        always_shown=_if_blind(
            ArraySubquery(claims.filter(always_shown()).values("pk")),
            None,
            ArrayField(BigIntegerField()),
        ),
        always_counted=_if_blind(
            Subquery(
                claims.filter(always_shown(), state=ClaimState.LIVE)
                .exclude(kind=ClaimKind.THESIS)
                .order_by()
                .values("debate")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            0,
        ),
    )


def with_told(debates: QuerySet[Debate]) -> QuerySet[Debate]:
    """Debates with how far their record goes for those from whom something is hidden."""
    told = Change.objects.filter(debate=OuterRef("pk")).order_by("-seq")
    return debates.annotate(
        seq_without_replies=_if_blind(
            Subquery(told.filter(told_without_replies()).values("seq")[:1]), 0
        ),
        seq_without_votes=_if_blind(Subquery(told.exclude(kind__in=OF_VOTES).values("seq")[:1]), 0),
    )


def told_changes(sees: Sees) -> Q:
    """The filter on Change for what somebody is told of in a debate, by what they are shown."""
    if not sees.replies:
        return told_without_replies()
    return Q() if sees.results else ~Q(kind__in=OF_VOTES)


def told_without_replies() -> Q:
    """The filter on Change for what tells nothing of replies that may be hidden."""
    shown = Claim.objects.filter(always_shown(), pk=OuterRef("claim"))
    of_all = Q(claim__isnull=True) & ~Q(kind__in=OF_MANY | OF_UNSEEN)
    return of_all | Q(Exists(shown))


class Shown(NamedTuple):
    """What a viewer is shown of a debate: of others, which claims, how many; None: all of them.

    Of claims that are gone the places are shown, and not counted; nor is the thesis.
    """

    sees: Sees
    claims: frozenset[int] | None
    counted: int | None


def done_in(debate: Debate) -> Done:
    """What the viewer did in a debate of `with_blind`."""
    return Done(debate.posted, debate.judged)  # type: ignore[attr-defined]


def shown_in(debate: Debate, standing: Standing) -> Shown:
    """What somebody is shown of a debate of `with_blind` at this moment."""
    sees = what_is_seen(standing, done_in(debate))
    always = debate.always_shown  # type: ignore[attr-defined]
    if sees.replies:
        return Shown(sees, None, None)
    counted = debate.always_counted or 0  # type: ignore[attr-defined]
    return Shown(sees, frozenset(always or ()), counted)


def seq_told(debate: Debate, sees: Sees) -> int:
    """How far the record of a debate of `with_told` goes, as far as somebody may know."""
    if not sees.replies:
        return debate.seq_without_replies or 0  # type: ignore[attr-defined]
    if not sees.results:
        return debate.seq_without_votes or 0  # type: ignore[attr-defined]
    return debate.last_seq


def lot(debate_key: str, claim_key: str) -> float:
    """The worth of a claim where nobody is to know what it is worth: by chance, always the same."""
    drawn = blake2b(f"{debate_key} {claim_key}".encode(), digest_size=6).digest()
    return int.from_bytes(drawn) / 2**48


def _if_blind(found: Any, otherwise: Any, field: Any = None) -> Case:
    field = field or (BooleanField() if otherwise is False else BigIntegerField())
    return Case(When(rules__blind=True, then=found), default=Value(otherwise), output_field=field)
