"""A whole debate for paper, sent as it is read, so that its size is nobody's burden."""

from collections.abc import Generator, Iterator
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from accounts.errors import TooMany
from accounts.networks import network_of
from accounts.rates import spend
from debate.limits import PRINT_LARGE, PRINTS_PER_NETWORK
from debate.queries.printed import PrintedDebate, read_printed
from debate.web.answers import viewer

CLAIMS_STAND_HERE = "<!-- claims -->"  # what people wrote before it is escaped, so it stands once
PARTS_AT_ONCE = 8_000  # pieces of markup that are sent together: some 160 claims

# A small debate is handed over whole, but a large one goes only as fast as its reader takes it, and
# holds a thread meanwhile: this many of a process, so that the slow do not keep everybody waiting.
LARGE_AT_ONCE = BoundedSemaphore(3)
LARGE_RETRY_SECONDS = 10


@require_safe
def whole(request: HttpRequest, key: str) -> HttpResponseBase:
    printed = read_printed(key, viewer(request))
    if request.method == "HEAD":
        return HttpResponse()
    large = printed.head.claims >= PRINT_LARGE
    if large:
        spend("print", network_of(request.META), *PRINTS_PER_NETWORK)
    stands_at = reverse("debate" if printed.essay else "threads", args=[key])
    frame = render_to_string(
        "print/debate.html",
        {"printed": printed, "address": request.build_absolute_uri(stands_at)},
        request,
    )
    before, _, after = frame.partition(CLAIMS_STAND_HERE)
    sheets = _sheets(before, printed, after)
    return StreamingHttpResponse(Sheets(one_of_few(sheets) if large else sheets))


class Sheets[Sheet: (str, bytes)]:
    """Pieces to be sent; what can fail at once fails while the status can still tell it."""

    def __init__(self, sheets: Generator[Sheet]) -> None:
        self._sheets: Generator[Sheet] = sheets
        self._first: Sheet = next(sheets)

    def __iter__(self) -> Iterator[Sheet]:
        yield self._first
        yield from self._sheets

    def close(self) -> None:
        self._sheets.close()


def one_of_few[Sheet: (str, bytes)](sheets: Generator[Sheet]) -> Generator[Sheet]:
    """The same pieces, while no more than a few large debates are on their way. Raises TooMany."""
    if not LARGE_AT_ONCE.acquire(blocking=False):
        raise TooMany("too_many_print_at_once", retry_after_seconds=LARGE_RETRY_SECONDS)
    try:
        yield from sheets
    finally:
        LARGE_AT_ONCE.release()


def _sheets(before: str, printed: PrintedDebate, after: str) -> Generator[str]:
    claims = _in_this_language(_claims(printed))
    try:
        yield before + next(claims, "")
        yield from claims
        yield after
    finally:
        printed.claims.close()


def _claims(printed: PrintedDebate) -> Iterator[str]:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    template = engine.env.get_template("print/_claims.jinja")
    stream = template.stream(claims=printed.claims, with_essay=bool(printed.essay))
    stream.enable_buffering(PARTS_AT_ONCE)
    return stream


def _in_this_language(parts: Iterator[str]) -> Iterator[str]:
    """The same parts, each made in the language and the zone of now.

    By the time that they are sent the middleware is done with the request, and the thread may be
    serving somebody else between two of them.
    """
    language, zone = get_language(), timezone.get_current_timezone()

    def made() -> Iterator[str]:
        while True:
            with override(language), timezone.override(zone):
                part = next(parts, None)
            if part is None:
                return
            yield part

    return made()
