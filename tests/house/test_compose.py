"""docker-compose.yml: a valid Compose file that describes all parts and is insecure nowhere."""

import json
import re
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml

from config.places import BASE_DIR

TEXT = (BASE_DIR / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LASTING = sorted(set(SERVICES) - {"migrate"})


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema of the Compose specification, as check-jsonschema ships it."""
    place = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    return json.loads(place.read_text())


def test_it_follows_the_compose_schema(schema: dict[str, Any]) -> None:
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []


def test_the_schema_would_notice_a_mistake(schema: dict[str, Any]) -> None:
    validator = jsonschema.validators.validator_for(schema)(schema)
    wrong = {**COMPOSE, "services": {"web": {**SERVICES["web"], "comand": ["granian"]}}}
    assert not validator.is_valid(wrong)


def test_it_describes_every_part() -> None:
    assert set(SERVICES) == {"database", "live", "migrate", "web", "worker"}
    assert SERVICES["database"]["image"] == "postgres:18"


def test_every_lasting_part_starts_again_and_waits_for_what_it_needs() -> None:
    for name in LASTING:
        assert SERVICES[name]["restart"] == "unless-stopped"
    for name in ("live", "web", "worker"):
        waits_for = {"migrate": {"condition": "service_completed_successfully"}}
        assert SERVICES[name]["depends_on"] == waits_for
    for name in ("database", "live", "web"):
        assert "test" in SERVICES[name]["healthcheck"]


def test_secrets_have_no_defaults() -> None:
    needed = re.findall(r"\$\{([A-Z_]+):\?", TEXT)
    assert set(needed) == {"ALLOWED_HOSTS", "POSTGRES_PASSWORD", "SECRET_KEY"}
    with_default = re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", TEXT)
    assert [value for name, value in with_default if "PASSWORD" in name or "KEY" in name] == [""]


def test_the_parts_run_as_production() -> None:
    for name in ("live", "migrate", "web", "worker"):
        assert SERVICES[name]["environment"]["ENVIRONMENT"] == "production"


def test_nothing_is_open_to_the_network() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000", "127.0.0.1:8001:8001"]


def test_the_image_holds_every_package_of_ours_that_the_code_needs() -> None:
    image = COMPOSE["x-app"]["build"]["dockerfile_inline"]
    copied = set(re.findall(r"^COPY (\w+) \./", image, re.MULTILINE))
    ours = {path.name for path in BASE_DIR.iterdir() if (path / "__init__.py").exists()} - {
        "bench",
        "tests",
    }
    assert copied == ours | {"locale", "static", "templates"}
