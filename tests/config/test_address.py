"""Which database serves, and how a wrong address is refused."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database.address import database
from config.postgres import Cluster


def test_without_an_address_the_embedded_database_serves(tmp_path: Path) -> None:
    assert database("", local_dir=tmp_path) == {
        "ENGINE": "config.database",
        "HOST": str(Cluster(tmp_path.resolve()).socket_dir),
        "PORT": "5432",
        "USER": "rejoinder",
        "NAME": "rejoinder",
    }
    assert list(tmp_path.iterdir()) == []  # nothing was started for that


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_switches_to_any_postgresql(scheme: str, tmp_path: Path) -> None:
    chosen = database(
        f"{scheme}://ann:p%40ss@db.example:6432/talk?sslmode=require", local_dir=tmp_path
    )
    assert chosen["ENGINE"] == "django.db.backends.postgresql"
    assert (chosen["USER"], chosen["PASSWORD"]) == ("ann", "p@ss")
    assert (chosen["HOST"], chosen["PORT"], chosen["NAME"]) == ("db.example", 6432, "talk")
    assert chosen["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///secret.db", "it begins with “sqlite”"),
        ("mysql://ann:hunter2@db/talk", "it begins with “mysql”"),
        ("secret", "it begins with “secret”"),
        ("postgresql://ann:hunter2@db", "names no database"),
        ("postgresql://ann:hunter2@db:port/talk", "cannot be read"),
    ],
)
def test_another_address_is_refused_in_words_that_keep_its_password(
    url: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        database(url, local_dir=tmp_path)
    assert words in str(refusal.value)
    assert "hunter2" not in str(refusal.value)
