"""The addresses of the API below /api/v1/: those of the pages, with or without the last slash."""

import re

from django.urls import URLPattern, re_path
from rest_framework.views import APIView

from accounts import keys
from debate.api import changes, claims, debates, thread

PARTS = {"key": keys.PATTERN}


def resource(address: str, view: type[APIView], name: str) -> URLPattern:
    """One resource at both forms of its address; links are made without the slash."""
    written = re.sub(r"<(\w+)>", lambda part: f"(?P<{part[1]}>{PARTS[part[1]]})", address)
    return re_path(rf"^{written}/?\Z", view.as_view(), name=name)


urlpatterns = [
    resource("claims/<key>", claims.Claim, "api-claim"),
    resource("claims/<key>/replies", claims.Replies, "api-replies"),
    resource("debates", debates.Debates, "api-debates"),
    resource("debates/<key>", debates.Debate, "api-debate"),
    resource("debates/<key>/changes", changes.Changes, "api-changes"),
    resource("debates/<key>/thread", thread.Thread, "api-thread"),
]
