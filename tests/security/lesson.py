"""A session in which everything that an address of the classroom can be about is there once.

What its forms send stands here too (`DEEDS`); `places.py` joins it with the rest of the site.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from accounts.enums import PersonKind
from accounts.models import User
from classroom.enums import Preset, SeatState, SideRule
from classroom.models import Class, Group, Rubric, Seat, Session, Template
from classroom.web.doors import DOORS
from debate.enums import Side
from tests.classroom.factories import a_class, a_seat, a_session


@dataclass
class Lesson:
    """Dan teaches: iris sits there with an account, gina as a guest, luca waits, remo is removed.

    `planned` is a session that has not begun.
    """

    course: Class
    session: Session
    planned: Session
    rubric: Rubric
    template: Template
    seats: dict[str, Seat] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)  # keys of claims, one with a flag, one held

    def key_for(self, name: str) -> str | None:
        """The key that an address of the classroom is asked with; None for any other address."""
        if name not in DOORS:
            return None
        if name.startswith("class"):
            return self.course.key
        return self.rubric.key if name.startswith("rubric") else self.session.key

    @cached_property  # asked for with every form; what things are called does not change
    def keys(self) -> dict[str, str]:
        return {
            "class": self.course.key,
            "session": self.session.key,
            "planned": self.planned.key,
            "rubric": self.rubric.key,
            "template": self.template.key,
            "phase": self.session.phases.get().key,
            "phase_of_planned": self.planned.phases.last().key,  # type: ignore[union-attr]
            "student": self.course.students.get().key,
            "code": self.session.code or "",
            "pin": self.seats["maja"].pin,
            "group_2": Group.objects.get(session=self.session, number=2).key,
            **{f"seat_of_{name}": seat.key for name, seat in self.seats.items()},
            **self.said,
        }


def build_lesson(people: dict[str, User]) -> Lesson:
    """The lesson of dan; whoever sits in it is added to the people of the site."""
    # Late, since those who only want its addresses need no database.
    from classroom.actions.groups import open_groups  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    dan = people["dan"]
    people["iris"] = factories.person("iris")
    for name in ("gina", "luca", "remo"):
        people[name] = User.objects.create(
            kind=PersonKind.GUEST, display_name=name.title(), password=f"!{name}"
        )
    course = a_class(dan, "Maja")
    session = a_session(
        dan, preset=Preset.OPEN_DISCUSSION, side_rule=SideRule.CHOSEN, of_class=course.key
    )
    open_groups(session=session.key, groups=2, by=dan)
    seats = {
        "maja": session.seats.get(name="Maja"),
        "iris": a_seat(session, "Iris", person=people["iris"], side=Side.FOR),
        "gina": a_seat(session, "Gina", person=people["gina"]),
        "luca": a_seat(session, "Luca", person=people["luca"], state=SeatState.LOBBY),
        "remo": a_seat(session, "Remo", person=people["remo"], state=SeatState.REMOVED),
    }
    rubric = Rubric.objects.create(
        teacher=dan,
        name="Arguing",
        criteria=[{"name": "Reasons", "levels": [{"text": "Gives none", "points": 0}]}],
    )
    planned = a_session(dan, running=False, name="Next week")
    template = Template.objects.create(teacher=dan, name="Mondays")
    return Lesson(course, session, planned, rubric, template, seats, _said(session, seats))


def _said(session: Session, seats: dict[str, Seat]) -> dict[str, str]:
    from debate.enums import Reason, Relation  # noqa: PLC0415
    from debate.models import Flag, HeldClaim  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    of = session.groups.get(number=1).debate
    iris, gina = seats["iris"].person, seats["gina"].person
    assert iris
    assert gina
    thesis = factories.thesis_of(of)
    claim = factories.reply(thesis, iris, Relation.REBUT, "Practice is how anything sticks.")
    Flag.objects.create(debate=of, claim=claim, person=gina, reason=Reason.UNCLEAR)
    held = HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.SUPPORT,
        author=gina,
        text="Half of us are up at eleven.",
    )
    return {"claim_of_iris": claim.key, "held_of_gina": held.key}
