"""The description: valid, complete, true of its own examples, and never broken unawares."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from config.api.description.answers import MEANINGS
from config.api.description.changes import Change, changes_between
from config.api.description.codes import sentences
from config.api.description.document import Generator, description
from config.api.description.groups import BASE, GROUPS
from config.api.description.kept import CHANGELOG, WRITE_IT, read_kept, unnamed_breaks


@cache
def operations() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = description()["paths"]
    return {o["operationId"]: o for path in paths.values() for o in path.values()}


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body and answer with a schema, and where it stands."""
    for name, told in operations().items():
        if "requestBody" in told:
            for content in told["requestBody"]["content"].values():
                yield f"{name} body", content
        for status, answer in told["responses"].items():
            for media_type, content in answer.get("content", {}).items():
                yield f"{name} {status} {media_type}", content
    for name, answer in description()["components"]["responses"].items():
        for media_type, content in answer["content"].items():
            yield f"{name} {media_type}", content


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    within = {**schema, "components": description()["components"]}
    return Draft202012Validator(within, format_checker=FormatChecker())


def test_it_is_a_valid_openapi_3_1_and_made_without_a_warning() -> None:
    validate(Generator().get_schema())
    assert GENERATOR_STATS._warn_cache == {}
    assert GENERATOR_STATS._error_cache == {}
    assert description()["openapi"].startswith("3.1.")


def test_every_operation_is_told_in_full() -> None:
    for name, told in operations().items():
        assert re.fullmatch(r"(get|post|put|patch|delete)(_[a-z]+)+", name)
        assert told["summary"], name
        assert told["description"], name
        assert {"400", "401", "403", "406", "429", "503"} <= set(told["responses"]), name
        assert any(status < "400" for status in told["responses"]), name


def test_every_address_is_in_a_group_of_its_own_words() -> None:
    known = {word for group in GROUPS for word in group.parts}
    paths = [path.removeprefix(BASE).split("/") for path in description()["paths"]]
    assert [words for words in paths if not known & set(words)] == []


def test_every_schema_is_used_and_every_reference_leads_somewhere() -> None:
    components = description()["components"]
    written = json.dumps(description())
    for kind in ("schemas", "responses", "headers", "parameters"):
        for name in components[kind]:
            assert f'"#/components/{kind}/{name}"' in written, name
    for kind, name in re.findall(r'"#/components/(\w+)/(\w+)"', written):
        assert name in components[kind]


def test_links_lead_to_operations_that_take_what_they_bring() -> None:
    for name, link in description()["components"]["links"].items():
        asked = {
            parameter["name"]
            for parameter in operations()[link["operationId"]]["parameters"]
            if "name" in parameter
        }
        assert link["parameters"].keys() <= asked, name
        schema = description()["components"]["schemas"][name.partition("_")[0]]
        for place in link["parameters"].values():
            kind, _hash, path = place.partition("#/")
            if kind == "$response.body":
                assert path.partition("/")[0] in schema["properties"], name


def test_every_example_is_what_its_schema_takes() -> None:
    wrong = [
        (where, error.message)
        for where, content in contents()
        for example in (content.get("examples") or {"": {"value": content["example"]}}).values()
        for error in validator(content["schema"]).iter_errors(example["value"])
    ]
    assert wrong == []


def test_bodies_take_no_other_fields() -> None:
    for name, told in operations().items():
        for content in told.get("requestBody", {}).get("content", {}).values():
            schema = content["schema"]["$ref"].rpartition("/")[2]
            form = description()["components"]["schemas"][schema]
            assert form["additionalProperties"] is False, name


def test_every_code_of_the_words_is_listed_and_the_examples_have_no_other() -> None:
    listed = description()["components"]["schemas"]["Problem"]["properties"]["code"]["x-codes"]
    assert listed == sentences()
    assert {code for _meaning, some in MEANINGS.values() for code in some} <= set(listed)
    assert [told for told in listed.values() if "%(" in told or not told] == []


def test_it_is_answered_and_not_sent_twice(db: None, client: Client) -> None:
    first = client.get("/api/v1/openapi.json")
    assert first.json() == description()
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/api/v1/openapi.json").status_code == 200


# ---- What was promised stays so


def test_nothing_is_broken_that_the_changelog_does_not_name() -> None:
    missing = unnamed_breaks(read_kept(), description(), CHANGELOG.read_text())
    assert missing == [], (
        "This breaks programs that use the API. If it has to be, name each line in the newest part "
        f"of CHANGELOG.md. {WRITE_IT}"
    )


def test_the_kept_copy_has_everything_that_came_since() -> None:
    other = [change.line for change in changes_between(read_kept(), description())]
    assert other == [], f"The description is another than the kept copy. {WRITE_IT}"


OLD: dict[str, Any] = {
    "paths": {
        "/claims/{key}": {
            "get": {
                "operationId": "get_claim",
                "security": [{"token": ["read"]}, {}],
                "parameters": [
                    {"in": "path", "name": "key", "required": True, "schema": {"type": "string"}},
                    {
                        "in": "query",
                        "name": "sort",
                        "schema": {"type": "string", "enum": ["best", "new"]},
                    },
                ],
                "responses": {
                    "200": {
                        "headers": {"ETag": {}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Claim"}},
                            "application/x-ndjson": {"schema": {"type": "string"}},
                        },
                    },
                    "404": {"$ref": "#/components/responses/Problem404"},
                },
            },
            "patch": {
                "operationId": "patch_claim",
                "security": [{"token": ["post"]}],
                "requestBody": {
                    "required": False,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Edit"}}
                    },
                },
                "responses": {"200": {}, "409": {}},
            },
        }
    },
    "components": {
        "responses": {
            "Problem404": {
                "content": {
                    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                }
            }
        },
        "schemas": {
            "Problem": {
                "type": "object",
                "properties": {"code": {"type": "string", "x-codes": {"gone": "", "not": ""}}},
                "required": ["code"],
            },
            "Claim": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "kind": {"type": "string", "enum": ["reply", "point"]},
                    "parent": {"type": ["string", "null"]},
                    "replies": {"type": "array", "items": {"$ref": "#/components/schemas/Claim"}},
                    "tally": {"oneOf": [{"$ref": "#/components/schemas/Tally"}, {"type": "null"}]},
                },
                "required": ["text", "kind"],
            },
            "Tally": {
                "type": "object",
                "properties": {"up": {"type": "integer"}},
                "required": ["up"],
            },
            "Edit": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "minLength": 3, "maxLength": 500},
                    "why": {"type": "string", "enum": ["typo", "better"]},
                },
            },
        },
    },
}
GET, PATCH = ("paths", "/claims/{key}", "get"), ("paths", "/claims/{key}", "patch")
CLAIM = ("components", "schemas", "Claim")
EDIT = ("components", "schemas", "Edit")
TALLY = ("components", "schemas", "Tally")
GONE = object()


def changed(*steps: tuple[tuple[str | int, ...], Any]) -> dict[str, Any]:
    """The old description with something else, or nothing, at some places."""
    new = copy.deepcopy(OLD)
    for path, value in steps:
        at: Any = new
        for step in path[:-1]:
            at = at[step]
        if value is GONE:
            del at[path[-1]]
        else:
            at[path[-1]] = value
    return new


OPTIONAL = {"in": "query", "name": "depth", "schema": {"type": "integer"}}
BREAKS = {
    "removed GET /claims/{key}": ((GET, GONE),),
    "renamed get_claim to read_claim": (((*GET, "operationId"), "read_claim"),),
    "GET /claims/{key} is no longer open to all": (((*GET, "security", 1), GONE),),
    "GET /claims/{key} is no longer open by token read": (
        ((*GET, "security", 0), {"token": ["moderate"]}),
    ),
    "removed the parameter sort of GET /claims/{key}": (((*GET, "parameters", 1), GONE),),
    "GET /claims/{key} needs the parameter sort": (((*GET, "parameters", 1, "required"), True),),
    "GET /claims/{key} needs the parameter depth": (
        ((*GET, "parameters", 1), {**OPTIONAL, "required": True}),
    ),
    "removed best from the values of the parameter sort of GET /claims/{key}": (
        ((*GET, "parameters", 1, "schema", "enum"), ["new"]),
    ),
    "GET /claims/{key} no longer answers 200": (((*GET, "responses", "200"), GONE),),
    "removed the header ETag of the answer 200 of GET /claims/{key}": (
        ((*GET, "responses", "200", "headers", "ETag"), GONE),
    ),
    "removed application/x-ndjson of the answer 200 of GET /claims/{key}": (
        ((*GET, "responses", "200", "content", "application/x-ndjson"), GONE),
    ),
    "PATCH /claims/{key} needs a body": (((*PATCH, "requestBody", "required"), True),),
    "removed the field text of Claim": (((*CLAIM, "properties", "text"), GONE),),
    "the field kind of Claim can be missing": (((*CLAIM, "required"), ["text"]),),
    "the field text of Claim is integer, no longer string": (
        ((*CLAIM, "properties", "text", "type"), "integer"),
    ),
    "the field text of Claim is null or string, no longer string": (
        ((*CLAIM, "properties", "text", "type"), ["string", "null"]),
    ),
    "removed point from the values of the field kind of Claim": (
        ((*CLAIM, "properties", "kind", "enum"), ["reply"]),
    ),
    "the format of the field text of Claim is another": (
        ((*CLAIM, "properties", "text", "format"), "uri"),
    ),
    "removed the field up of Tally": (((*TALLY, "properties", "up"), GONE),),
    "removed the code gone": (
        (("components", "schemas", "Problem", "properties", "code", "x-codes"), {"not": ""}),
    ),
    "Edit needs the field text": (((*EDIT, "required"), ["text"]),),
    "removed the field why of Edit": (((*EDIT, "properties", "why"), GONE),),
    "the maxLength of the field text of Edit is 300, no longer 500": (
        ((*EDIT, "properties", "text", "maxLength"), 300),
    ),
    "the minLength of the field text of Edit is 9, no longer 3": (
        ((*EDIT, "properties", "text", "minLength"), 9),
    ),
    "the pattern of the field text of Edit is another": (
        ((*EDIT, "properties", "text", "pattern"), "^a"),
    ),
    "removed typo from the values of the field why of Edit": (
        ((*EDIT, "properties", "why", "enum"), ["better"]),
    ),
}
COMES = {
    "added DELETE /claims/{key}": (
        (("paths", "/claims/{key}", "delete"), {"operationId": "d", "responses": {}}),
    ),
    "added the parameter depth to GET /claims/{key}": (
        ((*GET, "parameters"), [*OLD["paths"]["/claims/{key}"]["get"]["parameters"], OPTIONAL]),
    ),
    "PATCH /claims/{key} no longer answers 409": (((*PATCH, "responses", "409"), GONE),),
    "PATCH /claims/{key} answers 423": (((*PATCH, "responses", "423"), {}),),
    "added the field side to Claim": (((*CLAIM, "properties", "side"), {"type": "string"}),),
    "the field parent of Claim is string, no longer null or string": (
        ((*CLAIM, "properties", "parent", "type"), "string"),
    ),
    "added thesis to the values of the field kind of Claim": (
        ((*CLAIM, "properties", "kind", "enum"), ["reply", "point", "thesis"]),
    ),
    "the field parent of Claim is always there": (
        ((*CLAIM, "required"), ["text", "kind", "parent"]),
    ),
    "added the field note to Edit": (((*EDIT, "properties", "note"), {"type": "string"}),),
    "the maxLength of the field text of Edit is 900, no longer 500": (
        ((*EDIT, "properties", "text", "maxLength"), 900),
    ),
    "the field text of Edit is null or string, no longer string": (
        ((*EDIT, "properties", "text", "type"), ["string", "null"]),
    ),
}


@pytest.mark.parametrize("line", BREAKS)
def test_what_breaks_programs_has_to_be_named(line: str) -> None:
    new = changed(*BREAKS[line])
    assert Change(f"API: {line}", breaks=True) in changes_between(OLD, new)
    assert f"API: {line}" in unnamed_breaks(OLD, new, "# Log\n\n## Unreleased\n- Other\n")
    said = f"# Log\n\n## Unreleased\n- API: {line}\n\n## 1.0\n- Other\n"
    assert f"API: {line}" not in unnamed_breaks(OLD, new, said)
    long_ago = f"# Log\n\n## 2.0\n- Other\n\n## 1.0\n- API: {line}\n"
    assert f"API: {line}" in unnamed_breaks(OLD, new, long_ago)


@pytest.mark.parametrize("line", COMES)
def test_what_is_only_more_breaks_nothing(line: str) -> None:
    changes = changes_between(OLD, changed(*COMES[line]))
    assert changes == [Change(f"API: {line}", breaks=False)]


def test_the_same_is_no_change() -> None:
    assert changes_between(OLD, copy.deepcopy(OLD)) == []
    assert changes_between(description(), description()) == []
