"""The pages of a class: its list of names, its teachers, its sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotSignedIn, Refusal
from classroom.actions.course import (
    add_students,
    make_class,
    remove_class,
    remove_student,
    rename_class,
    rename_student,
)
from classroom.actions.sharing import share_class, unshare_class
from classroom.errors import InvalidList, in_line
from classroom.limits import CLASS_NAME_MAX, STUDENT_NAME_MAX
from classroom.policies.starting import why_not_start
from classroom.queries.classes import open_class, read_class
from classroom.web.forms import ClassroomForm, ShareForm
from classroom.words import sentence
from debate.enums import Paced
from debate.policies.standing import enforce
from debate.web import asked
from debate.web.answers import View, deed, go, page, sign_in_first, viewer
from debate.web.essay_form import AUTO
from debate.web.forms import Needed, Written
from debate.web.paced import count

REFUSED = (Invalid, Conflict)


class ListForm(ClassroomForm):
    """Names, pasted; each line that is wrong is told by its number."""

    students = Needed(
        label=gettext_lazy("Names, one on each line"),
        help_text=gettext_lazy(
            "Paste them from your register. A tab or a comma may stand before an id of another "
            "system. Nobody but those who teach this class sees the list."
        ),
        widget=forms.Textarea(attrs=AUTO | {"rows": 10, "spellcheck": "false"}),
    )
    listed = Written(widget=forms.HiddenInput)

    def refuse(self, refusal: Refusal) -> None:
        if not isinstance(refusal, InvalidList):
            super().refuse(refusal)
            return
        for problem in refusal.problems:
            self.add_error("students", sentence(in_line(problem)))


class ClassForm(ListForm):
    """A class that is to be made."""

    name = Needed(
        label=gettext_lazy("Name of the class"),
        widget=forms.TextInput(attrs=AUTO | {"maxlength": CLASS_NAME_MAX}),
    )
    field_order = ["name", "students"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].required = False


class NameForm(ClassroomForm):
    """What a class is called."""

    name = Needed(
        label=gettext_lazy("Name of the class"),
        widget=forms.TextInput(attrs=AUTO | {"maxlength": CLASS_NAME_MAX}),
    )


class StudentForm(ClassroomForm):
    """A name on the list, put right."""

    name = Needed(
        label=gettext_lazy("Name"),
        widget=forms.TextInput(attrs=AUTO | {"maxlength": STUDENT_NAME_MAX}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_class(request: HttpRequest) -> HttpResponse:
    try:
        who = viewer(request)
        enforce(why_not_start(who, at=timezone.now()))
        form = ClassForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            count(request, Paced.MANAGE)
            form.full_clean()
            sent = form.cleaned_data
            try:
                made = make_class(name=sent["name"], students=sent["students"], by=who)
            except REFUSED as refusal:
                form.refuse(refusal)
            else:
                return go(request, reverse("class", args=[made.key]), told=_("The class is made."))
    except NotSignedIn as refusal:
        return sign_in_first(request, refusal, reverse("new-class"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "class/new.html", form=form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, key)
    return _page(request, key)


@deed("class")
def _changed(request: HttpRequest, key: str) -> HttpResponse:
    do = DEEDS.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.MANAGE)
    return do(request, key)


def _rename(request: HttpRequest, key: str) -> HttpResponse:
    form = NameForm(request.POST, auto_id="class-%s")
    form.full_clean()
    try:
        rename_class(of_class=key, name=form.cleaned_data["name"], by=viewer(request))
    except REFUSED as refusal:
        form.refuse(refusal)
        return _page(request, key, naming=form)
    return _back(request, key, _("Saved."))


def _add(request: HttpRequest, key: str) -> HttpResponse:
    form = ListForm(request.POST)
    form.full_clean()
    try:
        added = add_students(
            of_class=key,
            students=form.cleaned_data["students"],
            listed=asked.number(request.POST, "listed"),
            by=viewer(request),
        )
    except REFUSED as refusal:
        form.refuse(refusal)
        return _page(request, key, adding=form)
    told = ngettext("%(n)s name is added.", "%(n)s names are added.", len(added))
    return _back(request, key, told % {"n": len(added)})


def _correct(request: HttpRequest, key: str) -> HttpResponse:
    student = asked.key(request.POST, "student") or ""
    form = StudentForm(request.POST, auto_id=f"{student}-%s")
    form.full_clean()
    try:
        rename_student(
            of_class=key, student=student, name=form.cleaned_data["name"], by=viewer(request)
        )
    except REFUSED as refusal:
        form.refuse(refusal)
        return _page(request, key, corrected=(student, form))
    return _back(request, key, _("Saved."))


def _remove(request: HttpRequest, key: str) -> HttpResponse:
    student = asked.key(request.POST, "student") or ""
    remove_student(of_class=key, student=student, by=viewer(request))
    return _back(request, key, _("The name is off the list."))


DEEDS: dict[str, View[[str]]] = {
    "rename": _rename,
    "add": _add,
    "student": _correct,
    "remove": _remove,
}


def _back(request: HttpRequest, key: str, told: str) -> HttpResponse:
    return go(request, reverse("class", args=[key]), told=told)


def _page(
    request: HttpRequest,
    key: str,
    *,
    naming: NameForm | None = None,
    adding: ListForm | None = None,
    corrected: tuple[str, StudentForm] | None = None,
    share: ShareForm | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    shown = read_class(key, viewer(request))
    refused = any((naming, adding, corrected, share))
    return page(
        request,
        "class/page.html",
        shown=shown,
        students=[_student(row, corrected) for row in shown.students],
        naming=naming or NameForm(initial={"name": shown.name}, auto_id="class-%s"),
        adding=adding or ListForm(initial={"listed": shown.count}),
        share=share or ShareForm(auto_id="share-%s"),
        status=status if refused else HTTPStatus.OK,
    )


def _student(row: Any, corrected: tuple[str, StudentForm] | None) -> dict[str, Any]:
    mine = corrected is not None and corrected[0] == row.key
    form = (
        corrected[1]
        if corrected is not None and mine
        else StudentForm(initial={"name": row.name}, auto_id=f"{row.key}-%s")
    )
    return {"row": row, "form": form, "refused": mine}


@deed("class")
def sharing(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.SEAT)
    does, who = request.POST.get("deed", ""), viewer(request)
    if does == "unshare":
        unshare_class(of_class=key, handle=request.POST.get("handle", ""), by=who)
        return _back(request, key, _("They teach it no more."))
    if does != "share":
        raise Invalid("no_such_deed", field="deed")
    form = ShareForm(request.POST, auto_id="share-%s")
    form.full_clean()
    try:
        share_class(of_class=key, by=who, **form.cleaned_data)
    except REFUSED as refusal:
        form.refuse(refusal)
        return _page(request, key, share=form)
    return _back(request, key, _("They teach it too."))


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest, key: str) -> HttpResponse:
    try:
        who = viewer(request)
        if request.method == "POST":
            count(request, Paced.MANAGE)
            remove_class(of_class=key, by=who)
            return go(request, reverse("classroom"), told=_("The class is deleted."))
        access = open_class(key, who, owner=True)
    except NotSignedIn as refusal:
        return sign_in_first(request, refusal, request.path)
    return page(request, "class/deletion.html", found=access.of_class)
