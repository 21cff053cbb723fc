"""Where what was made can be read."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from rest_framework.request import Request


def located(request: HttpRequest | Request, name: str, key: str) -> dict[str, str]:
    """The header Location of a resource, by the name of its route and its key."""
    return {"Location": request.build_absolute_uri(reverse(name, kwargs={"key": key}))}
