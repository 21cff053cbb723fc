"""Telling once what a method of a resource takes, does and answers with.

The request is read by it before the method runs, and the description of the API is written from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Concatenate

from rest_framework.request import Request

from accounts.api.contract import READING, Form, Operation
from accounts.api.strict import Strict, read

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from accounts.api.resource import Resource

type Handler[R: Resource] = Callable[Concatenate[R, Request, ...], HttpResponseBase]


def operation[R: Resource](
    summary: str,
    answer: Form = None,
    *,
    status: int = HTTPStatus.OK,
    also: Mapping[int, Form] | None = None,
    asked: type[Strict] = Strict,
    sent: type[Strict] = Strict,
    paced: StrEnum | None = None,
    kept: bool = True,
) -> Callable[[Handler[R]], Handler[R]]:
    """Make a method of a resource one that reads what it takes before it runs.

    It finds `self.asked` and `self.sent` checked, and nothing in them that is not known. What is
    asked for is counted first, so that what is refused counts too.
    """
    told = Operation(summary, asked, sent, {status: answer, **(also or {})}, paced, kept)

    def given(handler: Handler[R]) -> Handler[R]:
        @wraps(handler)
        def carry_out(self: R, request: Request, **where: Any) -> HttpResponseBase:
            self.asked = read(told.asked, _last_of_each(request))
            self.sent = {} if request.method in READING else read(told.sent, request.data)
            return self.carry_out(told, lambda: handler(self, request, **where))

        carry_out.operation = told  # type: ignore[attr-defined]
        return carry_out

    return given


def _last_of_each(request: Request) -> dict[str, str]:
    return {name: values[-1] for name, values in request.GET.lists()}
