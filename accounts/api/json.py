"""JSON as the API reads and writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from accounts.api.errors import BodyTooLarge
from accounts.errors import Invalid
from accounts.limits import JSON_BODY_MAX, JSON_DEPTH_MAX

TOO_DEEP_TO_READ = "depth limit"  # as orjson says it, of a thousand levels


class JSONParser(BaseParser):
    """Reads a JSON body of a bounded size and depth; a program sends one object."""

    media_type = "application/json"
    bytes_max = JSON_BODY_MAX

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        body = stream.read(self.bytes_max + 1)
        if len(body) > self.bytes_max:
            raise BodyTooLarge
        return read_json(body)  # an empty one is none that was told of, and did not arrive


class JSONRenderer(BaseRenderer):
    """Writes JSON; moments are in UTC and end in Z."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else dumps(data)


def dumps(data: Any) -> bytes:
    """JSON in UTF-8; what JSON has no form for (a sentence not yet translated) as its text."""
    return orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)


def read_json(body: bytes) -> dict[str, Any]:
    """One object of JSON, strictly: whatever could be read in two ways is refused.

    NaN, infinity and what becomes it, half of a surrogate pair, other encodings than UTF-8, a byte
    order mark, more levels than anything here has, and a name that comes twice in one object.
    Raises ParseError and Invalid.
    """
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if TOO_DEEP_TO_READ in str(error):
            raise Invalid("json_too_deep", most=JSON_DEPTH_MAX) from error
        raise ParseError from error
    if not isinstance(sent, dict):
        raise Invalid("send_one_object")
    if _deeper_than(sent, JSON_DEPTH_MAX):
        raise Invalid("json_too_deep", most=JSON_DEPTH_MAX)
    json.loads(body, object_pairs_hook=_named_once, parse_int=str, parse_float=str)
    return sent


def _named_once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _value in pairs}) < len(pairs):
        raise Invalid("json_name_twice")


def _deeper_than(sent: Any, most: int) -> bool:
    level = [sent]
    for _depth in range(most):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
