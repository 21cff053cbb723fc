"""Voiding the votes of many accounts that act as one, and counting them again; by staff.

The votes stay where they are and keep a mark. A run is one line of the log of moderation: how many
accounts, votes and claims, and the accounts by their numbers (`people`, as logic.numbers writes
them), so that the run can be taken back for exactly those whom it concerned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import PersonKind
from accounts.errors import Invalid, NotAllowed, NotFound
from accounts.models import User
from accounts.names import HANDLE
from debate.actions.act import Deed, keep_line, read_note, read_reason
from debate.actions.suspension import hold_people
from debate.enums import Action, ActKind, Reason
from debate.limits import RING_MAX
from debate.logic.numbers import numbers_in, spans_of
from debate.models import Act, Tally, Vote
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit
from debate.tasks.tally import count_votes_anew

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def void_votes(
    *,
    people: Sequence[str],
    reason: str,
    note: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Act | None:
    """Count no vote of these people (by handle) any more, those that they cast from now on neither.

    Exact against votes that are cast at the same moment: a voter holds their own row while they
    write, so either their vote is there by now or it finds that it is void. Whose votes are void
    already are left out; None, where that is everybody.

    Raises NotFound (whoever is not of the staff), NotAllowed (oneself) and Invalid (nobody, too
    many, an unknown handle, reason, note). Queries: 11. Effects: the tallies are exact when this
    returns, their debates are marked for the worker; one act.
    """
    why, said = read_reason(reason), read_note(note)
    enforce(why_not_on_site(by, Action.VOID_VOTES, at=timezone.now()))  # before handles are told
    assert by
    with transaction.atomic():
        return _set(_Run(_numbers_of(people), ActKind.VOIDED, why, said), by=by, at=at)


def count_votes(
    *, run: str, reason: str, note: str = "", by: Viewer, at: datetime | None = None
) -> Act | None:
    """Take a run back: the votes of everybody whom it concerned count again, in every tally.

    `run` is the key of its act. None, where all of them count already. Raises NotFound (also where
    there was no such run), NotAllowed (oneself among them) and Invalid. Queries: 11. Effects: as
    those of voiding.
    """
    why, said = read_reason(reason), read_note(note)
    enforce(why_not_on_site(by, Action.VOID_VOTES, at=timezone.now()))
    assert by
    with transaction.atomic():
        act = Act.objects.filter(key=run, kind=ActKind.VOIDED).first()
        if act is None:
            raise NotFound("no_act")
        people = numbers_in(act.detail["people"])
        return _set(_Run(people, ActKind.COUNTED, why, said, about=run), by=by, at=at)


def read_handles(typed: str) -> list[str]:
    """Handles as people paste them, one a line or with commas between, each once, in their order.

    Raises Invalid (none, too many).
    """
    words = typed.replace(",", " ").split()
    handles = list(dict.fromkeys(word.removeprefix("@").lower() for word in words))
    if not handles:
        raise Invalid("name_the_accounts", field="people")
    if len(handles) > RING_MAX:
        raise Invalid("ring_too_large", field="people", most=RING_MAX, length=len(handles))
    return handles


def _numbers_of(people: Sequence[str]) -> list[int]:
    handles = read_handles("\n".join(people))
    found = dict(
        User.objects.filter(
            handle__in=[handle for handle in handles if HANDLE.fullmatch(handle)],
            kind=PersonKind.PERSON,
        ).values_list("handle", "pk")
    )
    unknown = [handle for handle in handles if handle not in found]
    if unknown:
        raise Invalid("unknown_accounts", field="people", number=len(unknown))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Run:
    """What is set for whom, and what the log says of it."""

    people: Sequence[int]
    kind: ActKind
    reason: Reason
    note: str
    about: str | None = None


def _set(run: _Run, *, by: User, at: datetime | None) -> Act | None:
    void = run.kind == ActKind.VOIDED
    held, now = hold_people(by.pk, *run.people)
    staff, moment = held[by.pk], at or now
    enforce(why_not_on_site(staff, Action.VOID_VOTES, at=moment))
    if by.pk in run.people:
        raise NotAllowed("own_case")
    changed = [n for n in run.people if n in held and held[n].votes_void != void]
    if not changed:
        return None
    User.objects.filter(pk__in=changed).update(votes_void=void)
    # In one order, as the worker takes them. Whoever votes on one of these claims waits here, and
    # nobody adds or takes back a vote of theirs: their rows are held.
    votes = Vote.objects.filter(person__in=changed)
    locked = Tally.objects.select_for_update(no_key=True).filter(
        claim__in=votes.order_by().values("claim")
    )
    tallies = dict(locked.order_by("pk").values_list("pk", "debate"))
    number = votes.update(valid=not void)
    count_votes_anew(list(tallies))
    for debate in sorted(set(tallies.values())):
        mark_dirty_on_commit(debate)
    detail: dict[str, str | int | bool | None] = {
        "accounts": len(changed),
        "votes": number,
        "claims": len(tallies),
        "people": spans_of(changed),
    }
    deed = Deed(run.kind, run.reason, None, note=run.note, about=run.about, detail=detail)
    return keep_line(deed, by=staff, at=moment)
