"""The addresses of debates: nouns, at most two deep; a state change is a noun of its own."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from debate.web import (
    asked,
    claim,
    closing,
    debate,
    edit,
    explore,
    outline,
    pages,
    position,
    printing,
    search,
    similar,
    topic,
    vote,
    withdrawal,
)


class KeyConverter:
    """A public key: what is no key is no address."""

    regex = asked.KEY.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KeyConverter, "key")

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="explore")),
    path("debates/", explore.explore, name="explore"),
    path("debates/new/", outline.new_debate, name="new-debate"),
    path("debates/<key:key>/", debate.reading, name="debate"),
    path("debates/<key:key>/threads/", debate.threads, name="threads"),
    path("debates/<key:key>/outline/", outline.outline, name="outline"),
    path("debates/<key:key>/publication/", outline.publication, name="publication"),
    path("debates/<key:key>/position/", position.position, name="position"),
    path("debates/<key:key>/closing/", closing.closing, name="closing"),
    path("debates/<key:key>/print/", printing.whole, name="print"),
    path("claims/<key:key>/", claim.focus, name="claim"),
    path("claims/<key:key>/reply/", claim.reply, name="reply"),
    path("claims/<key:key>/replies/", claim.replies, name="replies"),
    path("claims/<key:key>/vote/", vote.vote, name="vote"),
    path("claims/<key:key>/edit/", edit.edit, name="claim-edit"),
    path("claims/<key:key>/withdrawal/", withdrawal.withdrawal, name="withdrawal"),
    path("claims/<key:key>/similar/", similar.similar, name="similar"),
    path("search/", search.search, name="search"),
    path("topics/", topic.topics, name="topics"),
    path("topics/<slug:slug>/", topic.topic, name="topic"),
    path("how-it-works/", pages.how_it_works, name="how-it-works"),
]
