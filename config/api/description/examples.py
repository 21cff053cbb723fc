"""An example of every body and every answer, made from its schema and a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# What is no JSON, cut short.
TEXTS: Mapping[str, str] = {
    "application/x-ndjson": '{"key": "k3v9x2m7q4wd", "parent": null, "depth": 0}\n'
    '{"end": {"count": 1, "cursor": "eyJzIjoxMjh9"}}\n',
    "text/markdown": "# The centre of our town should be closed to private cars.\n",
    "text/csv": '"path","depth","key","parent"\r\n"00001","0","k3v9x2m7q4wd",""\r\n',
}
# What fields of a name hold in the story of the examples.
STORY: Mapping[str, Any] = {
    "key": "k3v9x2m7q4wd",
    "debate": "b7t2c9r5z1nh",
    "claim": "k3v9x2m7q4wd",
    "parent": "p8s4d6f1g3jk",
    "passage": "m2n6v8c4x1zl",
    "essay": None,
    "text": "Cars that stay out of the centre do not vanish: they fill the next street.",
    "thesis": "The centre of our town should be closed to private cars.",
    "title": "A street is a place, not a pipe",
    "writer": "Ada Larsson",
    "source_url": "https://example.org/street",
    "url": "https://example.org/counts",
    "language": "en",
    "name": "Bo Lindqvist",
    "brought_by": "Bo Lindqvist",
    "slug": "cities",
    "details": "Counted in **three** towns.",
    "details_html": "<p>Counted in <strong>three</strong> towns.</p>",
    "conclusion_html": "",
    "kind": "reply",
    "relation": "rebut",
    "state": "live",
    "created_at": "2026-05-04T09:30:00.123456Z",
    "opened_at": "2026-05-04T08:00:00Z",
    "edited_at": None,
    "parent_revision": 1,
    "closes_at": None,
    "opens_at": None,
    "expires_at": "2026-08-02T09:30:00Z",
    "revision": 1,
    "depth": 2,
    "up": 12,
    "down": 4,
    "unsure": 3,
    "shares": [5, 10, 10, 15, 20, 25, 15],
    "people": 40,
    "claims": 128,
    "cursor": "eyJzIjoxMjh9",
    "since": "eyJzIjoxMjh9",
    "count": 1,
    "answered": None,
    "locked": False,
    "via": None,
    "rest": None,
    "next": None,
    "previous": None,
    "note": "Please keep to what the thesis says.",
    "quote": "a street is a place",
    "handle": "bo",
    "about": "k3v9x2m7q4wd",
    "act": "d4f6h8j1l3nq",
    "moved_from": None,
    "before": None,
    "after": None,
    "claim_text": "Cars that stay out of the centre do not vanish: they fill the next street.",
    "claim_language": "en",
    "parent_text": "The centre of our town should be closed to private cars.",
    "words": "fill the next street",
    "prefix": "We forgot that ",
    "suffix": ", and built pipes.",
    "answer": "We read it again, and it stays.",
    "appeal": "It was about the thesis.",
    "conclusion": "Most of us would try it for a year.",
    "topic": "cities",
    "token": "rejoinder_4f1c0e9b7a2d",
    "begins": "rejoinder_4f1c",
    "openapi": "3.1.1",
    "format": "rejoinder-debate",
}
MARKS = {"date-time": "T09:", "date": "-", "uri": "://"}  # what a text of each form has in it
ENDS = "replies"  # of the claim of an example, which would hold itself
MOMENT, DAY = "2026-05-04T09:30:00Z", "2026-05-04"


def fill_in(description: dict[str, Any]) -> None:
    """Put an example into every body and every answer that has a schema and no example yet."""
    schemas = description["components"]["schemas"]
    for content in _contents(description):
        for media_type, told in content.items():
            if "examples" in told:
                continue
            if media_type in TEXTS:
                told["example"] = TEXTS[media_type]
            else:
                told["example"] = example(told["schema"], schemas)


def example(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str = "") -> Any:
    """A value that the schema takes: of the story where it has one, else a plain one."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    if "default" in schema and name not in STORY:
        return schema["default"]
    if name in STORY and _takes(schema, STORY[name]):
        return STORY[name]
    for many in ("oneOf", "anyOf", "allOf"):
        if many in schema:
            return example(schema[many][0] or {"type": "object"}, schemas, name)
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    return _OF_KIND[kind](schema, schemas, name)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str) -> Any:
    return {
        inner: example(told, schemas, inner)
        for inner, told in schema.get("properties", {}).items()
        if inner != ENDS
    }


def _array(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str) -> Any:
    return [example(schema["items"], schemas, name.removesuffix("s"))]


def _string(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str) -> Any:
    by_format = {"date-time": MOMENT, "date": DAY, "uri": "https://example.org/"}
    if schema.get("format") in by_format:
        return by_format[schema["format"]]
    if "pattern" in schema and "{12}" in schema["pattern"]:
        return STORY["key"]
    return "A few words."[: schema.get("maxLength")]


def _integer(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str) -> Any:
    return schema.get("minimum", 1)


_OF_KIND = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "number": _integer,
    "boolean": lambda schema, schemas, name: False,
    "null": lambda schema, schemas, name: None,
}


def _takes(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value of the story fits, by type, size, form and list of words."""
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, int) and value > schema.get("maximum", value):
        return False
    kinds = schema.get("type")
    if kinds is None:
        inner = schema.get("oneOf") or schema.get("anyOf") or []
        return any(_takes(each, value) for each in inner if "$ref" not in each)
    marked = value is None or MARKS.get(schema.get("format", ""), "") in str(value)
    return marked and _kind_of(value) in ([kinds] if isinstance(kinds, str) else kinds)


def _kind_of(value: Any) -> str:
    if value is None:
        return "null"
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    return kinds[type(value)]


def _contents(description: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in description["paths"].values():
        for operation in path.values():
            if "requestBody" in operation:
                yield operation["requestBody"]["content"]
            for answer in operation["responses"].values():
                if "content" in answer:
                    yield answer["content"]
