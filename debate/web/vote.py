"""Judging a claim."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from debate.actions.vote import cast_vote
from debate.enums import Paced, VoteValue
from debate.queries.claim import read_claim
from debate.queries.history import read_wordings
from debate.queries.rows import ClaimRow, WordingsRow
from debate.web.answers import by_htmx, came_from, components, deed, go, viewer, way_back
from debate.web.paced import count
from debate.words import VOTES

WITHDRAW = "withdraw"
VALUES: dict[str, VoteValue | None] = {str(int(v)): v for v in VoteValue} | {WITHDRAW: None}


@deed("claim")
def vote(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    count(request, Paced.VOTE)
    value = read_vote(request.POST.get("value", ""))
    cast_vote(claim=key, value=value, by=who)
    claim = read_claim(key, who)
    if by_htmx(request):
        return components(
            "on_voted",
            claim=claim,
            signed_in=who,
            words="words" in request.POST,
            wordings=_wordings_on_page(request, claim),
            said=_told_of(claim, value),
        )
    return go(request, way_back(request, claim))


def _wordings_on_page(request: HttpRequest, claim: ClaimRow) -> WordingsRow | None:
    """The count of votes on earlier wordings, where the page that was voted on has it."""
    own, history = (reverse(name, args=[claim.key]) for name in ("claim", "claim-history"))
    return read_wordings(claim.key, viewer(request)) if came_from(request, own, history) else None


def read_vote(word: str) -> VoteValue | None:
    if word not in VALUES:
        raise Invalid("no_such_vote", field="value")
    return VALUES[word]


def _told_of(claim: ClaimRow, value: VoteValue | None) -> str:
    if value is None:
        return _("Your vote is taken back.")
    if claim.tally is None:
        return _("Your vote: %(vote)s.") % {"vote": VOTES[value].said}
    return _("Your vote: %(vote)s. %(up)s convincing, %(down)s not convincing.") % {
        "vote": VOTES[value].said,
        "up": claim.tally.up,
        "down": claim.tally.down,
    }
