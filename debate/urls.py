"""The addresses of debates: nouns, at most two deep; a state change is a noun of its own."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from debate.web import (
    act,
    activity,
    asked,
    blocks,
    cite,
    claim,
    claim_moderation,
    closing,
    debate,
    draft,
    edit,
    explore,
    export,
    feeds,
    flag,
    following,
    for_you,
    freeze,
    held,
    history,
    importing,
    links,
    live,
    manage,
    members,
    moderation,
    outline,
    pages,
    permissions,
    person,
    position,
    printing,
    search,
    similar,
    sitemap,
    suspension,
    topic,
    vote,
    votes_in_bulk,
    withdrawal,
)


class KeyConverter:
    """A public key: what is no key is no address."""

    regex = asked.KEY.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LinkConverter(KeyConverter):
    """The secret of a link that lets people in."""

    regex = asked.LINK.pattern


register_converter(KeyConverter, "key")
register_converter(LinkConverter, "link")

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="explore"), name="front"),
    path("debates/", explore.explore, name="explore"),
    path("debates/new/", outline.new_debate, name="new-debate"),
    path("debates/import/", importing.importing, name="import-debate"),
    path("debates/new/draft/", draft.debate_draft, name="debate-draft"),
    path("debates/<key:key>/", debate.reading, name="debate"),
    path("debates/<key:key>/threads/", debate.threads, name="threads"),
    path("debates/<key:key>/ticket/", live.ticket, name="ticket"),
    path("debates/<key:key>/claims/", live.claims, name="current-claims"),
    path("debates/<key:key>/outline/", outline.outline, name="outline"),
    path("debates/<key:key>/publication/", outline.publication, name="publication"),
    path("debates/<key:key>/position/", position.position, name="position"),
    path("debates/<key:key>/closing/", closing.closing, name="closing"),
    path("links/<link:link>/", links.open_debate, name="link"),
    path("debates/<key:key>/manage/", manage.overview, name="manage"),
    path("debates/<key:key>/manage/essay/", manage.describe, name="describe"),
    path("debates/<key:key>/manage/access/", manage.access, name="access"),
    path("debates/<key:key>/manage/schedule/", manage.schedule, name="schedule"),
    path("debates/<key:key>/manage/transfer/", manage.transfer, name="transfer"),
    path("debates/<key:key>/manage/archive/", manage.archive, name="archive"),
    path("debates/<key:key>/manage/deletion/", manage.deletion, name="deletion"),
    path("debates/<key:key>/members/", members.members, name="members"),
    path("debates/<key:key>/invitations/", members.invitations, name="invitations"),
    path("debates/<key:key>/leaving/", members.leaving, name="leaving"),
    path("invitations/<link:link>/", members.invitation, name="invitation"),
    path("debates/<key:key>/print/", printing.whole, name="print"),
    path("debates/<key:key>/export/", export.export, name="export-debate"),
    path("debates/<key:key>/cite/", cite.debate, name="debate-cite"),
    path("claims/<key:key>/cite/", cite.claim, name="claim-cite"),
    path("debates/<key:key>/activity/", activity.of_debate, name="activity"),
    path("debates/<key:key>/follow/", following.follow, name="follow"),
    path("debates/<key:key>/feed/", feeds.of_debate, name="debate-feed"),
    path("claims/<key:key>/", claim.focus, name="claim"),
    path("claims/<key:key>/reply/", claim.reply, name="reply"),
    path("claims/<key:key>/replies/", claim.replies, name="replies"),
    path("claims/<key:key>/vote/", vote.vote, name="vote"),
    path("claims/<key:key>/relation/", claim_moderation.relation, name="relation"),
    path("claims/<key:key>/moderation/", claim_moderation.moderation, name="claim-moderation"),
    path("held/<key:key>/", held.held, name="held"),
    path("debates/<key:key>/freeze/", freeze.freeze, name="freeze"),
    path("claims/<key:key>/history/", history.history, name="claim-history"),
    path("claims/<key:key>/edit/", edit.edit, name="claim-edit"),
    path("claims/<key:key>/withdrawal/", withdrawal.withdrawal, name="withdrawal"),
    path("claims/<key:key>/draft/", draft.claim_draft, name="claim-draft"),
    path("claims/<key:key>/flag/", flag.flag, name="flag"),
    path("debates/<key:key>/moderation/", moderation.queue, name="moderation"),
    path("debates/<key:key>/moderation/log/", moderation.log, name="moderation-log"),
    path("debates/<key:key>/blocks/", blocks.blocks, name="blocks"),
    path("acts/<key:key>/", act.act, name="act"),
    path("people/<key:key>/suspension/", suspension.suspension, name="suspension"),
    path("suspension/", suspension.own, name="own-suspension"),
    path("moderation/", suspension.site, name="site-moderation"),
    path("drafts/", draft.drafts, name="drafts"),
    path("claims/<key:key>/similar/", similar.similar, name="similar"),
    path("search/", search.search, name="search"),
    path("topics/", topic.topics, name="topics"),
    path("topics/<slug:slug>/", topic.topic, name="topic"),
    path("topics/<slug:slug>/feed/", feeds.of_topic, name="topic-feed"),
    path("people/<key:key>/activity/", activity.of_person, name="person-activity"),
    path("people/<key:key>/feed/", feeds.of_person, name="person-feed"),
    path("for-you/", for_you.for_you, name="for-you"),
    path("for-you/seen/", for_you.seen, name="notices-seen"),
    path("for-you/acts/<key:key>/", for_you.of_act, name="notice-act"),
    path("for-you/<key:key>/", for_you.opened, name="notice"),
    path("feed/", feeds.of_site, name="feed"),
    path("people/<key:key>/", person.person, name="person"),
    path("sitemap.xml", sitemap.whole, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.part, name="sitemap-section"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("moderation/votes/", votes_in_bulk.votes_in_bulk, name="votes-in-bulk"),
    path("how-it-works/", pages.how_it_works, name="how-it-works"),
    path("how-it-works/permissions/", permissions.permissions, name="permissions"),
]
