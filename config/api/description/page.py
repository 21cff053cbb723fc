"""The description as a page for people, made of the same object that programs read."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from accounts.enums import Scope
from config.api.description.codes import FIELD_CODES
from config.api.description.document import CONVENTIONS, description
from config.api.description.examples import example
from config.api.description.limits import Limit, Pace, limits, paces
from config.api.description.schema import TOKEN

PATTERN_SHOWN = 40  # characters; of a longer one its words tell
MEANINGS: Mapping[Scope, str] = {
    Scope.READ: "Read what its owner may see.",
    Scope.POST: "Start debates; post, edit and withdraw claims; flag, appeal, follow, join, leave.",
    Scope.VOTE: "Vote, and take positions.",
    Scope.MODERATE: "Keep order in debates, and run one's own, as far as its owner may.",
    Scope.TEACH: "Run one's classes and sessions; students are told by what classmates see.",
    Scope.NAMES: "With teach: the names of one's students too.",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter, or one field of a body or an answer."""

    name: str
    kind: str
    needed: bool
    about: str
    form: str | None  # the name of the form that it holds


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    meaning: str
    form: str | None
    example: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation."""

    id: str
    method: str
    path: str
    summary: str
    about: tuple[str, ...]
    scope: str | None
    open: bool
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    problems: tuple[Answer, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    name: str
    about: str
    operations: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How something looks in JSON."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Docs:
    version: str
    conventions: tuple[str, ...]
    scopes: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    forms: tuple[Form, ...]
    problems: tuple[Answer, ...]
    codes: tuple[tuple[str, str], ...]
    field_codes: tuple[tuple[str, str], ...]
    limits: tuple[Limit, ...]
    paces: tuple[Pace, ...]


@cache
def docs() -> Docs:
    """The whole page; the same for everybody until the software changes."""
    made = description()
    schemas = made["components"]["schemas"]
    shown: dict[str, list[Shown]] = {tag["name"]: [] for tag in made["tags"]}
    for path, methods in made["paths"].items():
        for method, told in methods.items():
            shown[told["tags"][0]].append(_operation(path, method, told, made))
    return Docs(
        version=made["info"]["version"],
        conventions=CONVENTIONS,
        scopes=tuple((str(scope), MEANINGS[scope]) for scope in Scope),
        groups=tuple(
            Group(_id(tag["name"]), tag["name"], tag["description"], tuple(shown[tag["name"]]))
            for tag in made["tags"]
        ),
        forms=tuple(
            Form(name, _plain(told.get("description", "")), tuple(_fields(told)))
            for name, told in schemas.items()
        ),
        problems=tuple(_problem(name[-3:], told) for name, told in _shared(made).items()),
        codes=tuple(schemas["Problem"]["properties"]["code"]["x-codes"].items()),
        field_codes=tuple(FIELD_CODES.items()),
        limits=limits(),
        paces=paces(),
    )


def _operation(path: str, method: str, told: Mapping[str, Any], made: Mapping[str, Any]) -> Shown:
    body = told.get("requestBody", {}).get("content", {}).get("application/json")
    scopes = [way[TOKEN][0] for way in told["security"] if TOKEN in way]
    return Shown(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        about=tuple(_plain(told.get("description", "")).split("\n\n")),
        scope=scopes[0] if scopes else None,
        open={} in told["security"],
        parameters=tuple(_parameter(p, made) for p in told.get("parameters", [])),
        body=tuple(_fields(_of(body["schema"], made))) if body else (),
        answers=tuple(
            _answer(status, answer)
            for status, answer in told["responses"].items()
            if "$ref" not in answer
        ),
        problems=tuple(
            Answer(status, _of(answer, made)["description"], None, "")
            for status, answer in told["responses"].items()
            if "$ref" in answer
        ),
        curl=_curl(path, method.upper(), told, made),
    )


def _parameter(told: Mapping[str, Any], made: Mapping[str, Any]) -> Field:
    told = _of(told, made)
    schema = told["schema"]
    where = "" if told["in"] != "header" else "header, "
    about = _plain(told.get("description", ""))
    return Field(told["name"], where + kind_of(schema), bool(told.get("required")), about, None)


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    needed = schema.get("required", [])
    for name, told in schema.get("properties", {}).items():
        about = _plain(told.get("description", ""))
        yield Field(name, kind_of(told), name in needed, about, _form(told))


def _answer(status: str, told: Mapping[str, Any]) -> Answer:
    content = told.get("content", {})
    first: Mapping[str, Any] = next(iter(content.values()), {})
    return Answer(
        status,
        told["description"],
        _form(first.get("schema", {})),
        _written(first["example"]) if "example" in first else "",
    )


def _problem(status: str, told: Mapping[str, Any]) -> Answer:
    examples = next(iter(told["content"].values()))["examples"]
    first = next(iter(examples.values()))["value"]
    return Answer(status, told["description"], "Problem", _written(first))


def _curl(path: str, method: str, told: Mapping[str, Any], made: Mapping[str, Any]) -> str:
    """The command, for somebody who has set SITE and TOKEN."""
    schemas = made["components"]["schemas"]
    asked: dict[str, Any] = {}
    for parameter in (_of(p, made) for p in told.get("parameters", [])):
        value = parameter.get("example", example(parameter["schema"], schemas, parameter["name"]))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(value))
        elif parameter["in"] == "query" and parameter.get("required"):
            asked[parameter["name"]] = value
    parts = [f'curl "$SITE{path}{f"?{urlencode(asked)}" if asked else ""}"']
    if method != "GET":
        parts.append(f"-X {method}")
    if {} not in told["security"]:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    parts += [
        f"-H {shlex.quote(f'{header["name"]}: {header["example"]}')}"
        for header in (_of(p, made) for p in told.get("parameters", []))
        if header["in"] == "header" and header.get("required")
    ]
    if "requestBody" in told:
        body = told["requestBody"]["content"]["application/json"]["example"]
        parts.append('-H "Content-Type: application/json"')
        parts.append(f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}")
    return " \\\n  ".join(parts)


def kind_of(schema: Mapping[str, Any]) -> str:
    """What values a schema takes, in a few words."""
    if "$ref" in schema:
        return _form(schema) or ""
    for many in ("oneOf", "anyOf", "allOf"):
        if many in schema:
            return " or ".join(kind_of(each) for each in schema[many])
    kinds = schema.get("type", "anything")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_kind(kind, schema) for kind in kinds)


def _kind(kind: str, schema: Mapping[str, Any]) -> str:
    if kind == "null":
        return "null"
    if kind == "array":
        return f"list of {kind_of(schema['items'])}"
    if "enum" in schema:
        return "one of " + ", ".join(str(v) for v in schema["enum"] if v is not None)
    if "format" in schema:
        return str(schema["format"])
    if kind == "integer":
        return f"integer{_span(schema.get('minimum'), schema.get('maximum'))}"
    if kind == "string":
        if "{12}" in schema.get("pattern", ""):
            return "key"
        if 0 < len(schema.get("pattern", "")) <= PATTERN_SHOWN:
            return f"text like {schema['pattern']}"
        return f"text{_span(schema.get('minLength'), schema.get('maxLength'), ' characters')}"
    return kind


def _span(least: int | None, most: int | None, unit: str = "") -> str:
    if most is not None:
        return f", {least or 0} to {most}{unit}"
    return ""


def _form(schema: Mapping[str, Any]) -> str | None:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = [schema["items"]] if "items" in schema else []
    for each in (*inner, *schema.get("oneOf", []), *schema.get("allOf", [])):
        if found := _form(each):
            return found
    return None


def _of(told: Mapping[str, Any], made: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to, or the thing itself."""
    if "$ref" not in told:
        return told
    _hash, _components, kind, name = told["$ref"].split("/")
    found: Mapping[str, Any] = made["components"][kind][name]
    return found


def _shared(made: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = made["components"]["responses"]
    return found


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _plain(text: str) -> str:
    """Words without the marks around names."""
    return text.replace("`", "")


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")
