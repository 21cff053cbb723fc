"""Who has a role in a debate, the links that give one, and what such a link offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from accounts.errors import NotFound
from debate.enums import Action, Role, Visibility
from debate.limits import MEMBERS_PER_PAGE
from debate.models import Debate, Invitation, Membership
from debate.policies.debate import may, why_not_see_members
from debate.policies.standing import enforce, why_not
from debate.queries.access import Access, open_debate
from debate.queries.claim_rows import name_shown, profile_key, thesis_words
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.debate import open_head
from debate.queries.rows import Byline, DebateHead, Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

RANKS = list(Role)  # each may do what those before it may
_SIGNER = signing.Signer(salt="debate.queries.members")
_COLUMNS = (
    "pk",
    "created_at",
    "role",
    "byline",
    "person",
    "person__display_name",
    profile_key("person"),
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as they go by in this debate; `seat` is the word by which their place is named."""

    seat: str
    name: Byline
    role: Role
    since: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """A link that gives a role; an `expired` one leads nowhere any more."""

    role: Role
    key: str
    expires_at: datetime
    expired: bool
    used: int


@dataclass(frozen=True, slots=True)
class MembersPage:
    """The members of a debate, who came last first, a page at a time; its owner is none of them.

    `counts` are of all of them, by role. What is there `to_invite` with is shown to the owner
    alone; `my_role` is the viewer's, which they may give back if they `may_leave`. There may be up
    to one link for each role.
    """

    head: DebateHead
    owner: Byline
    owned: bool
    page: Page[MemberRow]
    counts: dict[Role, int]
    my_role: Role | None
    may_leave: bool
    to_invite: bool
    invitations: tuple[InvitationRow, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation offers, to whoever has its link.

    It is `needless` to a viewer who has that role, or more, already.
    """

    key: str
    debate_key: str
    thesis: str
    language: str
    visibility: Visibility
    role: Role
    by: Byline
    expires_at: datetime
    needless: bool


def list_members(
    debate: str,
    viewer: Viewer,
    *,
    role: Role | None = None,
    cursor: str = "",
    limit: int = MEMBERS_PER_PAGE,
) -> MembersPage:
    """The members of a debate, all or of one role, for those who may see each other.

    Raises NotFound, NotSignedIn and Invalid("bad_cursor"). Queries: 6; 5 for who may not invite.
    """
    order = role or ""
    at = read_list_cursor(cursor, order=order) if cursor else None
    access, head = open_head(debate, viewer)
    enforce(why_not_see_members(access.standing))
    members = _listed(access, viewer)
    counted = members.values_list("role").annotate(n=Count("pk")).order_by()
    to_invite = may(access.standing, Action.INVITE)
    return MembersPage(
        head=head,
        owner=_owner(access.debate),
        owned=access.standing.owner,
        page=_page(members.filter(role=role) if role else members, at, order, viewer, limit),
        counts={Role(word): n for word, n in counted},
        my_role=access.standing.member,
        may_leave=may(access.standing, Action.LEAVE),
        to_invite=to_invite,
        invitations=_invitations(access.debate) if to_invite else (),
    )


def read_leaving(debate: str, viewer: Viewer) -> DebateHead:
    """The debate that the viewer is about to leave.

    Raises NotFound, NotSignedIn, NotAllowed and NotOpen where they cannot. Queries: 2.
    """
    access, head = open_head(debate, viewer)
    enforce(why_not(access.standing, Action.LEAVE))
    return head


def read_invitation(key: str, viewer: Viewer) -> Offer:
    """What the link of an invitation offers, whoever opens it: the thesis is told before joining.

    Raises NotFound, alike for one that expired, was revoked or never was. Queries: 1.
    """
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=viewer or None)
    row: Any = (
        Invitation.objects.filter(key=key, expires_at__gt=Now())
        .exclude(debate__visibility=Visibility.DRAFT)
        .values(
            "key",
            "role",
            "expires_at",
            "debate__key",
            "debate__language",
            "debate__visibility",
            "debate__owner",
            thesis=thesis_words("debate"),
            member_role=Subquery(seat.values("role")[:1]),
            **_owner_columns("debate", "debate__owner"),
        )
        .first()
    )
    if row is None:
        raise NotFound("no_invitation")
    role = Role(row["role"])
    has = Role(row["member_role"]) if row["member_role"] else None
    owned = viewer.pk == row["debate__owner"] if viewer else False
    return Offer(
        key=row["key"],
        debate_key=row["debate__key"],
        thesis=row["thesis"] or "",
        language=row["debate__language"],
        visibility=Visibility(row["debate__visibility"]),
        role=role,
        by=name_shown(row["owner_name"], row["owner_key"], pseudonym=row["pseudonym"]),
        expires_at=row["expires_at"],
        needless=owned or (has is not None and RANKS.index(has) >= RANKS.index(role)),
    )


def read_member(debate: str, seat: str, viewer: Viewer) -> MemberRow:
    """One member, by the word of their seat, for those who may see each other.

    Raises NotFound and NotSignedIn. Queries: 2.
    """
    access = open_debate(debate, viewer)
    enforce(why_not_see_members(access.standing))
    row = _listed(access, viewer).filter(pk=read_seat(seat)).values_list(*_COLUMNS).first()
    if row is None:
        raise NotFound("no_member")
    return _member(row, viewer)


def _listed(access: Access, viewer: Viewer) -> QuerySet[Membership]:
    """The members that somebody may know of; the owner is none of them.

    Who goes by a pseudonym is listed to those who keep order, and to nobody else: since when, and
    after whom, they are there would tell who they are.
    """
    members = Membership.objects.filter(debate=access.debate, role__isnull=False)
    members = members.exclude(person=access.debate.owner_id)
    if may(access.standing, Action.SEE_QUEUE):
        return members
    return members.filter(Q(byline="") | Q(person=viewer or None))


def write_seat(number: int) -> str:
    """The word by which a seat is named: its number says how many there are on the site."""
    return _SIGNER.sign_object(number)


def read_seat(word: str) -> int:
    """The number of the seat that a word of `MemberRow` names. Raises NotFound."""
    try:
        number = _SIGNER.unsign_object(word)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound("no_member") from error
    return int(number)


def _page(
    members: QuerySet[Membership],
    at: ListCursor[datetime] | None,
    order: str,
    viewer: Viewer,
    limit: int,
) -> Page[MemberRow]:
    back = at is not None and at.back
    if at is not None:
        same = Q(created_at=at.at)
        members = members.filter(
            Q(created_at__gt=at.at) | same & Q(pk__gt=at.id)
            if back
            else Q(created_at__lt=at.at) | same & Q(pk__lt=at.id)
        )
    read = list(
        members.order_by(*(("created_at", "pk") if back else ("-created_at", "-pk"))).values_list(
            *_COLUMNS
        )[: limit + 1]
    )
    more = len(read) > limit
    shown = read[:limit]
    if back:
        shown.reverse()
    return Page(
        rows=tuple(_member(row, viewer) for row in shown),
        next=_cursor(shown[-1], order) if shown and (more or back) else None,
        previous=_cursor(shown[0], order, back=True) if shown and (more if back else at) else None,
    )


def _member(row: Sequence[Any], viewer: Viewer) -> MemberRow:
    """A member, of the columns that are read of one."""
    pk, since, role, pseudonym, person, name, key = row
    return MemberRow(
        seat=write_seat(pk),
        name=name_shown(name, key, pseudonym=pseudonym),
        role=Role(role or ""),
        since=since,
        mine=viewer.pk == person if viewer else False,
    )


def _cursor(row: Sequence[Any], order: str, *, back: bool = False) -> str:
    return write_list_cursor(ListCursor(row[1], row[0], back, order))


def _owner(debate: Debate) -> Byline:
    """The owner, as they go by in their debate."""
    row: Any = Debate.objects.filter(pk=debate.pk).values(**_owner_columns("pk", "owner")).get()
    return name_shown(row["owner_name"], row["owner_key"], pseudonym=row["pseudonym"])


def _owner_columns(debate: str, owner: str) -> dict[str, Combinable]:
    seat = Membership.objects.filter(debate=OuterRef(debate), person=OuterRef(owner))
    return {
        "owner_name": F(f"{owner}__display_name"),
        "owner_key": profile_key(owner),
        "pseudonym": Subquery(seat.values("byline")[:1]),
    }


def _invitations(debate: Debate) -> tuple[InvitationRow, ...]:
    """The links there are, in the order of the roles."""
    found = Invitation.objects.filter(debate=debate).annotate(
        expired=Case(When(expires_at__lte=Now(), then=Value(True)), default=Value(False))
    )
    made = {invitation.role: invitation for invitation in found}
    return tuple(
        InvitationRow(
            role=role,
            key=made[role].key,
            expires_at=made[role].expires_at,
            expired=made[role].expired,
            used=made[role].used,
        )
        for role in RANKS
        if role in made
    )
