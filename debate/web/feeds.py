"""Atom feeds: of the site, of a debate, a topic and a person."""

import re
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debate.enums import Relation
from debate.queries.feeds import (
    Feed,
    FeedEntry,
    read_debate_feed,
    read_feed,
    read_person_feed,
    read_topic_feed,
)

TITLE_CHARS = 120
LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")  # of a feed without an entry

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

TITLES = {
    Relation.SUPPORT: gettext_lazy("Support: {text}"),
    Relation.REBUT: gettext_lazy("Rebuttal: {text}"),
    Relation.UNDERCUT: gettext_lazy("Undercut: {text}"),
    Relation.QUESTION: gettext_lazy("Question: {text}"),
}
ANSWER = gettext_lazy("Answer: {text}")
DEBATE = gettext_lazy("New debate: {text}")


class AtomFeed(Atom1Feed):
    """Atom, with the moment of its last change instead of that of its newest entry."""

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    return _atom(request, read_feed(), _("Rejoinder: all debates"), reverse("explore"))


@require_safe
def of_debate(request: HttpRequest, key: str) -> HttpResponse:
    feed = read_debate_feed(key)
    title = feed.name or _("Withdrawn by its author.")
    return _atom(request, feed, title, reverse("threads", args=[key]))


@require_safe
def of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    feed = read_topic_feed(slug)
    title = _("Rejoinder: debates about {topic}").format(topic=feed.name)
    return _atom(request, feed, title, reverse("topic", args=[slug]))


@require_safe
def of_person(request: HttpRequest, key: str) -> HttpResponse:
    feed = read_person_feed(key)
    title = _("Rejoinder: what {name} says").format(name=feed.name)
    return _atom(request, feed, title, reverse("person-activity", args=[key]))


def _atom(request: HttpRequest, feed: Feed, title: str, page: str) -> HttpResponse:
    """The feed, or 304 to who has it already."""
    changed_at = feed.changed_at or LONG_AGO
    atom = AtomFeed(
        title=_in_xml(title),
        link=request.build_absolute_uri(page),
        description=None,
        language=get_language(),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=request.build_absolute_uri(request.path),
        changed_at=changed_at,
    )
    for entry in feed.entries:
        _add(atom, request, entry)
    content = atom.writeString("utf-8")
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = f'"{sha256(content.encode()).hexdigest()[:32]}"'
    response["Last-Modified"] = http_date(changed_at.timestamp())
    return (
        get_conditional_response(
            request,
            etag=response["ETag"],
            last_modified=int(changed_at.timestamp()),
            response=response,
        )
        or response
    )


def _add(atom: AtomFeed, request: HttpRequest, entry: FeedEntry) -> None:
    deed = entry.deed
    stated = deed.claim_kind is not None
    text = deed.text if stated else deed.thesis
    where = (
        reverse("claim", args=[deed.key]) if stated else reverse("debate", args=[deed.debate_key])
    )
    address = request.build_absolute_uri(where)
    atom.add_item(
        title=_in_xml(_title(entry, text)),
        link=address,
        description=_in_xml(escape(text)),  # it is read as HTML
        unique_id=address,  # a permanent address: keys are never used again
        author_name=_in_xml((deed.by and deed.by.name) or _("Somebody who left the site")),
        pubdate=deed.at,
        updateddate=entry.updated_at,
    )


def _title(entry: FeedEntry, text: str) -> str:
    deed = entry.deed
    short = Truncator(text).chars(TITLE_CHARS)
    if deed.relation is None:
        return str(DEBATE).format(text=short)
    if deed.answers and deed.relation == Relation.SUPPORT:
        return str(ANSWER).format(text=short)
    return str(TITLES[deed.relation]).format(text=short)


def _in_xml(text: str) -> str:
    """A text without the characters that XML cannot hold, however they are written."""
    return NOT_XML.sub("", text)
