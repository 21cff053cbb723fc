"""What is left of a lesson can be used by everybody: reports, grades, rubrics."""

import pytest

from accounts.models import User
from classroom.actions.grading import Marked, grade_seat, release_grades
from classroom.actions.rubric import choose_rubric, create_rubric
from classroom.enums import Naming, SeatState
from classroom.logic.rubric import fingerprint, read_outline
from debate.enums import Relation, Side
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.browser.usable import findings
from tests.classroom.factories import a_class, a_seat, a_session, debate_of

pytestmark = pytest.mark.browser

UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitän" * 8


def test_everybody_can_use_what_is_left_of_a_lesson(open_page: OpenPage, dan: User) -> None:
    of_class = a_class(dan, "Maja")
    session = a_session(
        dan, phase="Rebut", naming=Naming.PSEUDONYMS, of_class=of_class.key, name=UNBROKEN[:80]
    )
    seat = a_seat(session, UNBROKEN[:60], byline=UNBROKEN[:40], side=Side.FOR)
    a_seat(session, "Greta", state=SeatState.LISTED)
    assert seat.person
    thesis = factories.thesis_of(debate_of(session))
    said = factories.reply(thesis, seat.person, Relation.REBUT, UNBROKEN[:300])
    factories.reply(said, dan, text=UNBROKEN[:200])
    factories.edit(said, UNBROKEN[:299])
    for value in (-3, 2):
        factories.position(debate_of(session), seat.person, value)
    criteria = read_outline(f"{UNBROKEN[:80]}\n2 {UNBROKEN[:200]}\n0 none")
    rubric = create_rubric(name=UNBROKEN[:80], criteria=criteria, by=dan)
    choose_rubric(session=session.key, rubric=rubric.key, by=dan)
    marks = [Marked(key, (0,), UNBROKEN * 4, fingerprint((), "")) for key in ("", said.key)]
    grade_seat(session=session.key, seat=seat.key, marks=marks, by=dan)
    release_grades(session=session.key, by=dan)
    page = open_page(dan)
    at = f"/sessions/{session.key}"
    for path in (
        f"{at}/report/",
        f"{at}/report/{seat.key}/",
        f"{at}/summary/",
        f"{at}/grading/",
        f"{at}/grading/{seat.key}/",
        f"{at}/retention/",
        f"/classes/{of_class.key}/report/",
        "/rubrics/",
        f"/rubrics/{rubric.key}/",
    ):
        page.goto(path)
        assert findings(page) == [], path
    page = open_page(seat.person)
    page.goto(f"{at}/grades/")
    assert findings(page) == []
