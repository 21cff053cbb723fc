"""Sending a claim that stands in a session back to its author, with a note on what to mend."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import PersonKind
from accounts.errors import NotFound
from classroom.models import Group
from debate.actions.act import read_note, read_reason
from debate.actions.hiding import hide_claim
from debate.enums import ClaimKind, HeldState
from debate.models import Act, Case, Claim, ClaimRevision, HeldClaim, Source

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def send_back(
    *, session: str, claim: str, reason: str, note: str, by: Viewer, at: datetime | None = None
) -> Act | None:
    """Hide a claim, and give its author its words back as a held claim that was returned.

    They mend it and send it again; it waits for the teacher then, and joins the debate anew. What
    answered the first one stays. Sending back what is hidden is harmless and answers None. Raises
    NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict and Invalid (reason, note). Effects: those
    of hiding.
    """
    read_reason(reason)
    said = read_note(note, needed=True)
    with transaction.atomic():
        if not Group.objects.filter(session__key=session, debate__claims__key=claim).exists():
            raise NotFound("no_claim")
        act = hide_claim(claim=claim, reason=reason, note=said, by=by, at=at)
        if act is not None:
            found = Claim.objects.select_related("author", "parent").get(key=claim)
            if found.kind == ClaimKind.REPLY and found.author.kind != PersonKind.GONE:
                returned = _returned(found, at=act.at)
                Case.objects.filter(act=act).update(held=returned)
        return act


def _returned(claim: Claim, *, at: datetime) -> HeldClaim:
    """The newest words of a claim, for its author alone."""
    assert claim.parent  # the thesis alone has none, and none of the two below
    assert claim.relation
    assert claim.parent_revision
    newest = ClaimRevision.objects.get(claim=claim, number=claim.revision)
    cited = Source.objects.filter(revision=newest).order_by("position")
    return HeldClaim.objects.create(
        debate_id=claim.debate_id,
        parent=claim.parent,
        parent_revision=claim.parent_revision,
        relation=claim.relation,
        author_id=claim.author_id,
        text=newest.text,
        details=newest.details,
        sources=[[source.title, source.url] for source in cited],
        via=claim.via,
        state=HeldState.RETURNED,
        at=at,
        judged_at=at,
    )
