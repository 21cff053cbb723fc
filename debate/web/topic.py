"""What debates are about: the list of topics, and a topic's debates."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.queries.topic import list_topics, read_topic
from debate.web.answers import page
from debate.web.explore import listing


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return page(request, "topic/list.html", topics=list_topics())


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return listing(request, "topic/page.html", read_topic(slug))
