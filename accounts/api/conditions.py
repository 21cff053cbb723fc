"""Requests that say which state of a thing they know: If-Match."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.utils.http import parse_etags
from rest_framework.request import Request

from accounts.api.errors import IfMatchNeeded

# The number before the first hyphen; what stands behind it tells representations apart. A proxy or
# our own compression may have made the tag weak: the wording is the same.
_REVISION = re.compile(r'(?:W/)?"([0-9]{1,9})(?:-[^"]*)?"')


def revision_known(request: HttpRequest | Request) -> int:
    """The number of the revision that If-Match names (`"7"`, `"7-…"`), as the newest one known.

    0, which no revision has, for a tag that is none of ours. Of several the highest. Raises
    IfMatchNeeded without the header, and with `*`, which would overwrite what nobody has read.
    """
    tags = parse_etags(request.META.get("HTTP_IF_MATCH", ""))
    if not tags or tags == ["*"]:
        raise IfMatchNeeded
    named = (_REVISION.fullmatch(tag) for tag in tags)
    return max((int(found[1]) for found in named if found), default=0)
