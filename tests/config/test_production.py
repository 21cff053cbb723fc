"""What production refuses to start with, tried as an operator would: in a process of its own."""

import json

import pytest

from config.places import BASE_DIR
from config.postgres import Cluster
from tests.config.conftest import Python

SECRET = "w7Jx2Qm9Rt4Zk8Lp3Vb6Nc1Hd5Gf0Ys-Ae_UiOoPqKjMhXzTrE"
GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "debate.example.org",
    "DATABASE_URL": "postgresql://ann:word@127.0.0.1:1/talk",
}
SET_UP = ("-c", "import django; django.setup()")
WEB: tuple[str, ...] = ("-c", "import config.wsgi")
WEB_IN_A_LOOP: tuple[str, ...] = (  # as uvicorn imports it
    "-c",
    """
import asyncio
async def serve():
    import config.asgi
asyncio.run(serve())
""",
)


def test_fit_settings_start(python: Python) -> None:
    done = python(*SET_UP, **GOOD)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("unfit", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be a secret of at least 50"),
        ({"SECRET_KEY": SECRET[:49]}, "SECRET_KEY must be a secret of at least 50"),
        ({"SECRET_KEY": "changeme" * 8}, "SECRET_KEY must be a secret of at least 50"),
        ({"SECRET_KEY": "insecure" + SECRET}, "SECRET_KEY must be a secret of at least 50"),
        ({"DEBUG": "1"}, "DEBUG must be off"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "debate.example.org,*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"DATABASE_URL": ""}, "DATABASE_URL must name the PostgreSQL"),
        ({"DATABASE_URL": "mysql://db/talk"}, "DATABASE_URL must name a PostgreSQL database"),
        ({"ENVIRONMENT": "Production"}, "Must be one of: development, production"),
    ],
)
def test_an_unfit_setting_is_refused_in_words(
    unfit: dict[str, str], words: str, python: Python
) -> None:
    done = python(*SET_UP, **{**GOOD, **unfit})
    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]


def test_all_unfit_settings_are_named_at_once(python: Python) -> None:
    done = python(*SET_UP, ENVIRONMENT="production", DEBUG="1")
    named = [line.partition(" ")[0] for line in done.stderr.splitlines()[-4:]]
    assert named == ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"]


def test_the_key_of_development_is_never_one_for_production(python: Python) -> None:
    key = python("-c", "from config.settings import SECRET_KEY; print(SECRET_KEY)").stdout.strip()
    assert python(*SET_UP, **{**GOOD, "SECRET_KEY": key * 3}).returncode == 1


@pytest.mark.drill
@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_database_that_gives_up_acknowledged_writes_is_refused(
    name: str, embedded: Cluster, python: Python
) -> None:
    """By the check before migrating, by either web server and by the worker alike."""
    settings = {**GOOD, "DATABASE_URL": embedded.url()}
    check: tuple[str, ...] = ("manage.py", "check", "--tag", "database", "--database", "default")
    for start in (check, WEB, WEB_IN_A_LOOP):
        assert python(*start, **settings).returncode == 0
    with embedded.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        for start in (check, WEB, WEB_IN_A_LOOP, ("manage.py", "work", "--once")):
            done = python(*start, **settings)
            assert done.returncode == 1
            assert f"The database runs with {name} = off" in done.stderr
    finally:
        with embedded.connect() as connection:
            connection.execute("ALTER SYSTEM RESET ALL")
            connection.execute("SELECT pg_reload_conf()")


@pytest.mark.drill
def test_a_synchronous_commit_that_only_one_role_gave_up_is_refused(
    embedded: Cluster, python: Python
) -> None:
    """A version that asks for the server's default instead of the session's value fails here."""
    with embedded.connect() as connection:
        connection.execute("ALTER ROLE rejoinder SET synchronous_commit = off")
    try:
        done = python(*WEB, **{**GOOD, "DATABASE_URL": embedded.url()})
        assert "The database runs with synchronous_commit = off" in done.stderr
        with embedded.connect() as connection:
            connection.execute("ALTER ROLE rejoinder SET synchronous_commit = local")
        done = python(*WEB, **{**GOOD, "DATABASE_URL": embedded.url()})
        assert done.returncode == 0
    finally:
        with embedded.connect() as connection:
            connection.execute("ALTER ROLE rejoinder RESET ALL")


def test_static_files_get_hashed_names_without_debug(python: Python) -> None:
    """Also: every file that a stylesheet names is there, or collecting would stop."""
    settings = {"DEBUG": "0"}
    done = python("manage.py", "collectstatic", "--noinput", "--verbosity=0", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    ask = "import django; django.setup(); from django.templatetags.static import static; "
    ask += "from pathlib import Path; from django.conf import settings; import json; "
    ask += "print(json.dumps({name: static(name) for name in NAMES}))"
    names = [
        str(path.relative_to(BASE_DIR / "static"))
        for path in sorted((BASE_DIR / "static").rglob("*.css"))
    ]
    served = json.loads(python("-c", ask.replace("NAMES", repr(names)), **settings).stdout)
    assert list(served) == names
    for name, address in served.items():
        stem = name.removesuffix(".css")
        assert address.startswith(f"/static/{stem}.")
        assert len(address) == len(f"/static/{stem}.css") + len(".0123456789ab")
