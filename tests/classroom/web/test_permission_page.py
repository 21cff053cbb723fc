"""The page of the permission table of sessions says what the table says."""

import re

import pytest
from django.test import Client
from django.utils.html import escape, strip_tags

from classroom.enums import Action, Capacity, SessionState
from classroom.policies.table import TABLE, Rule
from classroom.web.permissions import COLUMNS, Column, permission_groups
from classroom.words import ACTIONS, STATES

ADDRESS = "/how-it-works/classroom-permissions/"
OF_DEBATES = "/how-it-works/permissions/"


def may(column: Column, rule: Rule) -> bool:
    return set(column.capacities) <= rule.may and (column.names or not rule.names)


def test_every_action_and_state_of_the_table_has_its_words() -> None:
    assert set(ACTIONS) == set(TABLE) == set(Action) - {Action.START}
    assert set(STATES) == set(SessionState)
    assert len({str(words) for words in ACTIONS.values()}) == len(TABLE)
    assert len({str(column.name) for column in COLUMNS}) == len(COLUMNS)


def test_everybody_has_one_column_and_co_teachers_one_more_with_names() -> None:
    found = [(capacity, column.names) for column in COLUMNS for capacity in column.capacities]
    alone = {capacity: capacity == Capacity.TEACHER for capacity in Capacity}
    assert sorted(found) == sorted([*alone.items(), (Capacity.CO_TEACHER, True)])
    for column in COLUMNS:
        for rule in TABLE.values():  # none of a column may what another of it may not
            assert set(column.capacities) <= rule.may or not rule.may & set(column.capacities)


def test_every_row_of_the_table_is_shown_as_it_is() -> None:
    shown = [row for group in permission_groups() for row in group.rows]
    for row, (action, rule) in zip(shown, TABLE.items(), strict=True):
        assert row.name == ACTIONS[action]
        assert row.cells == tuple((column.name, may(column, rule)) for column in COLUMNS), action
        assert row.stages == tuple(STATES[state] for state in SessionState if state in rule.when)


@pytest.mark.django_db
def test_the_page_shows_each_cell_and_each_state() -> None:
    rows = Client().get(ADDRESS).content.decode().split('<th role="rowheader"')[1:]
    for html, (action, rule) in zip(rows, TABLE.items(), strict=True):
        assert f">{escape(ACTIONS[action])}</th>" in html
        cells = re.findall(r'data-may="(yes|no)"', html)
        assert cells == ["yes" if may(column, rule) else "no" for column in COLUMNS], action
        _cells, when = html.split('class="permission-when">')
        states = [str(STATES[state]) for state in SessionState if state in rule.when]
        assert re.findall(r"<span>(.*?)</span>", when.partition("</td>")[0]) == states, action


@pytest.mark.django_db
def test_nobody_outside_a_session_may_anything_and_the_page_is_open_to_them() -> None:
    text = " ".join(strip_tags(Client().get(ADDRESS).content.decode()).split())
    assert "does not exist for you" in text
    nobody, in_lobby = ([may(column, rule) for rule in TABLE.values()] for column in COLUMNS[:2])
    assert not any(nobody)
    assert in_lobby == [action == Action.SEE for action in TABLE]


@pytest.mark.django_db
def test_the_two_tables_lead_to_each_other() -> None:
    assert f'href="{ADDRESS}"' in Client().get(OF_DEBATES).content.decode()
    assert f'href="{OF_DEBATES}"' in Client().get(ADDRESS).content.decode()
