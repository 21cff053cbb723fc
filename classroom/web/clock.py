"""Moving the clock of a session: each button of the board is one of these deeds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid
from classroom.actions import clock as actions
from classroom.limits import PHASE_SECONDS_MAX, REOPENED_SECONDS
from classroom.web.deeds import done, of_session
from debate.enums import Paced
from debate.policies.visitor import Viewer
from debate.web.answers import go, viewer
from debate.web.paced import count

MINUTE = 60  # seconds
MINUTES_MAX = PHASE_SECONDS_MAX // MINUTE

type Do = Callable[[HttpRequest, str, Viewer], object]


@dataclass(frozen=True, slots=True)
class Move:
    """What a button does, what is said of it, and which parts of the board are other ones then."""

    do: Do
    told: Promise
    parts: Sequence[str] = ("bar",)


@of_session
def clock(request: HttpRequest, key: str) -> HttpResponse:
    move = MOVES.get(request.POST.get("deed", ""))
    if move is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.ORDER)
    move.do(request, key, viewer(request))
    if move is MOVES["end"]:  # the whole board is another one
        return go(request, reverse("session-board", args=[key]), told=str(move.told))
    return done(request, key, move.parts, told=str(move.told))


def _seen(request: HttpRequest) -> str | None:
    """The phase that held when the button was shown; nothing where the form does not say."""
    return request.POST.get("seen") or None


def _reopened(request: HttpRequest, key: str, who: Viewer) -> object:
    sent = request.POST
    minutes = sent.get("minutes", "")
    whole = minutes.isascii() and minutes.isdecimal() and len(minutes) <= len(str(MINUTES_MAX))
    seconds = int(minutes) * MINUTE if whole else 0 if minutes else REOPENED_SECONDS
    return actions.open_again(
        session=key,
        phase=sent.get("phase", ""),
        seat=sent.get("seat", ""),
        seconds=seconds,
        by=who,
    )


MOVES = {
    "start": Move(
        lambda request, key, who: actions.start_session(session=key, by=who),
        _("The session has started."),
        ("bar", "here"),
    ),
    "next": Move(
        lambda request, key, who: actions.move_on(session=key, seen=_seen(request), by=who),
        _("The next phase has begun."),
        ("bar", "roster", "positions"),
    ),
    "back": Move(
        lambda request, key, who: actions.move_back(session=key, seen=_seen(request), by=who),
        _("The phase before has begun again."),
        ("bar", "roster", "positions"),
    ),
    "to": Move(
        lambda request, key, who: actions.move_to(
            session=key, phase=request.POST.get("phase", ""), by=who
        ),
        _("Another phase has begun."),
        ("bar", "roster", "positions"),
    ),
    "undo": Move(
        lambda request, key, who: actions.undo_move(session=key, seen=_seen(request), by=who),
        _("It is as it was, with the time that was left."),
        ("bar", "roster", "positions"),
    ),
    "longer": Move(
        lambda request, key, who: actions.add_seconds(
            session=key, seconds=MINUTE, seen=_seen(request), by=who
        ),
        _("One minute more."),
    ),
    "shorter": Move(
        lambda request, key, who: actions.add_seconds(
            session=key, seconds=-MINUTE, seen=_seen(request), by=who
        ),
        _("One minute less."),
    ),
    "pause": Move(
        lambda request, key, who: actions.pause(session=key, by=who), _("The clock is paused.")
    ),
    "resume": Move(
        lambda request, key, who: actions.resume(session=key, by=who), _("The clock goes on.")
    ),
    "freeze": Move(
        lambda request, key, who: actions.freeze(session=key, by=who),
        _("Everything is frozen. Nobody can add anything."),
    ),
    "thaw": Move(lambda request, key, who: actions.thaw(session=key, by=who), _("It goes on.")),
    "results": Move(
        lambda request, key, who: actions.show_results(session=key, by=who),
        _("Everybody sees the results now."),
        ("bar", "positions"),
    ),
    "reopen": Move(_reopened, _("The phase is open again for them."), ("bar", "roster")),
    "end": Move(
        lambda request, key, who: actions.end_session(
            session=key, keep_code=request.POST.get("keep_code") == "1", by=who
        ),
        _("The session is over. It can still be read."),
    ),
}
