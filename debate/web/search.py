"""Searching: a page by its address, and its results alone while somebody types."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from accounts.errors import Invalid
from accounts.limits import DISPLAY_NAME_MAX
from accounts.networks import network_of
from debate.actions.pace import count_search
from debate.limits import HITS_MAX, SEARCH_CHARS_MAX
from debate.logic.claim_text import canonical_line
from debate.queries.search import Found, Scope, read_scope
from debate.queries.search import search as find
from debate.queries.sought import KINDS, Sought, read_words
from debate.queries.topic import list_topics
from debate.web import asked
from debate.web.answers import by_htmx, page, say, viewer
from debate.words import KIND_WORDS, sentence


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    typed = request.GET.get("q", "")
    sought, scope = _sought(request), None
    if sought.debate is not None:
        scope = read_scope(sought.debate, who)
        sought = replace(sought, debate=scope.key if scope else None)
    try:
        sought = replace(sought, words=read_words(typed))
        found = _find(request, sought)
    except Invalid as refusal:
        problem = sentence(refusal)
        return _answer(request, sought, scope, Found(), typed=typed, problem=problem)
    return _answer(request, sought, scope, found, typed=sought.words)


def _find(request: HttpRequest, sought: Sought) -> Found:
    if not sought.words:
        return Found()
    who = viewer(request)
    count_search(by=who, network=network_of(request.META))
    return find(sought, who, cursor=request.GET.get("after", ""))


def _answer(
    request: HttpRequest,
    sought: Sought,
    scope: Scope | None,
    found: Found,
    *,
    typed: str,
    problem: str = "",
) -> HttpResponse:
    """The page, its results alone, or the next hits alone; `problem` says why there are none."""
    more = "after" in request.GET
    inputs: dict[str, Any] = {
        "sought": sought,
        "scope": scope,
        "found": found,
        "problem": problem,
        "more": more,
        "most": HITS_MAX,
        "keep": _address(sought),
        "everywhere": _address(replace(sought, debate=None)),
        "only_essays": _address(replace(sought, kinds=frozenset({"essay"}))),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    if by_htmx(request) and more and not problem:
        return page(request, "search/_hits.html", **inputs)
    if by_htmx(request):
        response = page(request, "search/_found.html", status=status, **inputs)
        if problem:
            return response
        response = replace_url(response, f"{reverse('search')}?{_address(sought)}".rstrip("?&"))
        return say(response, _told_of(found) if sought.words else "")
    return page(
        request,
        "search/page.html",
        typed=typed.encode("utf-8", "replace").decode(),
        chars_max=SEARCH_CHARS_MAX,
        kinds=[(kind, KIND_WORDS[kind], kind in sought.kinds) for kind in KINDS],
        topics=list_topics(),
        since=_date(request.GET, "from"),
        until=_date(request.GET, "until"),
        filtered=bool(
            sought.kinds or sought.author or sought.topic or sought.since or sought.until
        ),
        status=status,
        **inputs,
    )


def _told_of(found: Found) -> str:
    n = found.count
    if found.near:
        return _("Nothing has exactly these words; these are close.")
    told = ngettext("%(n)s claim found.", "%(n)s claims found.", n) % {"n": n}
    if n >= HITS_MAX:
        told = _("More than %(n)s claims found.") % {"n": HITS_MAX}
    if found.essay_count:
        essays = ngettext("%(n)s essay found.", "%(n)s essays found.", found.essay_count)
        return f"{told} {essays % {'n': found.essay_count}}"
    return told


# ---- Reading the address


def _sought(request: HttpRequest) -> Sought:
    """The filters that an address names; what they cannot mean counts as not asked."""
    given = request.GET
    kinds = frozenset(given.getlist("relation")) & set(KINDS)
    since, until = _date(given, "from"), _date(given, "until")
    author = canonical_line(given.get("author", "").encode("utf-8", "replace").decode())
    return Sought(
        words="",
        kinds=frozenset() if len(kinds) == len(KINDS) else kinds,
        author=author[: DISPLAY_NAME_MAX + 1],
        topic=asked.slug(given, "topic") or "",
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
        debate=asked.key(given, "debate"),
    )


def _date(given: QueryDict, name: str) -> date | None:
    try:
        found = date.fromisoformat(given.get(name, ""))
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None  # others overflow in some time zone


def _midnight(day: date) -> datetime:
    """The beginning of a day where the reader is."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware


def _address(sought: Sought) -> str:
    """The query of an address that asks for just this, ready to be followed by more."""
    until = timezone.localtime(sought.until) - timedelta(days=1) if sought.until else None
    since = timezone.localtime(sought.since) if sought.since else None
    asked_for = [
        ("q", sought.words),
        *(("relation", kind) for kind in KINDS if kind in sought.kinds),
        ("author", sought.author),
        ("topic", sought.topic),
        ("from", since.date().isoformat() if since else ""),
        ("until", until.date().isoformat() if until else ""),
        ("debate", sought.debate or ""),
    ]
    return urlencode([(name, value) for name, value in asked_for if value]) + "&"
