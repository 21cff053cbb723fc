"""How each method of the API is asked for: about which thing, with a body that is in order."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from debate.enums import Capacity
from debate.queries.cursor import ListCursor, write_change_cursor, write_list_cursor
from debate.queries.members import write_seat
from tests.security.askings import APPEAL, DECISION, WHY, blocked, flagged
from tests.security.cells import Asking, Held, World


def since(held: Held, world: World) -> dict[str, str]:
    return {"since": write_change_cursor(held.debate.key, 0)}


SAID = {"text": "Gannets nest where they like."}
CLAIM = Asking("claim")
ESSAY = Asking("essay")

READING = {
    ("api-debate", "GET"): Asking(),
    ("api-thread", "GET"): Asking(),
    ("api-changes", "GET"): Asking(query=since),
    ("api-export", "GET"): Asking(),
    ("api-activity", "GET"): Asking(),
    ("api-moderation-log", "GET"): Asking(),
    ("api-position", "GET"): Asking(),
    ("api-follow", "GET"): Asking(),
    ("api-essay-of-debate", "GET"): Asking(),
    ("api-essay", "GET"): ESSAY,
    ("api-essay-passages", "GET"): ESSAY,
    ("api-essay-revisions", "GET"): ESSAY,
    ("api-essay-revision", "GET"): ESSAY,
    ("api-passage", "GET"): Asking("passage"),
    ("api-claim", "GET"): CLAIM,
    ("api-claim-revisions", "GET"): CLAIM,
    ("api-claim-revision", "GET"): CLAIM,
    ("api-claim-sources", "GET"): CLAIM,
    ("api-replies", "GET"): CLAIM,
    ("api-vote", "GET"): CLAIM,
    ("api-similar", "GET"): Asking("claim", query={"text": "Gannets nest"}),
    ("api-act", "GET"): Asking("act"),
}

TAKING_PART = {
    ("api-replies", "POST"): Asking("claim", {**SAID, "relation": "rebut"}),
    ("api-claim", "PATCH"): Asking("claim", SAID, headers={"If-Match": '"1"'}),
    ("api-relation", "PUT"): Asking("claim", {"relation": "support"}),
    ("api-withdrawal", "POST"): CLAIM,
    ("api-vote", "PUT"): Asking("claim", {"value": 1}),
    ("api-vote", "DELETE"): CLAIM,
    ("api-flag", "POST"): Asking("claim", {"reason": "spam"}),
    ("api-draft", "GET"): Asking("claim", takes_more="404"),  # nobody has begun anything
    ("api-draft", "PUT"): Asking("claim", SAID),
    ("api-position", "PUT"): Asking("debate", {"value": 2}),
    ("api-position", "DELETE"): Asking(),
    ("api-follow", "PUT"): Asking(),
    ("api-follow", "DELETE"): Asking(leads_on=True),
    ("api-leaving", "POST"): Asking(),
    ("api-invitation", "POST"): Asking("invitation", by_key=True),
    ("api-appeal", "POST"): Asking("act", APPEAL),
    ("api-held", "PATCH"): Asking("returned", SAID, only_own=True),
    ("api-held", "DELETE"): Asking("waiting", only_own=True),
}


def moved(held: Held, world: World) -> dict[str, str]:
    return {**WHY, "to": held.other.key}


def block(held: Held, world: World) -> dict[str, str]:
    return {"key": blocked(held, world)["act"]}


KEEPING_ORDER = {
    ("api-claim-moderation", "GET"): CLAIM,
    ("api-hiding", "POST"): Asking("claim", WHY),
    ("api-restoration", "POST"): Asking("hidden", WHY),
    ("api-relation-by-order", "POST"): Asking("claim", {**WHY, "relation": "support"}),
    ("api-move", "POST"): Asking("claim", moved),
    ("api-lock", "POST"): Asking("claim", WHY),
    ("api-unlock", "POST"): Asking("claim", WHY),
    ("api-moderation", "GET"): Asking(),
    ("api-settlement", "POST"): Asking("debate", flagged),
    ("api-freeze", "POST"): Asking("debate", {"reason": "heated"}),
    ("api-thaw", "POST"): Asking("debate", {"reason": "resolved"}),
    ("api-blocks", "GET"): Asking(),
    ("api-blocks", "POST"): Asking("debate", {**WHY, "handle": "tom"}),
    ("api-unblocking", "POST"): Asking("debate", {"reason": "mistake"}, parts=block),
    ("api-decision", "POST"): Asking("appealed act", DECISION),
    ("api-held", "GET"): Asking("waiting", own_may=True),
    ("api-approval", "POST"): Asking("waiting", only_open=True),
    ("api-return", "POST"): Asking("waiting", {**WHY, "reason": "unclear"}),
    ("api-removal", "POST"): Asking("waiting", WHY),
}


def heir(held: Held, world: World) -> dict[str, str]:
    return {"to": world.people[Capacity.MODERATOR].key}


def seat(held: Held, world: World) -> dict[str, str]:
    return {"seat": write_seat(held.seat.pk)}


def reply(held: Held, world: World) -> dict[str, str]:
    return {"claim": held.claim.key}


RUNNING = {
    ("api-outline", "GET"): Asking(),
    ("api-outline", "DELETE"): Asking(),
    ("api-outline-thesis", "PUT"): Asking("debate", SAID),
    ("api-outline-points", "POST"): Asking("debate", SAID),
    ("api-outline-point", "DELETE"): Asking(parts=reply, takes_more="409"),  # it is no point
    ("api-outline-topics", "PUT"): Asking("debate", {"topics": []}),
    ("api-publication", "POST"): Asking("debate", {"visibility": "public"}, leads_on=True),
    ("api-closing", "GET"): Asking(),
    ("api-closing", "PUT"): Asking("debate", {"conclusion": "So be it."}),
    ("api-closing", "DELETE"): Asking(),
    ("api-manage", "GET"): Asking(),
    ("api-describe", "GET"): Asking(),
    ("api-describe", "PATCH"): Asking("debate", {"language": "en"}),
    ("api-topics-of-debate", "GET"): Asking(),
    ("api-topics-of-debate", "PUT"): Asking("debate", {"topics": []}),
    ("api-access", "GET"): Asking(),
    ("api-access", "PUT"): Asking("debate", {"visibility": "public", "posting": "everybody"}),
    ("api-newcomers", "PUT"): Asking(),
    ("api-newcomers", "DELETE"): Asking(),
    ("api-schedule", "GET"): Asking(),
    ("api-schedule", "PUT"): Asking("debate", {"closes_at": None}),
    ("api-archive", "PUT"): Asking(),
    ("api-archive", "DELETE"): Asking(),
    ("api-transfer", "GET"): Asking(),
    ("api-transfer", "POST"): Asking("debate", heir),
    ("api-deletion", "GET"): Asking(),
    ("api-deletion", "POST"): Asking(takes_more="409"),  # somebody answered
    ("api-members", "GET"): Asking(),
    ("api-members", "POST"): Asking("debate", {"handle": "uma", "role": "member"}),
    ("api-member", "GET"): Asking(parts=seat),
    ("api-member", "PATCH"): Asking("debate", {"role": "reader"}, parts=seat),
    ("api-member", "DELETE"): Asking(parts=seat),
    ("api-invitations", "POST"): Asking("debate", {"role": "member"}),
    ("api-invitations", "DELETE"): Asking(query={"role": "member"}),
}


def shown(held: Held, world: World) -> dict[str, str]:
    return {"up_to": write_list_cursor(ListCursor(timezone.now(), 1, back=False))}


def taken_out(held: Held, world: World) -> dict[str, Any]:
    file = Client().get(reverse("api-export", kwargs={"key": held.debate.key}))
    told: dict[str, Any] = json.loads(file.getvalue())
    return told


NOTHING = Asking("nothing")
PERSON = Asking("person")
ON_SITE = {
    ("api-debates", "GET"): NOTHING,
    ("api-debates", "POST"): Asking("nothing", {"thesis": "Gannets nest."}),
    ("api-import", "POST"): Asking("nothing", taken_out),
    ("api-suspension", "GET"): PERSON,
    ("api-suspension", "PUT"): Asking("person", {**WHY, "days": 7}),
    ("api-readmission", "POST"): Asking("person", {"reason": "mistake"}),
    ("api-person", "GET"): PERSON,
    ("api-person-activity", "GET"): PERSON,
    ("api-search", "GET"): Asking("nothing", query={"q": "gannets"}),
    ("api-topics", "GET"): NOTHING,
    ("api-all-changes", "GET"): NOTHING,
    ("api-description", "GET"): NOTHING,
    ("api-drafts", "GET"): NOTHING,
    ("api-own-held", "GET"): NOTHING,
    ("api-notices", "GET"): NOTHING,
    ("api-notices-seen", "POST"): Asking("nothing", shown),
    ("api-positions", "GET"): NOTHING,
    ("api-votes", "GET"): NOTHING,
    ("api-tokens", "GET"): NOTHING,
}
