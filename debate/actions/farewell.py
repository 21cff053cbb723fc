"""Forgetting somebody who has their data deleted: what they gave to debates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, Manager, OuterRef, Q, QuerySet, Subquery

from debate.actions.deletion import forget_imported, imported_authors
from debate.enums import ChangeKind, ClaimState, Visibility, VoteValue
from debate.logic.ranking import best
from debate.logic.rules import read_personal, write_personal
from debate.models import (
    Block,
    Case,
    Change,
    Claim,
    Debate,
    DebateRules,
    Delta,
    Departure,
    DirtyDebate,
    Draft,
    Essay,
    EssayRevision,
    Flag,
    Follow,
    HeldClaim,
    Invitation,
    LinkVisit,
    Membership,
    Notice,
    Position,
    ReadMark,
    Tally,
    Vote,
)
from debate.policies.person import brought_in
from debate.tasks.dirty import mark_dirty_on_commit
from debate.tasks.emptying import empty_claims
from debate.tasks.tally import count_debate
from debate.tasks.telling import tell_of_claims

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 1_000  # rows in one statement

# Their own, of which nothing stays: the rows, and the column that says whose one is.
THEIRS: tuple[tuple[Manager[Any], str], ...] = (
    (Draft.objects, "person"),
    (Delta.objects, "person"),
    (HeldClaim.objects, "author"),
    (Notice.objects, "person"),
    (Follow.objects, "person"),
    (ReadMark.objects, "person"),
    (Membership.objects, "person"),
    (LinkVisit.objects, "person"),
    (Invitation.objects, "by"),
    (Flag.objects, "person"),
    (Block.objects, "person"),
)

# Where they took part, so that a number or a name has to change.
_TOUCHED = """
SELECT id FROM debate_debate WHERE owner_id = %(person)s
UNION SELECT debate_id FROM debate_claim WHERE author_id = %(person)s
UNION SELECT debate_id FROM debate_heldclaim WHERE author_id = %(person)s
UNION SELECT debate_id FROM debate_vote WHERE person_id = %(person)s
UNION SELECT debate_id FROM debate_position WHERE person_id = %(person)s
UNION SELECT debate.id FROM debate_debate AS debate JOIN debate_essay AS essay
          ON essay.id = debate.essay_id WHERE essay.brought_by_id = %(person)s
UNION SELECT debate_id FROM debate_debaterules
       WHERE personal @> jsonb_build_array(jsonb_build_object('person', %(person)s::bigint))
"""


def forget_person(person: User, at: datetime) -> None:
    """Take everything that a person gave out of the debates, and keep the trees whole.

    Their claims are withdrawn and emptied; what they alone were in is deleted; what counts them is
    counted anew. The caller holds the person's row alone, inside a transaction.

    Every write in a debate holds its writer and its rules: once they are held here, alone and in
    the order of the debates' numbers, each such write is either done, and found below, or waits and
    then meets somebody who has left.
    """
    touched = _hold_debates(person)
    _empty_log_of_admin(person)
    _empty_cases(person)
    _settle_flags_on(person, at)
    for rows, whose in THEIRS:
        rows.filter(**{whose: person}).delete()
    _close_their_windows(person)
    gone = _delete_own_debates(person, at)
    stays = [pk for pk in touched if pk not in gone]
    _delete_own_essays(person, at)
    _empty_conclusions(person, stays)
    _withdraw_claims(person, at)
    _take_votes_back(person)
    Position.objects.filter(person=person).delete()
    for debate in stays:
        count_debate(debate)
        mark_dirty_on_commit(debate)


def _hold_debates(person: User) -> list[int]:
    """Hold the rules and then the rows of all debates that they took part in; their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"person": person.pk})
        touched = sorted(pk for (pk,) in cursor.fetchall())
    rules = DebateRules.objects.select_for_update().filter(debate__in=touched)
    list(rules.order_by("debate_id").values_list("debate_id"))
    # A mark that the worker holds comes before the debate: else the two may wait for each other.
    marks = DirtyDebate.objects.select_for_update().filter(debate__in=touched)
    list(marks.order_by("debate_id").values_list("debate_id"))
    held = Debate.objects.select_for_update(no_key=True).filter(pk__in=touched)
    return list(held.order_by("pk").values_list("pk", flat=True))


def _empty_log_of_admin(person: User) -> None:
    """Lines of the admin's log are titled with the words of what staff changed there."""
    for model, theirs in (
        (Claim, Claim.objects.filter(author=person)),
        (Essay, Essay.objects.filter(brought_by=person)),
    ):
        lines = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
        for numbers in _batches(theirs.values_list("pk", flat=True)):
            lines.filter(object_id__in=map(str, numbers)).delete()


def _empty_cases(person: User) -> None:
    """Their notes, appeals and answers go; an appeal that waits is no longer one."""
    Case.objects.filter(actor=person).update(note="")
    Case.objects.filter(subject=person).update(appeal="")
    Case.objects.filter(subject=person, decided_at=None).update(appealed_at=None)
    Case.objects.filter(decided_by=person).update(answer="")


def _settle_flags_on(person: User, at: datetime) -> None:
    Flag.objects.filter(claim__author=person, settled_at=None).update(settled_at=at)


def _close_their_windows(person: User) -> None:
    """Forget that anything was open to them only."""
    for rules in DebateRules.objects.filter(personal__contains=[{"person": person.pk}]):
        others = [own for own in read_personal(rules.personal) if own.person != person.pk]
        rules.personal = write_personal(others)
        rules.save(update_fields=["personal"])


def _delete_own_debates(person: User, at: datetime) -> set[int]:
    """Debates of theirs in which nobody else said anything, with all that hangs on them."""
    others = Claim.objects.filter(~brought_in("author"), debate=OuterRef("pk")).exclude(
        author=person
    )
    held = HeldClaim.objects.filter(debate=OuterRef("pk")).exclude(author=person)
    alone = Debate.objects.filter(owner=person).exclude(
        pk__in=Debate.objects.filter(owner=person)
        .filter(Q(pk__in=others.values("debate")) | Q(pk__in=held.values("debate")))
        .values("pk")
    )
    gone = set(Debate.objects.select_for_update().filter(pk__in=alone).values_list("pk", flat=True))
    essays = list(Essay.objects.filter(debates__in=gone).values_list("pk", flat=True))
    # In the order of their numbers, so that no draft about them is saved meanwhile.
    claims = Claim.objects.filter(debate__in=gone).order_by("pk")
    list(claims.select_for_update(of=("self",)).values_list("pk"))
    public = Debate.objects.filter(pk__in=gone, visibility=Visibility.PUBLIC)
    Departure.objects.bulk_create(
        Departure(debate_key=key, at=at) for key in public.values_list("key", flat=True)
    )
    authors = imported_authors(gone)
    Debate.objects.filter(pk__in=gone).delete()
    forget_imported(authors)
    Essay.objects.filter(pk__in=essays, debates=None).delete()
    return gone


def _delete_own_essays(person: User, at: datetime) -> None:
    """Essays that they say they wrote: claims that were drawn from one stay, without the place."""
    own = list(Essay.objects.filter(brought_by=person, own_words=True).values_list("pk", flat=True))
    drawn = Claim.objects.filter(passage__revision__essay__in=own).values_list("pk", flat=True)
    tell_of_claims(ChangeKind.ANCHORED, list(drawn), at=at)
    Claim.objects.filter(passage__revision__essay__in=own).update(passage=None)
    Debate.objects.filter(essay__in=own).update(essay=None)
    EssayRevision.objects.filter(essay__in=own).delete()
    Essay.objects.filter(pk__in=own).delete()


def _empty_conclusions(person: User, debates: Sequence[int]) -> None:
    """What they said in closing, also of a debate that is somebody else's by now."""
    said = Change.objects.filter(debate=OuterRef("pk")).filter(
        Q(kind=ChangeKind.CLOSED)
        | Q(kind=ChangeKind.DESCRIBED, payload__contains={"what": ["conclusion"]})
    )
    last = Subquery(said.order_by("-seq").values("actor")[:1])
    concluded = Debate.objects.filter(pk__in=debates).annotate(concluded_by=last)
    concluded.filter(Q(concluded_by=person.pk) | Q(concluded_by=None, owner=person)).update(
        conclusion="", conclusion_html=""
    )


def _withdraw_claims(person: User, at: datetime) -> None:
    """Withdraw and empty every claim of theirs, and tell of each that still stood."""
    for numbers in _batches(Claim.objects.filter(author=person).values_list("pk", flat=True)):
        held = Claim.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=numbers)
        standing = [
            claim
            for claim in held.order_by("debate_id", "pk").only(
                "pk", "debate_id", "state", "revision"
            )
            if claim.state != ClaimState.WITHDRAWN
        ]
        Claim.objects.filter(pk__in=[claim.pk for claim in standing]).update(
            state=ClaimState.WITHDRAWN, withdrawn_at=at
        )
        empty_claims(numbers)
        _tell_of(standing, person, at)


def _tell_of(claims: Sequence[Claim], person: User, at: datetime) -> None:
    """A Change for each claim that was withdrawn, numbered under its debate's lock."""
    changes = []
    for debate in sorted({claim.debate_id for claim in claims}):
        own = [claim for claim in claims if claim.debate_id == debate]
        first = Debate.objects.values_list("last_seq", flat=True).get(pk=debate) + 1
        changes += [
            Change(
                debate_id=debate,
                seq=seq,
                kind=ChangeKind.WITHDRAWN,
                claim=claim,
                actor=person,
                revision=claim.revision,
                at=at,
            )
            for seq, claim in enumerate(own, first)
        ]
        Debate.objects.filter(pk=debate).update(last_seq=first + len(own) - 1)
    Change.objects.bulk_create(changes, batch_size=BATCH)


def _take_votes_back(person: User) -> None:
    """Delete their votes and count again what they judged; void ones were in no number."""
    judged = Vote.objects.filter(person=person).order_by("claim").values_list("claim", flat=True)
    for numbers in _batches(judged):
        tallies = {
            tally.pk: tally
            for tally in Tally.objects.select_for_update(no_key=True)
            .filter(pk__in=numbers)
            .order_by("pk")
        }
        Vote.objects.filter(person=person, claim__in=numbers).delete()
        counted = Claim.objects.filter(pk__in=numbers).annotate(
            up=_valid(VoteValue.CONVINCING),
            down=_valid(VoteValue.NOT_CONVINCING),
            unsure=_valid(VoteValue.UNSURE),
        )
        for pk, up, down, unsure in counted.values_list("pk", "up", "down", "unsure"):
            tally = tallies[pk]
            tally.up, tally.down, tally.unsure = up, down, unsure
            tally.best, tally.version = best(up, down), tally.version + 1
        Tally.objects.bulk_update(
            tallies.values(), ["up", "down", "unsure", "best", "version"], batch_size=BATCH
        )


def _valid(value: VoteValue) -> Count:
    return Count("votes", filter=Q(votes__value=value, votes__valid=True))


def _batches(numbers: Iterable[int] | QuerySet[Claim, int]) -> Iterable[list[int]]:
    left = list(numbers)
    return [left[start : start + BATCH] for start in range(0, len(left), BATCH)]
