"""The members of a debate, and the links that invite people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Word
from debate.actions.invitation import make_invitation, revoke_invitation
from debate.actions.membership import change_role, remove_member, seat_person
from debate.api.acted import Name
from debate.api.resource import Resource
from debate.api.rows import Moment, PageAsked, paged
from debate.enums import Paced, Role
from debate.queries.members import InvitationRow, list_members, read_member, write_seat

ROLES = [str(role) for role in Role]


class MembersAsked(PageAsked):
    """Which members."""

    role = serializers.ChoiceField(ROLES, default=None)


class Member(serializers.Serializer[Any]):
    """A member as they go by in a debate; `seat` names their place in its list."""

    seat = serializers.CharField()
    name = Name()
    role = serializers.ChoiceField(ROLES)
    since = Moment()
    mine = serializers.BooleanField()


class Invitation(serializers.Serializer[Any]):
    """A link that gives a role to whoever signs in with it; it is a secret."""

    role = serializers.ChoiceField(ROLES)
    link = serializers.URLField()
    expires_at = Moment()
    expired = serializers.BooleanField()
    used = serializers.IntegerField(help_text="How often it was.")


class RoleCounts(serializers.Serializer[Any]):
    """How many members there are of each role."""

    reader = serializers.IntegerField()
    member = serializers.IntegerField()
    moderator = serializers.IntegerField()


class MembersOfDebate(serializers.Serializer[Any]):
    """A page of the members, who came last first; the owner is none of them."""

    owner = Name()
    counts = RoleCounts()
    my_role = serializers.ChoiceField(ROLES, allow_null=True)
    invitations = Invitation(many=True, help_text="For the owner alone.")
    results = Member(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class Seated(Strict):
    """Whom to give which role."""

    handle = Text(help_text="What they sign in with.")
    role = Word(ROLES)


class RoleSent(Strict):
    """A role."""

    role = Word(ROLES)


class Members(Resource):
    """Who has a role in a debate, for those who may see each other."""

    @operation("List members", MembersOfDebate, asked=MembersAsked)
    def get(self, request: Request, key: str) -> Response:
        role = self.asked["role"]
        shown = list_members(
            key,
            self.viewer,
            role=Role(role) if role else None,
            cursor=self.asked["cursor"],
            limit=self.asked["limit"],
        )
        return Response(
            {
                "owner": Name(shown.owner).data,
                "counts": {each: shown.counts.get(Role(each), 0) for each in ROLES},
                "my_role": shown.my_role,
                "invitations": [_invitation(self, row) for row in shown.invitations],
                **paged(request, shown.page, Member),
            }
        )

    @operation(
        "Give somebody a role",
        Member,
        status=HTTPStatus.CREATED,
        sent=Seated,
        paced=Paced.SEAT,
    )
    def post(self, request: Request, key: str) -> Response:
        seat = write_seat(seat_person(debate=key, by=self.viewer, **self.sent).pk)
        where = reverse("api-member", kwargs={"key": key, "seat": seat})
        return Response(
            Member(read_member(key, seat, self.viewer)).data,
            HTTPStatus.CREATED,
            headers={"Location": request.build_absolute_uri(where)},
        )


class MemberOfDebate(Resource):
    """One member."""

    @operation("Read a member", Member)
    def get(self, request: Request, key: str, seat: str) -> Response:
        return Response(Member(read_member(key, seat, self.viewer)).data)

    @operation("Change the role of a member", Member, sent=RoleSent, paced=Paced.SEAT)
    def patch(self, request: Request, key: str, seat: str) -> Response:
        change_role(debate=key, seat=seat, role=self.sent["role"], by=self.viewer)
        return Response(Member(read_member(key, seat, self.viewer)).data)

    @operation("Take the role of a member away", status=HTTPStatus.NO_CONTENT, paced=Paced.SEAT)
    def delete(self, request: Request, key: str, seat: str) -> Response:
        remove_member(debate=key, seat=seat, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Invitations(Resource):
    """The links of a debate that give a role, one for each role at most."""

    @operation(
        "Make an invitation",
        Invitation,
        status=HTTPStatus.CREATED,
        sent=RoleSent,
        paced=Paced.SEAT,
        kept=False,
    )
    def post(self, request: Request, key: str) -> Response:
        made = make_invitation(debate=key, role=self.sent["role"], by=self.viewer)
        row = InvitationRow(Role(made.role), made.key, made.expires_at, False, made.used)
        return Response(_invitation(self, row), HTTPStatus.CREATED)

    @operation(
        "Revoke an invitation", status=HTTPStatus.NO_CONTENT, asked=RoleSent, paced=Paced.SEAT
    )
    def delete(self, request: Request, key: str) -> Response:
        revoke_invitation(debate=key, role=self.asked["role"], by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


def _invitation(resource: Resource, row: InvitationRow) -> dict[str, Any]:
    link = resource.request.build_absolute_uri(reverse("invitation", args=[row.key]))
    return {
        **Invitation(
            {
                "role": row.role,
                "link": link,
                "expires_at": row.expires_at,
                "expired": row.expired,
                "used": row.used,
            }
        ).data
    }
