"""The page of the permission table says what the table says."""

from django.test import Client
from django.utils.html import strip_tags

from debate.enums import Action, Capacity, Stage
from debate.policies.table import SITE_TABLE, TABLE
from debate.web.permissions import COLUMNS, ON_SITE, permission_groups
from debate.words import ACTIONS, CAPACITIES, CAPACITIES_EXPLAINED, STAGES


def test_every_action_capacity_and_state_has_its_words() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(CAPACITIES) == set(CAPACITIES_EXPLAINED) == set(Capacity) == set(COLUMNS)
    assert set(STAGES) == set(Stage)
    assert len({str(words) for words in ACTIONS.values()}) == len(Action)


def test_every_row_of_the_table_is_shown_as_it_is() -> None:
    *in_debates, on_site = permission_groups()
    shown = [row for group in in_debates for row in group.rows]
    for row, (action, rule) in zip(shown, TABLE.items(), strict=True):
        assert row.name == ACTIONS[action]
        assert [may for _column, may in row.cells] == [column in rule.may for column in COLUMNS]
        assert row.stages == tuple(STAGES[stage] for stage in Stage if stage in rule.when)
    for row, (action, rule) in zip(on_site.rows, SITE_TABLE.items(), strict=True):
        assert row.name == ACTIONS[action]
        assert [may for _column, may in row.cells] == [column in rule.may for column in ON_SITE]


def test_the_page_is_open_to_everybody_and_found_from_how_it_works(db: None) -> None:
    address = "/how-it-works/permissions/"
    assert f'href="{address}"' in Client().get("/how-it-works/").content.decode()
    html = Client().get(address).content.decode()
    text = " ".join(strip_tags(html).split())
    assert html.count('<table class="permission-table"') == 4
    assert "Hide somebody else’s claim" in text
    assert text.index("Taking part") < text.index("Keeping order") < text.index("Running a debate")
