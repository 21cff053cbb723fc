"""How what a teacher does on the board is answered: the board again, or what changed on it."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_htmx.http import trigger_client_event

from accounts.errors import Refusal
from classroom.words import sentence
from debate.web.answers import by_htmx, deed, go, say
from debate.web.forms import RefusedForm

of_session = deed("session-board")  # for views that only take what is posted, with `key` alone


def refuse(form: RefusedForm, refusal: Refusal) -> None:
    """Tell a refusal in a form, in the words of the classroom, at the field that it is about."""
    field = form.field_about(refusal)
    form.add_error(field if field in form.fields else None, sentence(refusal))


def done(request: HttpRequest, key: str, parts: Iterable[str], *, told: str) -> HttpResponse:
    """Back to the board of a session; a board that asked by htmx asks anew for these parts."""
    if not by_htmx(request):
        return go(request, reverse("session-board", args=[key]), told=told)
    response = HttpResponse(status=204)
    trigger_client_event(response, "board-done", {"parts": list(parts)})
    return say(response, told)
