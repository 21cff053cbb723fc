"""Requests that say which state of a thing they know: ETag, If-None-Match and If-Match."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import parse_etags
from rest_framework.fields import Field
from rest_framework.request import Request

from accounts.api.errors import IfMatchNeeded
from accounts.api.json import dumps

if TYPE_CHECKING:
    from accounts.api.contract import Form

# The number before the first hyphen; what stands behind it tells representations apart. A proxy or
# our own compression may have made the tag weak: the wording is the same.
_REVISION = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[^"]*)?"')
ANY = ["*"]


class Unchanged(Exception):
    """Whoever asks has what they would be given; nothing is made of it."""


def revision_known(request: HttpRequest | Request) -> int:
    """The number of the revision that If-Match names (`"7"`, `"7-…"`), as the newest one known.

    0, which no revision has, for a tag that is none of ours. Of several the highest. Raises
    IfMatchNeeded without the header, and with `*`, which would overwrite what nobody has read.
    """
    tags = parse_etags(request.META.get("HTTP_IF_MATCH", ""))
    if not tags or tags == ANY:
        raise IfMatchNeeded
    named = (_REVISION.fullmatch(tag) for tag in tags)
    return max((int(found[1]) for found in named if found), default=0)


def is_known(tag: str, request: HttpRequest | Request) -> bool:
    """Whether If-None-Match names a tag, or `*`; weakly compared, as RFC 9110 has it."""
    tags = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return tags == ANY or tag.removeprefix("W/") in {named.removeprefix("W/") for named in tags}


def etag(state: Iterable[object], *, revision: int | None, weak: bool) -> str:
    """A tag that is another one whenever any part of a state is; a revision can be read from it."""
    made_of = blake2b(dumps(list(state)), digest_size=9).digest()
    word = urlsafe_b64encode(made_of).decode("ascii")
    quoted = f'"{word}"' if revision is None else f'"{revision}-{word}"'
    return f"W/{quoted}" if weak else quoted


@cache
def shape(form: Form) -> str:
    """What an answer is written with: another version of the site may write the same otherwise."""
    return " ".join(_fields(form())) if form else ""


def _fields(field: Field[Any, Any, Any, Any]) -> Iterator[str]:
    inner = getattr(field, "child", field)
    yield type(inner).__name__
    for name, part in getattr(inner, "fields", {}).items():
        yield name
        yield from _fields(part)
