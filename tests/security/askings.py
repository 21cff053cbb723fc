"""How each entry of the register is asked for: about which thing, with a form that is in order."""

import json

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from debate.actions.act import Deed, keep_line
from debate.enums import ActKind, Capacity, Reason
from debate.models import Block
from tests.formats.documents import taken_out
from tests.security.cells import Asking, Held, World

SAID = {"text": "Gannets nest where they like.", "relation": "rebut", "revision": "1"}

READING = {
    ("debate", "GET"): Asking(),
    ("threads", "GET"): Asking(),
    ("print", "GET"): Asking(),
    ("export-debate", "GET"): Asking(),
    ("debate-cite", "GET"): Asking(),
    ("activity", "GET"): Asking(),
    ("debate-feed", "GET"): Asking(),
    ("claim", "GET"): Asking("claim"),
    ("claim-cite", "GET"): Asking("claim"),
    ("claim-history", "GET"): Asking("claim"),
    ("similar", "GET"): Asking("claim"),
    ("ticket", "GET"): Asking(),
    ("current-claims", "GET"): Asking(),
    ("notice", "GET"): Asking("claim"),
}

TAKING_PART = {
    ("reply", "GET"): Asking("claim"),
    ("replies", "GET"): Asking("claim"),
    ("replies", "POST"): Asking("claim", SAID),
    ("vote", "POST"): Asking("claim", {"value": "1"}),
    ("position", "POST"): Asking("debate", {"value": "2"}),
    ("claim-edit", "GET"): Asking("claim"),
    ("claim-edit", "POST"): Asking("claim", SAID),
    ("withdrawal", "GET"): Asking("claim"),
    ("withdrawal", "POST"): Asking("claim"),
    ("follow", "POST"): Asking("debate", {"value": "1"}),
}

WHY = {"reason": "spam", "note": "It is an advertisement."}
APPEAL = {"text": "It was no advertisement."}
DECISION = {"decision": "upheld", "answer": "It was one."}


def moved(held: Held, world: World) -> dict[str, str]:
    return {**WHY, "to": held.other.key, "checked": held.other.key}


def flagged(held: Held, world: World) -> dict[str, str]:
    return {"claim": held.claim.key}


def blocked(held: Held, world: World) -> dict[str, str]:
    Block.objects.get_or_create(debate=held.debate, person=world.tom)
    deed = Deed(ActKind.BLOCKED, Reason.SPAM, world.tom.pk)
    return {"act": keep_line(deed, by=world.uma, at=timezone.now(), debate=held.debate).key}


TAKING_PART |= {
    ("flag", "GET"): Asking("claim"),
    ("flag", "POST"): Asking("claim", {"reason": "spam"}),
    ("relation", "GET"): Asking("claim"),
    ("relation", "POST"): Asking("claim", {"relation": "support"}),
    ("leaving", "GET"): Asking(),
    ("leaving", "POST"): Asking(),
    ("invitation", "POST"): Asking("invitation", by_key=True),
    ("act", "GET"): Asking("act"),
    ("act", "POST deed=appeal"): Asking("act", APPEAL),
}

KEEPING_ORDER = {
    ("moderation", "GET"): Asking(),
    ("moderation", "POST deed=settle"): Asking("debate", flagged),
    ("moderation-log", "GET"): Asking(),
    ("claim-moderation", "GET"): Asking("claim"),
    ("claim-moderation", "POST deed=hide"): Asking("claim", WHY),
    ("claim-moderation", "POST deed=restore"): Asking("hidden", WHY),
    ("claim-moderation", "POST deed=relate"): Asking("claim", {**WHY, "relation": "support"}),
    ("claim-moderation", "POST deed=move"): Asking("claim", moved),
    ("claim-moderation", "POST deed=lock"): Asking("claim", WHY),
    ("claim-moderation", "POST deed=unlock"): Asking("claim", WHY),
    ("freeze", "GET"): Asking(),
    ("freeze", "POST deed=freeze"): Asking("debate", {"reason": "heated"}),
    ("freeze", "POST deed=thaw"): Asking("debate", {"reason": "resolved"}),
    ("blocks", "GET"): Asking(),
    ("blocks", "POST deed=block"): Asking("debate", {**WHY, "handle": "tom"}),
    ("blocks", "POST deed=unblock"): Asking("debate", blocked),
    ("held", "GET"): Asking("waiting", own_may=True),
    ("held", "POST deed=approve"): Asking("waiting", only_open=True),
    ("held", "POST deed=return"): Asking("waiting", {**WHY, "reason": "unclear"}),
    ("held", "POST deed=remove"): Asking("waiting", WHY),
    ("held", "POST deed=resend"): Asking("returned", SAID, only_own=True),
    ("held", "POST deed=drop"): Asking("waiting", only_own=True),
    ("act", "POST deed=decide"): Asking("appealed act", DECISION),
}


def heir(held: Held, world: World) -> dict[str, str]:
    return {"to": world.people[Capacity.MODERATOR].key}


def seat(held: Held, world: World) -> dict[str, str]:
    signer = signing.Signer(salt="debate.queries.members")
    return {"member": signer.sign_object(held.seat.pk), "role": "reader"}


RUNNING = {
    ("outline", "GET"): Asking(leads_on=True),
    ("outline", "POST"): Asking("debate", {"deed": "thesis", "text": "Gannets nest."}),
    ("publication", "POST"): Asking(leads_on=True),
    ("closing", "GET"): Asking(),
    ("closing", "POST"): Asking("debate", {"closed": "1"}),
    ("manage", "GET"): Asking(),
    ("describe", "GET"): Asking(),
    ("describe", "POST"): Asking("debate", {"title": "Where gannets nest", "language": "en"}),
    ("access", "GET"): Asking(),
    ("access", "POST"): Asking("debate", {"visibility": "public", "posting": "everybody"}),
    ("access", "POST deed=hold"): Asking("debate", {"hold_newcomers": "1"}),
    ("schedule", "GET"): Asking(),
    ("schedule", "POST"): Asking(),
    ("transfer", "GET"): Asking(),
    ("transfer", "POST"): Asking("debate", heir),
    ("archive", "POST"): Asking("debate", {"archived": "1"}),
    ("deletion", "GET"): Asking(),
    ("deletion", "POST"): Asking(takes_more="409"),  # somebody answered
    ("members", "GET"): Asking(),
    ("members", "POST deed=seat"): Asking("debate", {"handle": "uma", "role": "member"}),
    ("members", "POST deed=role"): Asking("debate", seat),
    ("members", "POST deed=remove"): Asking("debate", seat),
    ("invitations", "POST"): Asking("debate", {"make": "member"}),
}


def exported(held: Held, world: World) -> dict[str, SimpleUploadedFile]:
    """The file of a debate, to be imported."""
    file = json.dumps(taken_out(held.debate, world.uma)).encode()
    return {"file": SimpleUploadedFile("debate.json", file)}


NOTHING = Asking("nothing")
RING = {"people": "ada", "reason": "ring"}
ON_SITE = {
    ("new-debate", "GET"): NOTHING,
    ("new-debate", "POST"): Asking("nothing", {"thesis": "Gannets nest.", "language": "en"}),
    ("import-debate", "GET"): NOTHING,
    ("import-debate", "POST"): Asking("nothing", exported),
    ("suspension", "GET"): Asking("person"),
    ("suspension", "POST deed=suspend"): Asking("person", {**WHY, "days": "7"}),
    ("suspension", "POST deed=readmit"): Asking("person", {"reason": "mistake"}),
    ("site-moderation", "GET"): NOTHING,
    ("votes-in-bulk", "GET"): NOTHING,
    ("votes-in-bulk", "POST deed=look"): Asking("nothing", RING),
    ("votes-in-bulk", "POST deed=void"): Asking("nothing", RING),
    ("drafts", "GET"): NOTHING,
    ("for-you", "GET"): NOTHING,
    ("settings", "GET"): NOTHING,
    ("email", "GET"): NOTHING,
    ("account_change_password", "GET"): NOTHING,
    ("recovery-codes", "GET"): NOTHING,
    ("tokens", "GET"): NOTHING,
    ("export", "GET"): NOTHING,
    ("account-deletion", "GET"): NOTHING,
    ("explore", "GET"): NOTHING,
    ("search", "GET"): NOTHING,
    ("topics", "GET"): NOTHING,
    ("feed", "GET"): NOTHING,
    ("how-it-works", "GET"): NOTHING,
    ("person", "GET"): Asking("person"),
    ("person-activity", "GET"): Asking("person"),
}
