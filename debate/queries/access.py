"""What every read starts from: a debate that the viewer may see, and where they stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Now

from accounts.enums import PersonKind
from accounts.errors import NotFound
from debate.enums import Posting, Role, Side
from debate.limits import PATH_LABEL_CHARS, VISIT_SECONDS
from debate.logic.rules import read_personal, read_windows, rules_at
from debate.logic.thread import Reader
from debate.models import Block, Debate, Membership, ReadMark
from debate.policies.blind import Done, Sees
from debate.policies.debate import visible_debates
from debate.policies.standing import KEEPS_ORDER_ON_SITE, Seat, Standing, standing_in
from debate.queries.blind import Shown, shown_in, with_blind

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Access:
    """A debate that somebody may see.

    `essayist_id` is the person who wrote the essay that it was drawn from, if they are one of us.
    `reader` knows what is new to the viewer; None for nobody, and on a first visit. `at` is when
    this was read, by the clock of the database.

    `visible` is what is shown at this moment: `sees` says it of others, `shown` is the ids of the
    claims that are, None where all of them are; `seq` is how far the record goes, as far as the
    viewer may know, and `done` what they did themselves.
    """

    debate: Debate
    viewer_id: int | None
    standing: Standing
    essayist_id: int | None
    reader: Reader | None
    at: datetime
    visible: Shown

    @property
    def sees(self) -> Sees:
        return self.visible.sees

    @property
    def shown(self) -> frozenset[int] | None:
        return self.visible.claims

    @property
    def seq(self) -> int:
        return self.visible.seq

    @property
    def done(self) -> Done:
        return self.visible.done

    def hides(self, claim_id: int) -> bool:
        """Whether a claim is there for others only."""
        return self.shown is not None and claim_id not in self.shown


class ClaimPlace(NamedTuple):
    """Where a claim stands; `bears_as` is its relation, or thesis.

    `author_side` is the side that its author is on in this debate.
    """

    id: int
    key: str
    path: str
    depth: int
    kind: str
    bears_as: str
    state: str
    author_id: int
    revision: int
    locked: bool
    created_at: datetime
    author_side: str | None


def seen_debates(viewer: Viewer) -> QuerySet[Debate]:
    """The debates that a viewer may see, with all that `access_to` needs."""
    member = Membership.objects.filter(debate=OuterRef("pk"), person=viewer or None)
    seen = (
        Debate.objects.filter(visible_debates(viewer))
        .select_related("rules", "essay")
        .defer("essay__lexemes")
        .annotate(
            member_role=Subquery(member.values("role")[:1]),
            member_side=Subquery(member.values("side")[:1]),
            blocked=Exists(Block.objects.filter(debate=OuterRef("pk"), person=viewer or None)),
            read_to=Subquery(_read_to(viewer)),
            read_at=Now(),
        )
    )
    return with_blind(seen, viewer)


def _read_to(viewer: Viewer) -> QuerySet[ReadMark, int]:
    """How far the viewer had read before this visit: while one lasts, what it began with.

    Read with the debate in one statement, so that both are of the same moment.
    """
    lasts = Q(visited_at__gte=Now() - timedelta(seconds=VISIT_SECONDS))
    return (
        ReadMark.objects.filter(debate=OuterRef("pk"), person=viewer or None)
        .annotate(read_to=Case(When(lasts, then=F("previous_seq")), default=F("seq")))
        .values_list("read_to", flat=True)[:1]
    )


def access_to(debate: Debate, viewer: Viewer) -> Access:
    """What a debate of `seen_debates` lets its viewer do at the moment it was read."""
    at = debate.read_at  # type: ignore[attr-defined]
    person = viewer or None
    rules = rules_at(
        read_windows(debate.rules.windows),
        personal=read_personal(debate.rules.personal),
        person=person.pk if person else None,
        frozen=debate.rules.frozen,
        posting=Posting(debate.rules.posting),
        hold_newcomers=debate.rules.hold_newcomers,
        hold_all=debate.rules.hold_all,
        keepers_judge=debate.rules.keepers_judge,
        at=at,
    )
    role = debate.member_role  # type: ignore[attr-defined]
    side = debate.member_side  # type: ignore[attr-defined]
    seat = Seat(
        role=Role(role) if role else None,
        blocked=debate.blocked,  # type: ignore[attr-defined]
        suspended=person is not None and person.suspended(at),
        staff=person is not None and person.role in KEEPS_ORDER_ON_SITE,
        guest=person is not None and person.kind == PersonKind.GUEST,
        side=Side(side) if side else None,
    )
    essay = debate.essay
    standing = standing_in(debate, person=person, seat=seat, rules=rules)
    return Access(
        debate=debate,
        viewer_id=viewer.pk if viewer else None,
        standing=standing,
        essayist_id=essay.brought_by_id if essay and essay.own_words else None,
        reader=_reader(viewer, debate.read_to),  # type: ignore[attr-defined]
        at=at,
        visible=shown_in(debate, standing),
    )


def _reader(viewer: Viewer, read_to: int | None) -> Reader | None:
    # 0: a first visit lasts still. Nothing is new to somebody to whom everything is.
    if not viewer or not read_to:
        return None
    return Reader(viewer.pk, f"{read_to:0{PATH_LABEL_CHARS}x}")


def open_debate(key: str, viewer: Viewer) -> Access:
    """A debate by its key.

    Raises NotFound, also where it may not be known that there is one. Queries: 1.
    """
    debate = seen_debates(viewer).filter(key=key).first()
    if debate is None:
        raise NotFound("no_debate")
    return access_to(debate, viewer)


def open_claim(key: str, viewer: Viewer, *, debate: str | None = None) -> tuple[Access, ClaimPlace]:
    """A claim by its key, with its debate; withdrawn and hidden ones are found too.

    With the key of a `debate`, only where it is one of its claims. Raises NotFound, also where it
    may not be known that there is one. Queries: 1.
    """
    return _found(_with_claim(key, viewer, debate).first(), viewer)


def open_claim_with_votes(key: str, viewer: Viewer) -> tuple[Access, ClaimPlace, int | None]:
    """The same, and a number that is another one whenever a vote on the claim changed.

    Raises NotFound. Queries: 1.
    """
    counted = _with_claim(key, viewer).annotate(claim_votes=F("claims__tally__version"))
    found = counted.first()
    access, place = _found(found, viewer)
    votes = found.claim_votes if found and access.sees.results else None
    return access, place, votes


def _found(debate: Debate | None, viewer: Viewer) -> tuple[Access, ClaimPlace]:
    """A claim with its debate; a claim that is hidden from the viewer is none."""
    if debate is None:
        raise NotFound("no_claim")
    access, place = access_to(debate, viewer), _place_in(debate)
    if access.hides(place.id):
        raise NotFound("no_claim")
    return access, place


def _with_claim(key: str, viewer: Viewer, debate: str | None = None) -> QuerySet[Debate]:
    of = seen_debates(viewer).filter(claims__key=key)
    found = of if debate is None else of.filter(key=debate)
    columns = [name for name in ClaimPlace._fields if name != "author_side"]
    seat = Membership.objects.filter(debate=OuterRef("pk"), person=OuterRef("claim_author_id"))
    return found.annotate(**{f"claim_{name}": F(f"claims__{name}") for name in columns}).annotate(
        claim_author_side=Subquery(seat.values("side")[:1])
    )


def _place_in(debate: Debate) -> ClaimPlace:
    return ClaimPlace._make(getattr(debate, f"claim_{name}") for name in ClaimPlace._fields)


def shown_claims(access: Access, column: str = "pk") -> Q:
    """The filter for what the viewer is shown of the claims of a debate, by the column of their
    ids."""
    return Q() if access.shown is None else Q(**{f"{column}__in": access.shown})


def shown_ids(access: Access) -> list[int] | None:
    """The same for a statement that is written out; None where all claims are shown."""
    return None if access.shown is None else list(access.shown)


def lineage_paths(path: str) -> list[str]:
    """The paths of a claim and everything above it, the thesis first."""
    labels = path.split(".")
    return [".".join(labels[:length]) for length in range(1, len(labels) + 1)]


def subtree(path: str) -> Q:
    """The filter for a claim and everything below it: one range of the index on paths."""
    return Q(path__gte=path, path__lt=f"{path}/")  # "/" follows "." in collation C


def is_within(path: str, branch: str) -> bool:
    """Whether the claim at a path is the one at another, or hangs below it."""
    return path == branch or path.startswith(f"{branch}.")
