"""A teacher's own rubrics: criteria, and levels with their points."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole
from accounts.errors import NotSignedIn
from classroom.actions.rubric import change_rubric, create_rubric, delete_rubric
from classroom.api.resource import Resource
from classroom.limits import (
    CLASS_NAME_MAX,
    CRITERIA_MAX,
    CRITERION_NAME_MAX,
    LEVEL_POINTS_MAX,
    LEVEL_TEXT_MAX,
    LEVELS_MAX,
)
from classroom.logic.rubric import Criteria, Criterion, Level
from classroom.queries.grades import list_rubrics, read_rubric
from debate.api.located import located
from debate.enums import Paced


class LevelOfCriterion(serializers.Serializer[Any]):
    """What earns so many points."""

    text = serializers.CharField()
    points = serializers.IntegerField()


class CriterionOfRubric(serializers.Serializer[Any]):
    """One thing that is looked at, and its levels in their order."""

    name = serializers.CharField()
    levels = LevelOfCriterion(many=True)


class RubricGradedBy(serializers.Serializer[Any]):
    """A rubric, as it was when it was chosen for a session."""

    name = serializers.CharField()
    most = serializers.IntegerField(help_text="How many points can be reached.")
    criteria = CriterionOfRubric(many=True)


class OwnRubric(RubricGradedBy):
    """A rubric of one's own."""

    key = serializers.CharField()


class OwnRubrics(serializers.Serializer[Any]):
    """One's own rubrics, by name."""

    results = OwnRubric(many=True)


class LevelSent(Strict):
    """A level."""

    text = Text(min_length=1, max_length=LEVEL_TEXT_MAX)
    points = Whole(min_value=0, max_value=LEVEL_POINTS_MAX)


class CriterionSent(Strict):
    """A criterion with its levels."""

    name = Text(min_length=1, max_length=CRITERION_NAME_MAX)
    levels = serializers.ListField(child=LevelSent(), min_length=1, max_length=LEVELS_MAX)


class RubricSent(Strict):
    """A rubric."""

    name = Text(min_length=1, max_length=CLASS_NAME_MAX)
    criteria = serializers.ListField(child=CriterionSent(), min_length=1, max_length=CRITERIA_MAX)


class Rubrics(Resource):
    """The rubrics that one wrote."""

    @operation("List rubrics", OwnRubrics)
    def get(self, request: Request) -> Response:
        if self.viewer is None:
            raise NotSignedIn("sign_in_to_teach")
        return Response({"results": OwnRubric(list_rubrics(self.viewer), many=True).data})

    @operation(
        "Write a rubric",
        OwnRubric,
        status=HTTPStatus.CREATED,
        sent=RubricSent,
        paced=Paced.MANAGE,
    )
    def post(self, request: Request) -> Response:
        made = create_rubric(
            name=self.sent["name"], criteria=_criteria(self.sent["criteria"]), by=self.viewer
        )
        return Response(
            OwnRubric(read_rubric(made.key, self.viewer)).data,
            HTTPStatus.CREATED,
            headers=located(request, "api-rubric", made.key),
        )


class RubricOfTeacher(Resource):
    """One rubric. Sessions for which it was chosen keep it as it was then."""

    @operation("Read a rubric", OwnRubric)
    def get(self, request: Request, key: str) -> Response:
        return Response(OwnRubric(read_rubric(key, self.viewer)).data)

    @operation("Change a rubric", OwnRubric, sent=RubricSent, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        change_rubric(
            rubric=key,
            name=self.sent["name"],
            criteria=_criteria(self.sent["criteria"]),
            by=self.viewer,
        )
        return Response(OwnRubric(read_rubric(key, self.viewer)).data)

    @operation("Delete a rubric", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        delete_rubric(rubric=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


def _criteria(sent: list[dict[str, Any]]) -> Criteria:
    return tuple(
        Criterion(
            one["name"], tuple(Level(level["text"], level["points"]) for level in one["levels"])
        )
        for one in sent
    )
