"""The permission table of sessions as people read it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from classroom.enums import Action, Capacity, SessionState
from classroom.policies.standing import Standing, may
from classroom.policies.table import TABLE
from classroom.words import ACTIONS, STATES
from debate.web.answers import page
from debate.web.permissions import PermissionGroup, PermissionRow


@dataclass(frozen=True, slots=True)
class Column:
    """Those who may do the same: as what they act in a session, and whether they may see names."""

    name: Promise
    meaning: Promise
    capacities: tuple[Capacity, ...]
    names: bool = False

    def may(self, action: Action) -> bool:
        """Whether any of them may do it in any state of a session."""
        return any(
            may(Standing(None, capacity, state, names=self.names), action)
            for capacity in self.capacities
            for state in SessionState
        )


# Who can do more stands further to the right.
COLUMNS = (
    Column(
        _("Anybody else"),
        _("Not signed in, removed, or a student or teacher of other sessions."),
        (Capacity.VISITOR, Capacity.OUTSIDER, Capacity.REMOVED),
    ),
    Column(_("In the lobby"), _("Waits until a teacher lets them in."), (Capacity.WAITING,)),
    Column(
        pgettext_lazy("of a session", "Student"), _("Sits in the session."), (Capacity.STUDENT,)
    ),
    Column(
        _("Co-teacher"),
        _("Teaches it too, and sees students as their classmates do."),
        (Capacity.CO_TEACHER,),
    ),
    Column(
        _("Co-teacher with names"),
        _("Teaches it too, and may see who the students are."),
        (Capacity.CO_TEACHER,),
        names=True,
    ),
    Column(
        pgettext_lazy("of a session", "Teacher"),
        _("Started the session."),
        (Capacity.TEACHER,),
        names=True,
    ),
)
GROUPS: tuple[tuple[str, Promise, Action], ...] = (  # with the first action of each
    ("taking-part", _("Taking part"), Action.SEE),
    ("running", _("Running a session"), Action.SEE_BOARD),
    ("names-and-grades", _("Names, grades and reports"), Action.SEE_NAMES),
    ("beyond", _("Beyond the lesson"), Action.DUPLICATE),
)


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    explained = [(column.name, column.meaning) for column in COLUMNS]
    groups = permission_groups()
    return page(request, "session/permissions.html", groups=groups, explained=explained)


def permission_groups() -> tuple[PermissionGroup, ...]:
    """The whole table, in groups of rows that belong together."""
    actions = list(TABLE)
    starts = [actions.index(first) for _key, _name, first in GROUPS]
    ends = [*starts[1:], len(actions)]
    columns = tuple(column.name for column in COLUMNS)
    return tuple(
        PermissionGroup(key, name, columns, tuple(map(_row, actions[start:end])))
        for (key, name, _first), start, end in zip(GROUPS, starts, ends, strict=True)
    )


def _row(action: Action) -> PermissionRow:
    return PermissionRow(
        ACTIONS[action],
        tuple((column.name, column.may(action)) for column in COLUMNS),
        tuple(STATES[state] for state in SessionState if state in TABLE[action].when),
    )
