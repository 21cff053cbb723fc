"""Judging claims one at a time."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Conflict
from classroom.enums import Action
from classroom.queries.access import open_session
from classroom.queries.student import read_desk
from classroom.queries.tasks import read_own_progress
from classroom.web import student
from classroom.words import sentence
from debate.actions.vote import cast_vote
from debate.enums import Paced
from debate.queries.access import open_claim
from debate.web import asked
from debate.web.answers import by_htmx, deed, go, say, viewer
from debate.web.paced import count
from debate.web.vote import WITHDRAW, read_vote
from debate.words import VOTES

SKIP = "skip"


@deed("session")
def cards(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    access = open_session(key, who, Action.SEE)
    desk = read_desk(access, who)
    claim = asked.key(request.POST, "claim") or ""
    open_claim(claim, who, debate=desk.debate.debate.key)
    word = request.POST.get("value", "")
    told = ""
    if word == SKIP:
        told = _("Passed over.")
    else:
        count(request, Paced.VOTE)
        value = read_vote(word)
        try:
            cast_vote(claim=claim, value=value, by=who)
        except Conflict as refusal:  # the bell, or the claim is gone: the page says what is next
            if by_htmx(request):
                raise
            messages.error(request, sentence(refusal))
        else:
            told = (
                _("Your vote is taken back.")
                if value is None
                else _("Your vote: %(vote)s.") % {"vote": VOTES[value].said}
            )
    asks = {"card": claim} if word == WITHDRAW else {"after": claim}
    if not by_htmx(request):
        address = f"{reverse('session', args=[key])}?{urlencode(asks)}#card"
        return go(request, address)
    look = student.Look(read_desk(open_session(key, who), who), request, asks)
    inputs = {**student.facts(look), **student.cards(look), "tasks": read_own_progress(look.desk)}
    response = render(request, "session/on_judged.html", inputs, status=HTTPStatus.OK)
    return say(response, told)
