"""Opening a debate to others, closing it and opening it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid
from debate.actions.access import read_posting, read_visibility, show_to
from debate.actions.floor import (
    change_rules,
    lock_debate,
    record,
    take_floor_to_change_rules,
)
from debate.actions.following import keep_follow
from debate.actions.wording import RAW_MAX
from debate.enums import Action, ChangeKind, ClaimKind, Posting, Visibility
from debate.formats.markdown import to_html
from debate.limits import CONCLUSION_MAX
from debate.logic.claim_text import canonical_lines, readable
from debate.logic.rules import closed, opened, rules_at
from debate.models import Claim, Debate, DebateRules
from debate.policies.debate import why_not_open_or_close
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def publish_debate(
    *,
    debate: str,
    visibility: str = Visibility.PUBLIC,
    posting: str = Posting.EVERYBODY,
    by: Viewer,
    at: datetime | None = None,
) -> Debate:
    """Open a draft to everybody, to those with its link, or to its members.

    Everything may be done in it from now on, by those who are to take part. Its owner follows it
    from then on. Publishing what is published already is harmless. Raises NotFound, NotSignedIn,
    NotAllowed, Conflict (no thesis yet) and Invalid. Effects: a Change.
    """
    seen_by, posted_by = read_visibility(visibility), read_posting(posting)
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    found = lock_debate(floor)
    if floor.standing.owner and found.visibility != Visibility.DRAFT:
        return found
    enforce(why_not(floor.standing, Action.PUBLISH))
    assert by
    if not Claim.objects.filter(debate=found, kind=ClaimKind.THESIS).exists():
        raise Conflict("thesis_first")
    change_rules(floor, opened(floor.windows, at=floor.at))
    DebateRules.objects.filter(debate=found).update(posting=posted_by)
    show_to(found, seen_by)
    found.opened_at = floor.at
    found.save(update_fields=["visibility", "link_key", "opened_at"])
    record(floor, ChangeKind.OPENED, by=by)
    keep_follow(found, by, at=floor.at)
    mark_dirty_on_commit(found.pk)
    return found


def close_debate(
    *, debate: str, conclusion: str | None = None, by: Viewer, at: datetime | None = None
) -> Debate:
    """End a debate, with a statement in Markdown or without: it stays to be read.

    Of a debate that is closed already the statement is replaced, where one is given; else closing
    twice is harmless. What was planned is dropped. Raises NotFound, NotSignedIn, NotAllowed,
    NotOpen (a draft, in the archive) and Invalid. Effects: a Change.
    """
    kept = read_conclusion(conclusion) if conclusion is not None else None
    html = to_html(kept) if kept else ""
    with transaction.atomic():
        floor = take_floor_to_change_rules(debate, by=by, at=at)
        enforce(why_not_open_or_close(floor.standing))
        assert by
        found = lock_debate(floor)
        ended = not any(w.end is None or w.end > floor.at for w in floor.windows)
        if ended and kept is None:
            return found
        said = kept or ""
        if ended and said == found.conclusion:
            return found
        found.conclusion, found.conclusion_html = said, html
        found.save(update_fields=["conclusion", "conclusion_html"])
        if ended:
            record(floor, ChangeKind.DESCRIBED, by=by, payload={"what": ["conclusion"]})
        else:
            change_rules(floor, closed(floor.windows, at=floor.at))
            record(floor, ChangeKind.CLOSED, by=by, payload={"conclusion": True} if said else None)
        mark_dirty_on_commit(found.pk)
        return found


@transaction.atomic
def reopen_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> Debate:
    """Open a closed debate again, for good; the statement that closed it is dropped.

    Opening what is open is harmless. Raises NotFound, NotSignedIn, NotAllowed and NotOpen (a draft,
    in the archive). Effects: a Change.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not_open_or_close(floor.standing))
    assert by
    found = lock_debate(floor)
    if rules_at(floor.windows, at=floor.at).open:
        return found
    change_rules(floor, opened(floor.windows, at=floor.at))
    dropped = bool(found.conclusion)
    found.conclusion = found.conclusion_html = ""
    found.save(update_fields=["conclusion", "conclusion_html"])
    told = {"conclusion": False} if dropped else None
    record(floor, ChangeKind.REOPENED, by=by, payload=told)
    mark_dirty_on_commit(found.pk)
    return found


def read_conclusion(text: str) -> str:
    """A concluding statement as it is kept. Raises Invalid."""
    if len(text) > RAW_MAX * CONCLUSION_MAX:
        raise _too_long(len(text))
    if not readable(text):
        raise Invalid("unreadable_characters", field="conclusion")
    kept = canonical_lines(text)
    if len(kept) > CONCLUSION_MAX:
        raise _too_long(len(kept))
    return kept


def _too_long(length: int) -> Invalid:
    return Invalid("conclusion_too_long", field="conclusion", most=CONCLUSION_MAX, length=length)
