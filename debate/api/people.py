"""People as everybody may know them: what they wrote and did under their own name."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.activity import ActivityAsked, DeedInList, deeds_asked
from debate.api.resource import Resource
from debate.api.rows import Moment, PageAsked, paged, pages_of
from debate.enums import ClaimGroup, ClaimKind, Relation
from debate.queries.activity import list_person_activity
from debate.queries.person import read_person


class PersonAsked(PageAsked):
    """Which of their claims."""

    group = serializers.ChoiceField([str(group) for group in ClaimGroup], default=None)


class SignedClaim(serializers.Serializer[Any]):
    """A claim under somebody's own name, and what it answers."""

    key = serializers.CharField()
    debate = serializers.CharField(source="debate_key")
    thesis = serializers.CharField()
    kind = serializers.ChoiceField([str(kind) for kind in ClaimKind])
    relation = serializers.ChoiceField([str(r) for r in Relation], allow_null=True)
    text = serializers.CharField()
    language = serializers.CharField()
    created_at = Moment()
    edited = serializers.BooleanField()
    parent = serializers.SerializerMethodField(  # type: ignore[assignment]
        help_text="What it answers; null for a thesis."
    )
    parent_text = serializers.CharField(
        source="parent", help_text="Empty below the thesis, and where the parent is gone."
    )

    def get_parent(self, row: Any) -> str | None:
        return row.parent_key or None


class DebateOwned(serializers.Serializer[Any]):
    """A public debate of somebody's."""

    key = serializers.CharField()
    thesis = serializers.CharField()
    language = serializers.CharField()
    opened_at = Moment()


class Counts(serializers.Serializer[Any]):
    """How many claims there are of each kind; theses stand among the points."""

    point = serializers.IntegerField()
    support = serializers.IntegerField()
    rebut = serializers.IntegerField()
    undercut = serializers.IntegerField()
    question = serializers.IntegerField()


class PersonWhole(pages_of(SignedClaim)):  # type: ignore[misc]
    """A person as everybody may know them, with a page of their claims, the newest first."""

    key = serializers.CharField()
    name = serializers.CharField()
    joined_at = Moment()
    counts = Counts()
    debates = DebateOwned(many=True, help_text="Their newest public debates.")


class Person(Resource):
    """Somebody with a page of their own: no guest, nobody who has left."""

    @operation("Read a person", PersonWhole, asked=PersonAsked)
    def get(self, request: Request, key: str) -> Response:
        asked = self.asked
        person = read_person(
            key,
            self.viewer,
            group=ClaimGroup(asked["group"]) if asked["group"] else None,
            limit=asked["limit"],
            cursor=asked["cursor"],
        )
        return Response(
            {
                "key": person.key,
                "name": person.name,
                "joined_at": person.joined_at,
                "counts": {str(group): count for group, count in person.counts},
                "debates": DebateOwned(person.debates, many=True).data,
                **paged(request, person.claims, SignedClaim),
            }
        )


class ActivityOfPerson(Resource):
    """What somebody did in public debates under their own name, the newest first."""

    @operation("List what a person did", pages_of(DeedInList), asked=ActivityAsked)
    def get(self, request: Request, key: str) -> Response:
        shown = list_person_activity(key, self.viewer, **deeds_asked(self.asked))
        return Response(paged(request, shown.page, DeedInList))
