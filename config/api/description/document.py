"""The description as a whole, made once for each process."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator
from rest_framework.views import APIView

from config.api.description import answers, codes, examples, links
from config.api.description.groups import GROUPS
from config.api.description.schema import SESSION, TOKEN, Described
from config.places import BASE_DIR

ENGLISH = "en-gb"
CONVENTIONS = (
    "Keys are strings of 12 characters, a to z and 0 to 9. They never change and are never given "
    "again.",
    "Times are ISO 8601 in UTC and end in Z. Texts are UTF-8.",
    "Fields and parameters that are not described here are refused (400, unknown_field), and "
    "nothing is done.",
    "Answers may come to have more fields, and lists of words more values: pass over what you do "
    "not know.",
    "Lists come in pages: follow next until it is null, and do not take its address apart.",
    "Every problem is application/problem+json with a stable code. Its detail is for people, in "
    "the language that Accept-Language asks for.",
    "Reading what is public needs no token. Everything else needs one, as "
    "Authorization: Bearer, or in a browser the session of the pages with the header "
    "X-CSRFToken.",
    "An address may end in a slash or not.",
    "This version only grows. What is to go is announced by the headers Deprecation and Sunset. "
    "There are no webhooks: ask for changes.",
)
ABOUT = "Everything that pages of this site do with debates, for programs.\n\n" + "".join(
    f"- {sentence}\n" for sentence in CONVENTIONS
)


class Addresses(EndpointEnumerator):
    """The addresses of the API, each without the last slash, and the names of their routes."""

    def _get_api_endpoints(
        self, patterns: object, prefix: str
    ) -> list[tuple[str, str, str, Callable[..., Any]]]:
        return [
            (address, regex, method, pattern.callback)
            for pattern, regex, address in _resources()
            for method in self.get_allowed_methods(pattern.callback)
        ]


class Generator(SchemaGenerator):
    """Writes the description from the operations of the API."""

    endpoint_inspector_cls = Addresses

    def create_view(self, callback: Any, method: str, request: Any = None) -> APIView:
        view: APIView = super().create_view(callback, method, request)
        described = Described()
        described.name = _names()[callback]
        self._set_schema_to_view(view, described)
        return view

    def get_schema(self, request: object = None, public: bool = False) -> dict[str, Any]:
        """The description, in English whoever asks for it."""
        with translation.override(ENGLISH):
            made: dict[str, Any] = super().get_schema(None, public=True)
            return _completed(made)


@cache
def description() -> dict[str, Any]:
    """The description as an object."""
    return Generator().get_schema()


@cache
def written() -> tuple[bytes, str]:
    """The description as it is sent, and a word that tells it from an older one."""
    body = orjson.dumps(description())
    return body, hashlib.sha256(body).hexdigest()


@cache
def version() -> str:
    """The version of the software, as pyproject.toml has it."""
    project: dict[str, str] = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
    return project["version"]


def _completed(made: dict[str, Any]) -> dict[str, Any]:
    components = made["components"]
    made["info"] = {
        "title": "Rejoinder",
        "summary": "Structured debate: essays, claims that answer them, votes and positions.",
        "description": ABOUT,
        "license": {"name": "MIT", "identifier": "MIT"},
        "version": version(),
    }
    made["servers"] = [{"url": "/", "description": "This site."}]
    used = {o["tags"][0] for path in made["paths"].values() for o in path.values()}
    made["tags"] = [{"name": g.name, "description": g.about} for g in GROUPS if g.name in used]
    components["schemas"] |= {"Problem": _problem(), "FieldProblem": answers.FIELD_PROBLEM}
    components["responses"] = answers.responses()
    components["headers"] = answers.HEADERS
    components["parameters"] = answers.PARAMETERS
    components["securitySchemes"] = {
        TOKEN: {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of somebody's, made on their settings page. What it is for "
            "(read, post, vote, moderate) stands at each operation.",
        },
        SESSION: {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of a browser. What changes something needs the token of a "
            "page in the header X-CSRFToken, too.",
        },
    }
    components["schemas"] = dict(sorted(components["schemas"].items()))
    examples.fill_in(made)
    links.put_in(made)
    return made


def _problem() -> dict[str, Any]:
    problem = {**answers.PROBLEM, "properties": {**answers.PROBLEM["properties"]}}
    problem["properties"]["code"] = {
        **problem["properties"]["code"],
        "x-codes": codes.sentences(),
    }
    return problem


@cache
def _names() -> dict[Callable[..., Any], str]:
    return {pattern.callback: str(pattern.name) for pattern, _, _ in _resources()}


def _resources(
    within: URLResolver | None = None, regex: str = "", address: str = "/"
) -> Iterator[tuple[URLPattern, str, str]]:
    """Every resource, with the pattern and the template of its address."""
    for pattern in (within or get_resolver()).url_patterns:
        here = regex + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _resources(pattern, here, address)
        elif issubclass(getattr(pattern.callback, "view_class", object), APIView):
            yield pattern, here, address + _template(here)


def _template(regex: str) -> str:
    plain = regex.replace("^", "").removesuffix(r"/?\Z")
    while "(?P<" in plain:
        before, _, rest = plain.partition("(?P<")
        name, _, rest = rest.partition(">")
        depth, at = 1, 0
        while depth:
            depth += {"(": 1, ")": -1}.get(rest[at], 0)
            at += 1
        plain = f"{before}{{{name}}}{rest[at:]}"
    return plain.replace("\\", "")
