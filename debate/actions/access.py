"""Who sees a debate, who takes part in it, and whether newcomers' first claims wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Invalid
from debate.actions.floor import lock_debate, record, take_floor_to_change_rules
from debate.enums import Action, ChangeKind, Posting, Visibility
from debate.models import Debate, DebateRules, Departure
from debate.models.member import new_link_key
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def set_access(
    *,
    debate: str,
    visibility: str | None = None,
    posting: str | None = None,
    hold_newcomers: bool | None = None,
    by: Viewer,
    at: datetime | None = None,
) -> Debate:
    """Say who sees a published debate and who takes part in it; None leaves a thing as it is.

    Every write that was under way ends first; those that come after meet what is said here. A
    debate that becomes unlisted gets a link, and loses it when it is so no more. Whoever keeps
    order may hold newcomers, the rest is the owner's. Saying it twice is harmless.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen (a draft) and Invalid (back to a draft).
    Effects: a Change.
    """
    seen_by = read_visibility(visibility) if visibility is not None else None
    posted_by = read_posting(posting) if posting is not None else None
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    if hold_newcomers is None or seen_by or posted_by:
        enforce(why_not(floor.standing, Action.SET_ACCESS))
    if hold_newcomers is not None:
        enforce(why_not(floor.standing, Action.HOLD_NEWCOMERS))
    assert by
    found = lock_debate(floor)
    rules = DebateRules.objects.get(debate=found)
    told: dict[str, str | bool] = {}
    if seen_by and seen_by != found.visibility:
        if found.visibility == Visibility.PUBLIC:
            Departure.objects.create(debate_key=found.key, at=floor.at)
        show_to(found, seen_by)
        found.save(update_fields=["visibility", "link_key"])
        told["visibility"] = seen_by
    if posted_by and posted_by != rules.posting:
        rules.posting = posted_by
        told["posting"] = posted_by
    if hold_newcomers is not None and hold_newcomers != rules.hold_newcomers:
        rules.hold_newcomers = hold_newcomers
        told["hold_newcomers"] = hold_newcomers
    if told:
        rules.save(update_fields=["posting", "hold_newcomers"])
        record(floor, ChangeKind.ADMITTED, by=by, payload=told)
        mark_dirty_on_commit(found.pk)
    return found


def show_to(debate: Debate, visibility: Visibility) -> None:
    """Give a debate another visibility, and with it a link or none; unsaved."""
    debate.visibility = visibility
    debate.link_key = new_link_key() if visibility == Visibility.UNLISTED else None


def read_visibility(word: str) -> Visibility:
    """Who is to see a debate that is published. Raises Invalid."""
    if word == Visibility.DRAFT:
        raise Invalid("never_back_to_draft", field="visibility")
    try:
        return Visibility(word)
    except ValueError:
        raise Invalid("no_such_visibility", field="visibility") from None


def read_posting(word: str) -> Posting:
    """Who is to take part in a debate. Raises Invalid."""
    try:
        return Posting(word)
    except ValueError:
        raise Invalid("no_such_posting", field="posting") from None
