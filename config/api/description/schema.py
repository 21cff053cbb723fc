"""What drf-spectacular is told of one method of one resource: all of it from its Operation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction
from rest_framework import serializers

from accounts import keys
from accounts.api.contract import Operation, operation_of
from accounts.api.json import JSONRenderer
from accounts.api.strict import Strict, Text, Words
from accounts.web.doors import Kind
from config.api.description import answers
from config.api.description.groups import group_of
from config.api.problems import MEDIA_TYPE
from config.api.scopes import READING, scope_needed
from config.doors import door
from debate.enums import Paced
from debate.limits import PACES

OPEN_TO_ALL = frozenset({Kind.READING, Kind.DEBATE, Kind.PUBLISHED, Kind.AS_VISITOR})
TOKEN, SESSION = "token", "session"
KEY = f"^{keys.PATTERN}$"
# What stands in an address, by the word before it and its own name.
PARTS: Mapping[tuple[str, str], str] = {
    ("debates", "key"): "The key of a debate.",
    ("claims", "key"): "The key of a claim.",
    ("essays", "key"): "The key of an essay.",
    ("passages", "key"): "The key of a passage.",
    ("people", "key"): "The key of a person.",
    ("acts", "key"): "The key of an act of moderation.",
    ("held", "key"): "The key of a held claim.",
    ("tokens", "key"): "The key of a token.",
    ("points", "key"): "The key of a point.",
    ("classes", "key"): "The key of a class.",
    ("sessions", "key"): "The key of a session.",
    ("rubrics", "key"): "The key of a rubric.",
    ("seats", "place"): "The key of a seat.",
    ("grades", "place"): "The key of a seat.",
    ("report", "place"): "The key of a seat.",
    ("topics", "slug"): "The slug of a topic.",
}
TEXTS: Mapping[str, Mapping[str, Any]] = {
    "application/x-ndjson": {
        "type": "string",
        "description": "One JSON object a line: the claims, parents before their replies, and "
        "at the end one with `end` in it: its count and the cursor. Without it the stream broke.",
    }
}


class Described(AutoSchema):
    """One operation of the description.

    `name` is that of the address, `operation` what was told of the method.
    """

    name: str
    operation: Operation

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        told = operation_of(getattr(self.view, method.lower()))
        assert told is not None, "every method of the API is an operation"
        self.operation = told
        return super().get_operation(path, path_regex, path_prefix, method, registry)

    def get_operation_id(self) -> str:
        return f"{self.method}_{self.name.removeprefix('api-')}".replace("-", "_").lower()

    def get_summary(self) -> str:
        return self.operation.summary

    def get_description(self) -> str:  # type: ignore[override]
        told = super().get_description()
        paced = self.operation.paced
        return f"{told}\n\n{_pace(Paced(paced))}" if paced is not None else str(told)

    def get_tags(self) -> list[str]:
        return [group_of(self.path).name]

    def get_auth(self) -> list[dict[str, list[str]]]:
        what = door(self.name, self.method)
        ways: list[dict[str, list[str]]] = []
        scope = scope_needed(what, self.method)
        if scope is not None:
            ways.append({TOKEN: [scope]})
        ways.append({SESSION: []})
        if self.method in READING and what in OPEN_TO_ALL:
            ways.append({})
        return ways

    # ---- What is asked and sent

    def _get_parameters(self) -> list[dict[str, Any]]:
        return [*self._in_path(), *self._in_query(), *self._in_headers()]

    def _in_path(self) -> list[dict[str, Any]]:
        named = re.findall(r"\{(\w+)\}", self.path)
        found = self._resolve_path_parameters(named)
        for parameter in found:
            parameter["description"] = _part(self.path, parameter["name"])
        return found

    def _in_query(self) -> list[dict[str, Any]]:
        asked = self.operation.asked()
        found = []
        for name, field in asked.fields.items():
            schema = self._schema_of(field)
            parameter: dict[str, Any] = {"in": "query", "name": name, "schema": schema}
            if description := schema.pop("description", None):
                parameter["description"] = description
            if field.required:
                parameter["required"] = True
            found.append(parameter)
        return found

    def _in_headers(self) -> list[dict[str, Any]]:
        names = answers.headers_taken(self.method, self.name, self.operation)
        return [{"$ref": f"#/components/parameters/{name}"} for name in names]

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        sent = self.operation.sent()
        if not sent.fields:
            return None
        component = self.resolve_serializer(sent, "request")
        return {
            "content": {"application/json": {"schema": component.ref}},
            "required": any(field.required for field in sent.fields.values()),
        }

    # ---- What is answered

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        told = {
            str(int(status)): self._answer(int(status), form)
            for status, form in self.operation.answers.items()
        }
        if self.method == "GET" and self.name in answers.CONDITIONAL:
            told["304"] = self._answer(304, None)
        for status in answers.problems_of(self.method, self.path, self.name, self.operation):
            told.setdefault(str(int(status)), answers.reference(status))
        return dict(sorted(told.items()))

    def _answer(
        self, status: int, form: type[serializers.Serializer[Any]] | None
    ) -> dict[str, Any]:
        told: dict[str, Any] = {"description": answers.meaning_of(status, form)}
        names = answers.headers_given(self.method, self.name, status, self.operation)
        if names:
            told["headers"] = answers.headers(*names)
        if form is None:
            return told
        schema = self.resolve_serializer(form, "response").ref
        if status >= 400:
            told["content"] = {MEDIA_TYPE: {"schema": schema}}
            return told
        told["content"] = {
            renderer.media_type: {
                "schema": schema
                if renderer.media_type == JSONRenderer.media_type
                else TEXTS.get(renderer.media_type, {"type": "string"})
            }
            for renderer in self.view.get_renderers()
        }
        return told

    # ---- Fields

    def _schema_of(self, field: serializers.Field[Any, Any, Any, Any]) -> dict[str, Any]:
        schema: dict[str, Any] = self._map_serializer_field(field, "request")
        self._insert_field_validators(field, schema)
        schema.pop("x-spec-enum-id", None)
        return schema

    def _get_serializer_field_meta(self, field: Any, direction: str) -> dict[str, Any]:
        meta: dict[str, Any] = super()._get_serializer_field_meta(field, direction)
        if direction == "request":
            if isinstance(field, serializers.CharField) and not field.allow_blank:
                meta["minLength"] = 1
            if isinstance(field, Text):  # whose action counts
                needed = 1 if field.required else None
                least = needed if field.min_length is None else field.min_length
                told = {"minLength": least, "maxLength": field.max_length}
                meta |= {word: count for word, count in told.items() if count is not None}
        else:
            meta.pop("readOnly", None)
            if isinstance(field, serializers.CharField) and _is_key(field):
                meta["pattern"] = KEY
        if isinstance(field, serializers.ListSerializer):
            most = getattr(field, "max_length", None)
            meta |= {} if most is None else {"maxItems": most}
        if isinstance(field, Words):
            one = "|".join(map(re.escape, field.offered))
            meta["pattern"] = f"^({one})(,({one}))*$"
        if isinstance(field, serializers.JSONField):
            meta.pop("nullable", None)  # it takes anything
        if isinstance(field, serializers.ListField) and not field.allow_empty:
            meta["minItems"] = 1
        if meta.get("default") == "":  # what is left out, and not what can be sent
            del meta["default"]
        return meta

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        if not isinstance(field, Text):  # which may be empty, and is judged later
            super()._insert_field_validators(field, schema)

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        for inner in schema.get("properties", {}).values():
            inner.pop("x-spec-enum-id", None)
            if isinstance(inner.get("items"), dict):
                inner["items"].pop("x-spec-enum-id", None)
        if isinstance(serializer, Strict):
            schema["additionalProperties"] = False
        return schema

    def resolve_serializer(
        self, serializer: Any, direction: Direction, bypass_extensions: bool = False
    ) -> ResolvedComponent:
        """One without fields is told as well: as an object with nothing in it."""
        found: ResolvedComponent = super().resolve_serializer(
            serializer, direction, bypass_extensions
        )
        assert found, f"{serializer} has no fields: answer None instead"
        return found


def _pace(paced: Paced) -> str:
    minute, hour, day = PACES[paced][0]
    return f"Counted as `{paced}`: at most {minute} a minute, {hour} an hour and {day} a day."


def _part(path: str, name: str) -> str:
    """What a parameter of an address is, by the word before it."""
    before = re.search(rf"(\w+)/{{{name}}}", path)
    word = before[1] if before else ""
    return PARTS.get((word, name)) or PARTS.get(("", name)) or f"The {name} of the {word}."


def _is_key(field: serializers.CharField) -> bool:
    source = str(field.source or field.field_name)
    return source.rpartition(".")[2].endswith("key") and field.field_name in answers.KEYS
