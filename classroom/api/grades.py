"""The grades of a session: by which rubric, of whom, and whether students see theirs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole
from accounts.errors import Invalid, NotSignedIn
from classroom.actions.grading import Marked, grade_seat, release_grades, take_back_grades
from classroom.actions.rubric import choose_rubric
from classroom.api.resource import Resource
from classroom.api.rows import without_names, words
from classroom.api.rubrics import RubricGradedBy
from classroom.enums import Action, Saying
from classroom.limits import CRITERIA_MAX, FEEDBACK_MAX, GRADED_AT_ONCE, LEVELS_MAX
from classroom.logic.rubric import fitted
from classroom.queries.access import SessionAccess
from classroom.queries.grades import (
    StudentGrades,
    criteria_of,
    read_grading,
    read_student_grades,
    rubric_of,
)
from debate.api.rows import Moment
from debate.enums import Paced, Relation


class GradeGiven(serializers.Serializer[Any]):
    """What is said of one claim, or of all work."""

    levels = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        help_text="The place of the chosen level by each criterion, from 0; null where none is.",
    )
    feedback = serializers.CharField()
    points = serializers.IntegerField(allow_null=True, help_text="Null where no level is chosen.")
    by = serializers.CharField(help_text="The teacher who gave it; empty where nobody did.")
    at = Moment(allow_null=True)
    seen = serializers.CharField(
        source="fingerprint", help_text="Another one whenever the grade is: send it back with it."
    )


class GradesOfStudent(serializers.Serializer[Any]):
    """The grades of one student, as teachers see them."""

    seat = serializers.CharField(source="student.seat")
    byline = serializers.CharField(source="student.byline")
    name = serializers.CharField(
        source="student.name", help_text="Empty where it was not looked up."
    )
    overall = GradeGiven()
    graded = serializers.IntegerField(help_text="Of how many claims something is said.")
    points = serializers.IntegerField(
        allow_null=True, help_text="For single claims together; null where there are none."
    )


class ClaimToGrade(serializers.Serializer[Any]):
    """A claim of a student, with what is said of it."""

    claim = serializers.CharField()
    state = serializers.ChoiceField(words(Saying))
    relation = serializers.ChoiceField(words(Relation))
    text = serializers.CharField()
    grade = GradeGiven()


class GradesOfSeat(GradesOfStudent):
    """The grades of one student, claim by claim."""

    claims = ClaimToGrade(many=True)


class RubricOfSession(serializers.Serializer[Any]):
    """What a session is graded by."""

    rubric = RubricGradedBy(allow_null=True)


class GradesReleased(serializers.Serializer[Any]):
    """Whether students see their grades."""

    released_at = Moment(allow_null=True)


class GradesOfSession(RubricOfSession, GradesReleased):
    """The grades of a session, as teachers see them."""

    students = GradesOfStudent(many=True)


class RubricChosen(Strict):
    """A rubric to grade by."""

    rubric = Text(
        allow_null=True, help_text="The key of one of one's own, which is copied; null: none."
    )
    drop_levels = serializers.BooleanField(
        default=False, help_text="Levels that were given by another one go; feedback stays."
    )


class MarkSent(Strict):
    """A grade; without a level and feedback it is taken away."""

    claim = Text(default=None, allow_null=True, help_text="Its key; null: all their work.")
    levels = serializers.ListField(
        child=Whole(allow_null=True, min_value=0, max_value=LEVELS_MAX - 1),
        default=list,
        max_length=CRITERIA_MAX,
    )
    feedback = Text(default="", max_length=FEEDBACK_MAX)
    seen = Text(
        help_text="As the grade had it when it was read: where another teacher changed it since, "
        "nothing is kept."
    )


class MarksSent(Strict):
    """What is said of a student's work; what is not named stays as it is."""

    marks = serializers.ListField(child=MarkSent(), max_length=GRADED_AT_ONCE + 1)


class Grades(Resource):
    """The grades of everybody in a session."""

    @operation("List the grades of a session", GradesOfSession)
    def get(self, request: Request, key: str) -> Response:
        access = self.open(key, Action.GRADE)
        grading = read_grading(access)
        return Response(
            {
                **RubricOfSession(grading).data,
                **GradesReleased(grading).data,
                "students": [_shown(access, one) for one in grading.students],
            }
        )


class GradesOfOne(Resource):
    """The grades of one student."""

    @operation("Read the grades of a student", GradesOfSeat)
    def get(self, request: Request, key: str, place: str) -> Response:
        return self._grades(key, place)

    @operation("Grade a student", GradesOfSeat, sent=MarksSent, paced=Paced.MANAGE)
    def patch(self, request: Request, key: str, place: str) -> Response:
        """What the rubric does not have is refused; of a form of yesterday it is dropped."""
        if self.viewer is None:
            raise NotSignedIn("sign_in_to_teach")
        criteria = criteria_of(self.open(key, Action.GRADE).session)
        marks = self.sent["marks"]
        for mark in marks:
            given = tuple(mark["levels"])
            if given != fitted(given, criteria)[: len(given)]:
                raise Invalid("no_such_level", field="marks")
        grade_seat(
            session=key,
            seat=place,
            marks=[
                Marked(mark["claim"] or "", tuple(mark["levels"]), mark["feedback"], mark["seen"])
                for mark in marks
            ],
            by=self.viewer,
        )
        return self._grades(key, place)

    def _grades(self, key: str, place: str) -> Response:
        access = self.open(key, Action.GRADE)
        _grading, grades = read_student_grades(access, place)
        claims = [
            {
                "claim": said.key,
                "state": said.said,
                "relation": said.relation,
                "text": said.text,
                "grade": grade,
            }
            for said, grade in grades.lines
        ]
        return Response({**_shown(access, grades), "claims": ClaimToGrade(claims, many=True).data})


class Rubric(Resource):
    """What a session is graded by."""

    @operation("Read what a session is graded by", RubricOfSession)
    def get(self, request: Request, key: str) -> Response:
        return self._rubric(key)

    @operation("Choose a rubric", RubricOfSession, sent=RubricChosen, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        choose_rubric(
            session=key,
            rubric=self.sent["rubric"] or "",
            drop_levels=self.sent["drop_levels"],
            by=self.viewer,
        )
        return self._rubric(key)

    def _rubric(self, key: str) -> Response:
        rubric = rubric_of(self.open(key, Action.GRADE).session)
        return Response(RubricOfSession({"rubric": rubric}).data)


class Release(Resource):
    """That every student sees their own grades."""

    @operation("Release the grades", GradesReleased, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        release_grades(session=key, by=self.viewer)
        return self._released(key)

    @operation("Take the grades back", GradesReleased, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        take_back_grades(session=key, by=self.viewer)
        return self._released(key)

    def _released(self, key: str) -> Response:
        session = self.open(key, Action.GRADE).session
        return Response(GradesReleased({"released_at": session.grades_released_at}).data)


def _shown(access: SessionAccess, grades: StudentGrades) -> dict[str, Any]:
    return without_names(access, GradesOfStudent(grades).data)
