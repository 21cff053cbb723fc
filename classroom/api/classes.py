"""Classes and their lists of names."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from accounts.errors import NotFound, NotSignedIn
from classroom.actions.course import (
    add_students,
    make_class,
    remove_class,
    remove_student,
    rename_class,
    rename_student,
)
from classroom.api.resource import Resource
from classroom.limits import CLASS_NAME_MAX, EXTERNAL_ID_MAX, STUDENT_NAME_MAX
from classroom.queries.classes import list_classes, read_class
from debate.api.located import located
from debate.enums import Paced


class ClassInList(serializers.Serializer[Any]):
    """A class that somebody teaches."""

    key = serializers.CharField()
    name = serializers.CharField()
    shared = serializers.BooleanField(help_text="Whether another teacher made it.")
    students = serializers.IntegerField()
    sessions = serializers.IntegerField()


class ClassesOfTeacher(serializers.Serializer[Any]):
    """All classes of a teacher, by name."""

    results = ClassInList(many=True)


class SessionOfClass(serializers.Serializer[Any]):
    """A session of a class."""

    key = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()


class ClassWhole(serializers.Serializer[Any]):
    """A class; its names are a resource of their own."""

    key = serializers.CharField()
    name = serializers.CharField()
    students = serializers.IntegerField(source="count")
    sessions = SessionOfClass(many=True)


class StudentInClass(serializers.Serializer[Any]):
    """A name on the list of a class."""

    key = serializers.CharField()
    name = serializers.CharField()
    external_id = serializers.CharField(help_text="What another system knows them by, or empty.")


class StudentsOfClass(serializers.Serializer[Any]):
    """The list of a class, in its order."""

    results = StudentInClass(many=True)


class ClassSent(Strict):
    """A class."""

    name = Text(max_length=CLASS_NAME_MAX)


class ListSent(Strict):
    """Names, as a teacher pastes them."""

    students = Text(help_text="A line for each: a name, or a name, a tab and an external id.")


class StudentSent(Strict):
    """A name, corrected."""

    name = Text(max_length=STUDENT_NAME_MAX)
    external_id = Text(default=None, allow_null=True, max_length=EXTERNAL_ID_MAX)


class Classes(Resource):
    """The classes that one teaches."""

    @operation("List classes", ClassesOfTeacher)
    def get(self, request: Request) -> Response:
        if self.viewer is None:
            raise NotSignedIn("sign_in_to_teach")
        return Response({"results": ClassInList(list_classes(self.viewer), many=True).data})

    @operation(
        "Make a class",
        ClassWhole,
        status=HTTPStatus.CREATED,
        sent=ClassSent,
        paced=Paced.MANAGE,
    )
    def post(self, request: Request) -> Response:
        made = make_class(by=self.viewer, **self.sent)
        return Response(
            ClassWhole(read_class(made.key, self.viewer)).data,
            HTTPStatus.CREATED,
            headers=located(request, "api-class", made.key),
        )


class ClassOfTeacher(Resource):
    """One class."""

    @operation("Read a class", ClassWhole)
    def get(self, request: Request, key: str) -> Response:
        return Response(ClassWhole(read_class(key, self.viewer)).data)

    @operation("Rename a class", ClassWhole, sent=ClassSent, paced=Paced.MANAGE)
    def patch(self, request: Request, key: str) -> Response:
        rename_class(of_class=key, by=self.viewer, **self.sent)
        return Response(ClassWhole(read_class(key, self.viewer)).data)

    @operation("Delete a class", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        remove_class(of_class=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Students(Resource):
    """The names of a class, for who may see them."""

    @operation("List the names of a class", StudentsOfClass)
    def get(self, request: Request, key: str) -> Response:
        return self._listed(key)

    @operation("Add names to a class", StudentsOfClass, sent=ListSent, paced=Paced.MANAGE)
    def post(self, request: Request, key: str) -> Response:
        add_students(of_class=key, by=self.viewer, **self.sent)
        return self._listed(key)

    def _listed(self, key: str) -> Response:
        rows = read_class(key, self.viewer).students
        return Response({"results": StudentInClass(rows, many=True).data})


class StudentOfClass(Resource):
    """One name."""

    @operation("Read a name of a class", StudentInClass)
    def get(self, request: Request, key: str, student: str) -> Response:
        return self._student(key, student)

    @operation("Correct a name of a class", StudentInClass, sent=StudentSent, paced=Paced.MANAGE)
    def put(self, request: Request, key: str, student: str) -> Response:
        rename_student(of_class=key, student=student, by=self.viewer, **self.sent)
        return self._student(key, student)

    @operation(
        "Take a name off the list of a class", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE
    )
    def delete(self, request: Request, key: str, student: str) -> Response:
        remove_student(of_class=key, student=student, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)

    def _student(self, key: str, student: str) -> Response:
        rows = read_class(key, self.viewer).students
        found = next((row for row in rows if row.key == student), None)
        if found is None:
            raise NotFound("no_student")
        return Response(StudentInClass(found).data)
