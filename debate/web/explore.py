"""The lists of debates: all of them, and those of one topic."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.enums import DebateSort
from debate.queries.explore import list_best_replies, list_debates, list_drafts, list_unlisted
from debate.queries.rows import TopicRow
from debate.queries.topic import count_public_debates, list_topics
from debate.web import asked
from debate.web.answers import page, viewer
from debate.words import DEBATE_SORTS

TOPICS_SHOWN = 7  # in the row above a list; the rest are one click away


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    return listing(request, "debate/explore.html")


def listing(request: HttpRequest, template: str, topic: TopicRow | None = None) -> HttpResponse:
    """A page of debates, all or those of a topic, in the order that the address names."""
    who = viewer(request)
    sort = asked.debate_sort(request.GET)
    cursor = asked.cursor(request.GET)
    debates = list_debates(who, sort=sort, topic=topic.slug if topic else None, cursor=cursor)
    lead = debates.rows[0] if debates.rows and not debates.previous else None
    topics = list_topics()
    shown = topics[:TOPICS_SHOWN]
    if topic:
        shown += tuple(row for row in topics[TOPICS_SHOWN:] if row.slug == topic.slug)
    return page(
        request,
        template,
        page=debates,
        topic=topic,
        topics=shown,
        more_topics=len(topics) > len(shown),
        all_debates=count_public_debates(),
        sort=sort,
        sorts=DEBATE_SORTS.items(),
        keep=f"sort={sort}&" if sort != DebateSort.ACTIVE else "",
        lead=lead,
        best=list_best_replies(lead.key, who) if lead else (),
        drafts=list_drafts(who).rows if not cursor and topic is None else (),
        unlisted=list_unlisted(who) if not cursor and topic is None else (),
    )
