"""Counting what is asked for through the pages, before it is done."""

from django.http import HttpRequest, HttpResponse

from accounts.errors import Refusal, TooMany
from accounts.networks import network_of
from debate.actions.pace import count_deed
from debate.enums import Paced
from debate.web.answers import viewer


def count(request: HttpRequest, paced: Paced) -> None:
    """Count a deed against the limits of whoever asks and of their network. Raises TooMany."""
    count_deed(paced, by=viewer(request), network=network_of(request.META))


def again_later(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """A form that was refused, which also tells programs when it may be sent again."""
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after_seconds)
    return response
