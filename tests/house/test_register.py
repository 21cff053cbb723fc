"""Every column of every table is named, with what it tells of a person and what becomes of it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from accounts import hooks
from accounts.hooks import Label, Leaving

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = {m._meta.label: m for m in apps.get_models(include_auto_created=True)}
NOT_OURS = {"django_migrations"}  # Django's own list of what was done to the tables


def test_every_table_is_described_and_nothing_else() -> None:
    assert sorted(hooks.tables) == sorted(MODELS)


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_column_has_one_label(label: str) -> None:
    named = [name for name, _label in hooks.tables[label].columns()]
    assert sorted(named) == sorted(f.name for f in MODELS[label]._meta.concrete_fields)


@pytest.mark.parametrize("label", sorted(MODELS))
def test_what_links_to_a_person_is_no_neutral_column(label: str) -> None:
    people = {
        f.name
        for f in MODELS[label]._meta.concrete_fields
        if f.related_model is MODELS["accounts.User"]
    }
    table = hooks.tables[label]
    assert people <= set(table.labels.get(Label.LINK, ()))
    personal = set(table.labels) - {Label.NEUTRAL}
    assert bool(personal) == (table.leaving != Leaving.NOBODYS) or label.endswith("Tally")


def test_no_table_of_the_database_is_forgotten(db: None) -> None:
    kept = set(connection.introspection.table_names()) - NOT_OURS
    assert kept == {m._meta.db_table for m in MODELS.values()}


def test_the_docs_show_what_the_register_says() -> None:
    told = (ROOT / "docs" / "retention.md").read_text()
    for row in table_of_docs():
        assert row in told


def table_of_docs() -> list[str]:
    """The rows of the table of docs/retention.md."""
    found = []
    for label, table in sorted(hooks.tables.items()):
        if table.leaving == Leaving.NOBODYS:
            continue
        columns = "; ".join(
            f"{kind}: {', '.join(names)}"
            for kind, names in table.labels.items()
            if kind != Label.NEUTRAL
        )
        leaving = f"{table.leaving}. {table.leaving_note}" if table.leaving_note else table.leaving
        given = "yes" if table.given else "no"
        found.append(
            f"| `{label}` | {table.whose} | {columns or 'counts only'} | {given} | {leaving} | "
            f"{table.forgotten or 'no'} |"
        )
    return found
