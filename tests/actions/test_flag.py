import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.flag import flag_claim, settle_flags
from debate.enums import FLAG_REASONS, Reason, Role, Visibility
from debate.limits import NOTE_MAX
from debate.models import Act, Change, Debate, Flag
from tests import factories
from tests.factories import Thread


def test_somebody_flags_a_claim_once_and_the_newer_reason_counts(thread: Thread, dan: User) -> None:
    claim = thread.rebut.key
    flag_claim(claim=claim, reason="spam", note="Look at the link.", by=dan)
    flag_claim(claim=claim, reason="insult", note="  It calls\nme names. ", by=dan)
    flag = Flag.objects.get()
    assert (flag.claim, flag.person, flag.debate) == (thread.rebut, dan, thread.debate)
    assert (flag.reason, flag.note) == (Reason.INSULT, "It calls me names.")


def test_a_flag_changes_nothing_that_others_see(thread: Thread, dan: User) -> None:
    before = Change.objects.count(), Act.objects.count()
    flag_claim(claim=thread.rebut.key, reason="spam", by=dan)
    settle_flags(claim=thread.rebut.key, by=thread.debate.owner)
    assert before == (Change.objects.count(), Act.objects.count())


def test_a_settled_flag_stays_settled_and_another_can_be_raised(
    thread: Thread, alice: User, dan: User, eve: User
) -> None:
    claim = thread.rebut.key
    for person in (dan, eve):
        flag_claim(claim=claim, reason="spam", by=person)
    settle_flags(claim=claim, by=alice)
    settle_flags(claim=claim, by=alice)
    assert Flag.objects.filter(settled_at=None).count() == 0
    flag_claim(claim=claim, reason="insult", by=dan)
    assert Flag.objects.filter(settled_at=None).count() == 1
    assert Flag.objects.count() == 3


@pytest.mark.parametrize("reason", ["", "nonsense", *sorted(set(Reason) - set(FLAG_REASONS))])
def test_a_flag_has_one_of_the_reasons_for_flags(thread: Thread, dan: User, reason: str) -> None:
    with pytest.raises(Invalid, match="choose_a_reason"):
        flag_claim(claim=thread.rebut.key, reason=reason, by=dan)


@pytest.mark.parametrize("note", ["x" * (NOTE_MAX + 1), "\ud800"])
def test_a_note_that_cannot_be_kept_is_refused(thread: Thread, dan: User, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        flag_claim(claim=thread.rebut.key, reason="spam", note=note, by=dan)
    assert refused.value.field == "note"


def test_nobody_flags_what_is_theirs_or_gone_or_not_open_to_them(
    thread: Thread, alice: User, bob: User, eve: User
) -> None:
    with pytest.raises(NotAllowed, match="own_case"):
        flag_claim(claim=thread.rebut.key, reason="spam", by=bob)
    with pytest.raises(NotSignedIn):
        flag_claim(claim=thread.rebut.key, reason="spam", by=None)
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict, match="claim_gone"):
        flag_claim(claim=thread.rebut.key, reason="spam", by=eve)
    closed = factories.debate(alice, visibility=Visibility.MEMBERS)
    with pytest.raises(NotFound, match="no_claim"):
        flag_claim(claim=closed.claims.get().key, reason="spam", by=eve)


def test_flags_are_settled_by_who_keeps_order_and_not_by_the_author(
    thread: Thread, alice: User, bob: User, eve: User
) -> None:
    flag_claim(claim=thread.rebut.key, reason="spam", by=eve)
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    with pytest.raises(NotAllowed, match="own_case"):
        settle_flags(claim=thread.rebut.key, by=bob)
    with pytest.raises(NotFound, match="no_such_page"):
        settle_flags(claim=thread.rebut.key, by=eve)
    assert Flag.objects.get().settled_at is None
    settle_flags(claim=thread.rebut.key, by=alice)
    assert Flag.objects.get().settled_at is not None


def test_a_suspended_or_blocked_person_flags_nothing(debate: Debate, eve: User) -> None:
    eve.banned = True
    eve.save()
    with pytest.raises(NotAllowed, match="suspended"):
        flag_claim(claim=debate.claims.get().key, reason="spam", by=eve)
