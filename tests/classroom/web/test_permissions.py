"""Every page of a session and of a class is answered as the permission table says, whoever asks."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.enums import PersonKind
from accounts.models import User
from accounts.web.doors import Kind
from classroom.enums import Action, Capacity
from classroom.models import ClassTeacher
from classroom.web.doors import DOORS
from classroom.words import SENTENCES
from tests.classroom.cells import SHARES, Asker, askers, refused
from tests.security.conftest import quick_hashes, unhurried
from tests.security.places import DEEDS, NAMED, Sent, Site, build_site
from tests.security.test_csrf import undone

__all__ = ["quick_hashes", "unhurried"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]

TAKES = dict(NAMED)
SIGN_IN = reverse("account_login")
SIGN_IN_FIRST = 401


@pytest.fixture
def site() -> Site:
    return build_site()


@dataclass(frozen=True)
class Form:
    """One entry of the register: a page, or a form that is in order."""

    name: str
    entry: str
    sent: Sent

    def __str__(self) -> str:
        return f"{self.name} {self.entry}"

    @property
    def door(self) -> Action | Kind:
        return DOORS[self.name][self.entry]

    @property
    def planned(self) -> bool:
        return self.sent.about == "planned"


def forms() -> Iterator[Form]:
    for name, entries in DOORS.items():
        for entry in entries:
            yield Form(name, entry, DEEDS[name, entry] if entry != "GET" else Sent("dan"))


def of_sessions() -> list[Form]:
    return [form for form in forms() if isinstance(form.door, Action) and form.door != Action.START]


# Whoever asks for these with GET is led on to the page with the form, which answers for itself.
LEADING_ON = {
    "session-sharing": Action.SEE_BOARD,
    "class-sharing": Action.SEE_BOARD,
    "session-clock": Action.SEE_BOARD,
    "features": Action.SEE_BOARD,
    "circle": Action.SEE_BOARD,
    "session-side": Action.SEE,
    "session-cards": Action.SEE,
    "session-moved": Action.SEE,
}
TEACHERS = {Capacity.TEACHER, Capacity.CO_TEACHER}
STUDENTS = {Capacity.WAITING, Capacity.STUDENT}


def writes(asker: Asker) -> bool:
    """Whether they wrote the claim that is voted on."""
    return asker.person is not None and asker.person.handle == "iris"


def beside_the_table(asker: Asker, form: Form) -> int | None:
    """The status that something else than the table decides, for somebody in the session."""
    told, person = (form.name, form.entry), asker.person
    if told == ("session-setup", "POST deed=template") and person is not None:
        # Guests start nothing; they are told so before anything is looked for.
        return 403 if person.kind == PersonKind.GUEST else None
    if told == ("session-cards", "POST"):
        # A vote is one of the debate: students who sit there judge what others wrote.
        judges = asker.capacity == Capacity.STUDENT and not writes(asker)
        return 403 if asker.capacity in TEACHERS | STUDENTS and not judges else None
    if told == ("session-moved", "POST"):
        own = writes(asker)
        return 403 if own or asker.capacity == Capacity.WAITING else None
    if told == ("session-grading", "POST deed=rubric"):
        return 404 if asker.capacity == Capacity.CO_TEACHER else None  # the rubric is dan's own
    return None


def ask(client: Client, form: Form, site: Site, *, missing: bool = False) -> tuple[int, str]:
    """The status and what the page says; what was done is taken back, logins that it ended too."""
    asking = copy.deepcopy(client)
    address = site.address(form.name, TAKES[form.name], form.sent.about)
    if missing:
        for key in site.lesson.keys.values():
            address = address.replace(f"/{key}/", f"/{'0' * len(key)}/")
    with undone():
        if form.entry == "GET":
            about = {"deed": "hide", "claim": site.keys["claim_of_iris"]}
            asked = about if form.name == "session-claims" else {}
            answer = asking.get(address, asked, follow=form.name in LEADING_ON)
        else:
            answer = asking.post(address, site.body(form.sent))
    chain = getattr(answer, "redirect_chain", [])
    onward = chain[-1][0] if chain else answer.headers.get("Location", "")
    if onward.startswith(SIGN_IN):
        return SIGN_IN_FIRST, ""
    kind = answer.headers.get("Content-Type", "")
    told = answer.content.decode() if kind.startswith("text/html") and answer.content else ""
    return answer.status_code, told


def is_right(asker: Asker, form: Form, site: Site) -> bool:
    assert isinstance(form.door, Action)
    status, said = ask(asker.client, form, site)
    leads = form.name in LEADING_ON and form.entry == "GET"
    wanted = refused(asker, LEADING_ON[form.name] if leads else form.door, planned=form.planned)
    if status == SIGN_IN_FIRST:  # of which nobody learns whether there is such a session
        return asker.person is None and ask(asker.client, form, site, missing=True)[0] == status
    otherwise = beside_the_table(asker, form)
    if otherwise is not None:
        return status == otherwise
    if wanted is not None:
        return status == wanted[0] and escape(str(SENTENCES[wanted[1]])) in said
    return status < 400 if form.sent.does else status < 500 and status not in {403, 404}


@pytest.mark.parametrize("share", SHARES)
def test_pages_of_a_session_are_answered_as_the_table_says(site: Site, share: int) -> None:
    asked = of_sessions()
    assert len(asked) > 75
    cells = [(asker, form) for asker in askers(site) for form in asked if asker.asks(form, share)]
    assert len(cells) > 900 / share
    wrong = [f"{asker}: {form}" for asker, form in cells if not is_right(asker, form, site)]
    assert wrong == [], "\n".join(wrong)


# Who may on the pages of a class: everybody who teaches it, those who see its names, its owner.
OF_CLASSES: Mapping[str, tuple[int, int]] = {
    "class GET": (200, 200),
    "class POST deed=rename": (303, 303),
    "class POST deed=add": (403, 303),
    "class POST deed=student": (403, 303),
    "class POST deed=remove": (403, 303),
    "class-sharing GET": (200, 200),  # the page of the class
    "class-sharing POST deed=share": (403, 403),
    "class-sharing POST deed=unshare": (403, 403),
    "class-deletion GET": (403, 403),
    "class-deletion POST": (403, 403),
    "class-report GET": (403, 200),
    "class-report-table GET": (403, 200),
}


def of_classes(form: Form) -> bool:
    return form.name.startswith("class") and "key" in TAKES[form.name]


def test_a_class_is_there_for_its_teachers_and_its_names_for_those_who_may_see_them(
    site: Site,
) -> None:
    asked = [form for form in forms() if of_classes(form)]
    assert {str(form) for form in asked} == OF_CLASSES.keys()
    sharing = []
    for name, names in (("nick", False), ("mona", True)):
        person = site.people[name]
        ClassTeacher.objects.create(of_class=site.lesson.course, person=person, names=names)
        sharing.append(signed_in(person))
    owner, outsiders = signed_in(site.people["dan"]), ["bob", "carol", "iris", "gina"]
    found, wanted = {}, {}
    for form in asked:
        told = [ask(client, form, site) for client in sharing]
        found[str(form)] = tuple(status for status, _said in told)
        wanted[str(form)] = OF_CLASSES[str(form)]
        assert "Maja" not in told[0][1], form
        status = ask(owner, form, site)[0]
        assert status < 400 or not form.sent.does, form
        for name in outsiders:
            assert is_not_there(signed_in(site.people[name]), form, site), (name, form)
        assert is_not_there(Client(), form, site), form
    assert found == wanted


def test_a_rubric_is_there_for_its_teacher_alone(site: Site) -> None:
    asked = [form for form in forms() if form.name == "rubric"]
    assert len(asked) == 4
    for form in asked:
        assert ask(signed_in(site.people["dan"]), form, site)[0] < 400, form
        for name in ("bob", "carol", "mona", "iris", "gina"):
            assert is_not_there(signed_in(site.people[name]), form, site), (name, form)
        assert is_not_there(Client(), form, site), form


def is_not_there(client: Client, form: Form, site: Site) -> bool:
    """Whether somebody is answered as about what does not exist, be it that they sign in first."""
    status = ask(client, form, site)[0]
    none = {404, SIGN_IN_FIRST, 403}  # guests start nothing, whatever they ask for
    if str(form) == "rubric POST deed=delete":
        none.add(303)  # what is gone may be deleted again
    return status in none and ask(client, form, site, missing=True)[0] == status


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def test_every_page_of_the_classroom_is_asked_for() -> None:
    """What is about no session and no class is asked for by tests of its own."""
    asked = {*map(str, of_sessions()), *OF_CLASSES}
    asked |= {str(form) for form in forms() if form.name == "rubric"}
    rest = {form.name for form in forms() if str(form) not in asked}
    entrances = {"demo", "join", "join-code", "join-slip"}
    own = {"classroom", "new-session", "new-class", "rubrics", "new-rubric"}
    assert rest == entrances | own | {"classroom-permissions"}
