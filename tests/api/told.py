"""Whether what the API takes and answers is what its description says, for every test that asks."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from jsonschema_rs import Draft202012Validator

from config.api.description.document import description

ALWAYS = {"Content-Type", "Content-Length", "Vary", "Cache-Control", "Allow", "Content-Language"}
NOT_TOLD = {405}  # of a method that a resource does not have, nothing can be told


def untrue(request: HttpRequest, response: HttpResponseBase) -> list[str]:
    """What the description does not say of a request and its answer."""
    told = _operation(request)
    if told is None:
        return []
    status = response.status_code
    if status in NOT_TOLD:
        return []
    answer = told["responses"].get(str(status))
    if answer is None:
        return [f"{status} is not among its answers"]
    answer = _of(answer)
    return [
        *_headers(answer, response),
        *_body(answer, response, status),
        *(_taken(told, request) if status < 300 else ()),
    ]


def _operation(request: HttpRequest) -> Mapping[str, Any] | None:
    found = request.resolver_match
    if found is None or not str(found.url_name).startswith("api-") or request.method is None:
        return None
    name = f"{request.method.lower()}_{str(found.url_name).removeprefix('api-')}"
    return _operations().get(name.replace("-", "_"))


def _headers(answer: Mapping[str, Any], response: HttpResponseBase) -> list[str]:
    told = {name.lower() for name in answer.get("headers", {})}
    ours = {name.lower() for name in description()["components"]["headers"]}
    given = {name.lower() for name in response.headers} & ours
    needed = told & {"retry-after", "www-authenticate", "ratelimit", "etag"}
    lacking = needed - given
    return [f"header {name}" for name in sorted((given - told) | lacking)]


def _body(answer: Mapping[str, Any], response: HttpResponseBase, status: int) -> list[str]:
    content = answer.get("content", {})
    if response.streaming:
        return [] if response["Content-Type"] in content else [f"{response['Content-Type']}"]
    body = response.content  # type: ignore[attr-defined]
    if not body:
        return ["no body"] if content else []
    media_type = response["Content-Type"].partition(";")[0]
    if media_type not in content:
        return [f"{media_type} is not among the forms of {status}"]
    if not media_type.endswith("json"):
        return []
    if "Content-Encoding" in response.headers:
        return []
    return _wrong(content[media_type]["schema"], json.loads(body), closed=True)


def _taken(told: Mapping[str, Any], request: HttpRequest) -> list[str]:
    """What was taken has to be what the description says is."""
    wrong = []
    asked = {p["name"]: p for p in map(_of, told.get("parameters", [])) if p["in"] == "query"}
    for name, value in parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True):
        if name not in asked:
            wrong.append(f"parameter {name}")
        else:
            schema = asked[name]["schema"]
            wrong += [f"{name}: {told}" for told in _wrong(schema, _typed(schema, value))]
    wrong += [n for n, p in asked.items() if p.get("required") and n not in request.GET]
    sent = getattr(request, "_body", b"")
    if sent and sent != b"{}" and request.method not in ("GET", "HEAD"):
        body = told.get("requestBody")
        if body is None:
            return [*wrong, "it takes no body"]
        wrong += _wrong(body["content"]["application/json"]["schema"], json.loads(sent))
    return wrong


def _typed(schema: Mapping[str, Any], value: str) -> Any:
    kinds = schema.get("type", "string")
    if "integer" in kinds and value.lstrip("-").isdecimal():
        return int(value)
    if "boolean" in kinds:
        return {"true": True, "false": False, "1": True, "0": False}.get(value.lower(), value)
    return value


def _wrong(schema: Mapping[str, Any], value: Any, *, closed: bool = False) -> list[str]:
    checked = _validator(json.dumps(schema, sort_keys=True), closed)
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"
        for error in checked.iter_errors(value)
    ]


@cache
def _validator(schema: str, closed: bool) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": description()["components"]}
    return Draft202012Validator(_close(whole) if closed else whole, validate_formats=True)


def _close(schema: Any) -> Any:
    """The same, where objects with fields have no others than those that are told."""
    if isinstance(schema, list):
        return [_close(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _close(told) for name, told in schema.items()}
    if isinstance(inner.get("properties"), dict) and inner.get("type") == "object":
        inner.setdefault("additionalProperties", False)
    return inner


def _of(told: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in told:
        return told
    _hash, _components, kind, name = told["$ref"].split("/")
    found: Mapping[str, Any] = description()["components"][kind][name]
    return found


@cache
def _operations() -> dict[str, Mapping[str, Any]]:
    paths = description()["paths"].values()
    return {o["operationId"]: o for path in paths for o in path.values()}
