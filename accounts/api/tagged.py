"""Answering that nothing changed, without making what is known already."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from rest_framework.request import Request

from accounts.api.conditions import Unchanged, etag, is_known, shape
from accounts.api.contract import READING, operation_of
from accounts.api.counted import Counted
from accounts.api.pace import unchanged

WITH_TAG = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}


class Tagged(Counted):
    """A resource that can say in which state it is, and answers 304 to whoever knows that one."""

    _etag: str | None = None

    def tagged(self, *state: object, revision: int | None = None, weak: bool = False) -> None:
        """Say what the answer is made of, as soon as that is known: it ends here for who has it.

        Whatever changes the answer has to change `state`, in as far as the tag is not `weak`. Who
        may see the resource has to be settled before. Of what has wordings, If-Match can name the
        `revision` by the tag.
        """
        read = operation_of(getattr(self, str(self.request.method).lower()))
        written = shape(read.answers.get(HTTPStatus.OK)) if read else ""
        form = self.request.accepted_renderer.media_type
        whole = (written, form, get_language(), *state)
        self._etag = etag(whole, revision=revision, weak=weak)
        if self.request.method in READING and is_known(self._etag, self.request):
            raise Unchanged

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override]
        if isinstance(exc, Unchanged):
            self.windows["reads"] = unchanged(self._read)
            return HttpResponseNotModified()
        return super().handle_exception(exc)

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self._etag is not None and answer.status_code in WITH_TAG:
            answer["ETag"] = self._etag
        return answer
