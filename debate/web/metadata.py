"""What a public page says of itself to search engines and previews: Open Graph and schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debate.enums import ClaimState, Visibility
from debate.limits import COMMENTS_TOLD
from debate.queries.rows import (
    Byline,
    ClaimRow,
    DebateHead,
    FocusPage,
    ReadingPage,
    ThreadNode,
    ThreadPage,
)

TITLE_CHARS = 110
DESCRIPTION_CHARS = 200

# Open Graph knows a language with a country only; one that is not named here is left out.
LOCALES = {"en": "en_GB", "de": "de_DE", "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "pt": "pt_PT"}

# A data block is not run, but it ends at the first </script, whatever stands around it; and two
# characters end a line in JavaScript alone.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}

type Thing = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """A public page: `address` is its canonical one, `data` its description in JSON-LD."""

    title: str
    description: str
    address: str
    locale: str
    data: SafeString


def about_threads(request: HttpRequest, head: DebateHead, threads: ThreadPage) -> About | None:
    """A debate as threads; None where nothing may be told."""
    if not _may_be_told(head):
        return None
    posting = _posting(request, head)
    posting["comment"] = _comments(request, [*threads.points, *threads.others])
    address = _whole(request, "threads", head.key)
    return _about(head, _thesis(head).text, _size_of(head), address, posting)


def about_essay(request: HttpRequest, head: DebateHead, reading: ReadingPage) -> About | None:
    """An essay with the thread of one passage; None where nothing may be told."""
    if not _may_be_told(head) or head.essay is None:
        return None
    essay = head.essay
    posting = _posting(request, head)
    article: Thing = {"@type": "Article", "headline": essay.title, "inLanguage": essay.language}
    if essay.writer:
        article["author"] = {"@type": "Person", "name": essay.writer}
    if essay.written_on:
        article["datePublished"] = essay.written_on.isoformat()
    if essay.source_url:
        article["url"] = essay.source_url
    posting["about"] = article
    if reading.chosen:
        chosen = reading.chosen
        point = ThreadNode(chosen.claim, chosen.replies)
        posting["comment"] = _comments(request, chosen.replies if chosen.mark.thesis else [point])
    first = "".join(piece.text for piece in reading.paragraphs[0].pieces) if reading.words else ""
    return _about(head, essay.title, first, _whole(request, "debate", head.key), posting)


def about_claim(request: HttpRequest, focus: FocusPage) -> About | None:
    """One claim with what answers it; None where nothing may be told, or it is gone."""
    head, claim = focus.head, focus.claim
    if not _may_be_told(head) or claim.state != ClaimState.LIVE:
        return None
    address = _whole(request, "claim", claim.key)
    posting = _said(request, claim, "DiscussionForumPosting", address)
    posting["headline"] = claim.text
    posting["mainEntityOfPage"] = address
    if claim.relation is not None:
        posting["isPartOf"] = _whole(request, "threads", head.key)
    nodes = [*focus.supports, *focus.rebuts, *focus.undercuts, *focus.questions]
    posting["comment"] = _comments(request, nodes)
    answered = next((above for above in reversed(focus.ancestors) if above.text), None)
    if answered is None:
        description = _size_of(head)
    else:
        description = _("In answer to: %(text)s") % {"text": answered.text}
    return _about(head, claim.text, description, address, posting)


def _may_be_told(head: DebateHead) -> bool:
    return (
        head.visibility == Visibility.PUBLIC
        and head.thesis is not None
        and head.thesis.state == ClaimState.LIVE
    )


def _thesis(head: DebateHead) -> ClaimRow:
    assert head.thesis is not None
    return head.thesis


def _about(head: DebateHead, title: str, description: str, address: str, posting: Thing) -> About:
    return About(
        title=Truncator(title).chars(TITLE_CHARS),
        description=Truncator(description).chars(DESCRIPTION_CHARS),
        address=address,
        locale=LOCALES.get(head.language.partition("-")[0], ""),
        data=in_script({"@context": "https://schema.org", **posting}),
    )


def in_script(thing: Thing) -> SafeString:
    """A thing as JSON that can stand in a `<script>`, whatever people wrote in it."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 - nothing in it can end the script


def _size_of(head: DebateHead) -> str:
    n = head.claims
    told = ngettext(
        "A debate of %(n)s claim: reasons for and against, and what answers them.",
        "A debate of %(n)s claims: reasons for and against, and what answers them.",
        n,
    )
    return told % {"n": n}


def _posting(request: HttpRequest, head: DebateHead) -> Thing:
    """The thesis as what opens a discussion."""
    address = _whole(request, "threads", head.key)
    posting = _said(request, _thesis(head), "DiscussionForumPosting", address)
    posting["headline"] = _thesis(head).text
    posting["mainEntityOfPage"] = address
    posting["commentCount"] = head.claims
    if head.topics:
        posting["keywords"] = [topic.name for topic in head.topics]
    return posting


def _said(request: HttpRequest, claim: ClaimRow, kind: str, address: str) -> Thing:
    thing: Thing = {
        "@type": kind,
        "url": address,
        "text": claim.text,
        "inLanguage": claim.language,
        "dateCreated": claim.created_at.isoformat(timespec="seconds"),
        "datePublished": claim.created_at.isoformat(timespec="seconds"),
    }
    if claim.byline and claim.byline.name:
        thing["author"] = _person(request, claim.byline)
    if claim.edited_at:
        thing["dateModified"] = claim.edited_at.isoformat(timespec="seconds")
    if claim.tally:
        thing["interactionStatistic"] = [
            {
                "@type": "InteractionCounter",
                "interactionType": f"https://schema.org/{action}",
                "userInteractionCount": count,
            }
            for action, count in (
                ("LikeAction", claim.tally.up),
                ("DislikeAction", claim.tally.down),
            )
        ]
        if kind == "Comment":
            thing["upvoteCount"] = claim.tally.up
            thing["downvoteCount"] = claim.tally.down
    return thing


def _person(request: HttpRequest, byline: Byline) -> Thing:
    person = {"@type": "Person", "name": byline.name}
    if byline.key:
        person["url"] = _whole(request, "person", byline.key)
    return person


def _comments(request: HttpRequest, nodes: Sequence[ThreadNode]) -> list[Thing]:
    """The claims that a page shows, as far as is worth telling; of what is gone, the replies."""
    left = COMMENTS_TOLD

    def told(level: Iterable[ThreadNode]) -> list[Thing]:
        nonlocal left
        found: list[Thing] = []
        for node in level:
            if not left:
                break
            if node.claim.state != ClaimState.LIVE:
                found += told(node.replies)
                continue
            left -= 1
            address = _whole(request, "claim", node.claim.key)
            comment = _said(request, node.claim, "Comment", address)
            if replies := told(node.replies):
                comment["comment"] = replies
            found.append(comment)
        return found

    return told(nodes)


def _whole(request: HttpRequest, name: str, key: str) -> str:
    return request.build_absolute_uri(reverse(name, args=[key]))
