"""Which settings of the database count as careless."""

import pytest
from django.db import connection

from config.durability import careless_settings


@pytest.mark.django_db
def test_the_embedded_database_is_not_careless() -> None:
    assert careless_settings() == []


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["local", "on", "remote_apply", "remote_write"])
def test_every_commit_that_waits_for_a_disk_is_careful(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, true)", [value])
    assert careless_settings() == []


@pytest.mark.django_db
def test_a_session_that_does_not_wait_for_the_disk_is_careless() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', 'off', true)")
    assert [sentence.split(":")[0] for sentence in careless_settings()] == [
        "The database runs with synchronous_commit = off"
    ]
