"""The description for programs, and the page of it for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.operation import operation
from accounts.api.resource import Resource
from config.api.description import document, page
from debate.web.answers import page as answer_page


class OpenAPI(serializers.Serializer[Any]):
    """A description after OpenAPI 3.1."""

    openapi = serializers.CharField()
    info = serializers.DictField()
    servers = serializers.ListField(child=serializers.DictField())
    tags = serializers.ListField(child=serializers.DictField())
    paths = serializers.DictField()
    components = serializers.DictField()


class Description(Resource):
    """What you are reading, for programs: the same for everybody, until the software changes."""

    @operation("Read this description", OpenAPI)
    def get(self, request: Request) -> HttpResponse:
        body, tag = document.written()
        self.tagged(tag)
        return HttpResponse(body, content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    site = request.build_absolute_uri("/").removesuffix("/")
    start = f'SITE={site}\ncurl "$SITE/api/v1/debates"'
    return answer_page(request, "api/page.html", start=start, article=_article(get_language()))


@cache
def _article(language: str | None) -> SafeString:
    """What takes long to draw, in one of the few languages of the site."""
    return render_to_string("api/_article.html", {"docs": page.docs()})
