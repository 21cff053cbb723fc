"""The permission table as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from debate.enums import Action, Capacity, Stage
from debate.policies.table import SITE_TABLE, TABLE, Rule
from debate.web.answers import page
from debate.words import ACTIONS, CAPACITIES, CAPACITIES_EXPLAINED, STAGES

# Who can do more stands further to the right.
COLUMNS = (
    Capacity.VISITOR,
    Capacity.SUSPENDED,
    Capacity.BLOCKED,
    Capacity.PERSON,
    Capacity.READER,
    Capacity.MEMBER,
    Capacity.MODERATOR,
    Capacity.OWNER,
    Capacity.STAFF,
)
ON_SITE = (Capacity.VISITOR, Capacity.SUSPENDED, Capacity.PERSON, Capacity.STAFF)
GROUPS: tuple[tuple[str, Promise, Action], ...] = (  # with the first action of each
    ("taking-part", _("Taking part"), Action.REPLY),
    ("keeping-order", _("Keeping order"), Action.SEE_QUEUE),
    ("running", _("Running a debate"), Action.SEE_MEMBERS),
)


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """One action: by whom, and in which states of a debate (none named where in all of them)."""

    name: Promise
    cells: tuple[tuple[Promise, bool], ...]  # a column, and whether they may
    stages: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class PermissionGroup:
    key: str
    name: Promise
    columns: tuple[Promise, ...]
    rows: tuple[PermissionRow, ...]


@require_safe
def permissions(request: HttpRequest) -> HttpResponse:
    explained = [(CAPACITIES[column], CAPACITIES_EXPLAINED[column]) for column in COLUMNS]
    return page(request, "permissions.html", groups=permission_groups(), explained=explained)


def permission_groups() -> tuple[PermissionGroup, ...]:
    """The whole table, in groups of rows that belong together."""
    actions = list(TABLE)
    starts = [actions.index(first) for _key, _name, first in GROUPS]
    ends = [*starts[1:], len(actions)]
    in_debates = tuple(
        _group(key, name, {action: TABLE[action] for action in actions[start:end]}, COLUMNS)
        for (key, name, _first), start, end in zip(GROUPS, starts, ends, strict=True)
    )
    return (*in_debates, _group("site", _("On the whole site"), SITE_TABLE, ON_SITE))


def _group(
    key: str, name: Promise, rules: Mapping[Action, Rule], columns: tuple[Capacity, ...]
) -> PermissionGroup:
    return PermissionGroup(
        key,
        name,
        tuple(CAPACITIES[column] for column in columns),
        tuple(
            PermissionRow(
                ACTIONS[action],
                tuple((CAPACITIES[column], column in rule.may) for column in columns),
                _stages(rule) if rules is not SITE_TABLE else (),
            )
            for action, rule in rules.items()
        ),
    )


def _stages(rule: Rule) -> tuple[Promise, ...]:
    return tuple(STAGES[stage] for stage in Stage if stage in rule.when)
