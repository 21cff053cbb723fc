"""The two views of a debate: its essay set to be read, and its threads."""

from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.errors import Refusal
from debate.actions.reading import mark_read
from debate.enums import Relation, Sort, Visibility
from debate.queries.debate import open_head
from debate.queries.essay import read_reading_page
from debate.queries.rows import DebateHead, PassageThread
from debate.queries.thread import read_thread
from debate.web import asked
from debate.web.answers import by_htmx, page, say, viewer
from debate.words import SORTS, way

SORTS_OFFERED = (Sort.BEST, Sort.NEWEST, Sort.CONTESTED, Sort.OPEN)
PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")  # where browsers say why they ask


@require_safe
def reading(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    access, head = open_head(key, who, with_essay=True)
    if head.visibility == Visibility.DRAFT:
        return redirect("outline", key)
    if head.essay is None:
        return redirect("threads", key)
    passage = asked.key(request.GET, "passage")
    shown = read_reading_page(key, who, passage=passage, access=access)
    chosen = shown.chosen
    picked = chosen is not None and chosen.mark.key == passage
    response = page(request, "debate/reading.html", head=head, reading=shown, picked=picked)
    keep_mark(request, head)
    return say(response, _told_of(chosen) if chosen and by_htmx(request) else "")


@require_safe
def threads(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    access, head = open_head(key, who)
    sort = asked.sort(request.GET)
    at, news = asked.key(request.GET, "at"), asked.news(request.GET)
    shown = read_thread(key, who, sort=sort, at=at, news=news, access=access)
    sorts = [(offered, SORTS[offered]) for offered in SORTS_OFFERED]
    filters = [
        (relation, way(relation).reply, getattr(shown.below, relation)) for relation in Relation
    ]
    response = page(
        request, "debate/threads.html", head=head, threads=shown, sorts=sorts, filters=filters
    )
    keep_mark(request, head)
    sorted_by = _("Sorted by: %(order)s.") % {"order": SORTS[sort]}
    return say(response, sorted_by if by_htmx(request) else "")


def keep_mark(request: HttpRequest, head: DebateHead) -> None:
    """Remember that somebody was here and how far the record went that they were shown.

    Not if nobody looks yet: a page that is fetched in advance may never be seen. Where it fails,
    the page is still worth showing.
    """
    who = viewer(request)
    if who and request.method == "GET" and not _in_advance(request):
        with suppress(Refusal, DatabaseError):
            mark_read(debate=head.key, seq=head.seq, by=who, at=head.at)


def _in_advance(request: HttpRequest) -> bool:
    return any("prefetch" in request.headers.get(name, "").lower() for name in PURPOSES)


def _told_of(chosen: PassageThread) -> str:
    answers = ngettext("%(n)s answer", "%(n)s answers", chosen.mark.answers)
    return _("Passage %(number)s of %(of)s, %(answers)s.") % {
        "number": chosen.mark.number,
        "of": chosen.of,
        "answers": answers % {"n": chosen.mark.answers},
    }
