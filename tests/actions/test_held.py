import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from debate.actions.block import block_person, unblock_person
from debate.actions.held import approve_held, drop_held, remove_held, resend_held, return_held
from debate.actions.hiding import hide_claim
from debate.actions.lock import lock_branch
from debate.actions.publication import close_debate
from debate.actions.reply import post_reply
from debate.actions.wording import Cited
from debate.enums import ActKind, ChangeKind, HeldState, Relation, Role
from debate.limits import HELD_MAX
from debate.models import Act, Case, Change, Claim, DebateRules, HeldClaim
from tests import factories
from tests.factories import Thread


@pytest.fixture
def thread(thread: Thread) -> Thread:
    """Alice's debate, in which newcomers are held."""
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    return thread


def held(thread: Thread, by: User, text: str = "That does not follow.") -> HeldClaim:
    waiting = post_reply(
        parent=thread.rebut.key,
        relation="undercut",
        text=text,
        details="Look closer.",
        sources=[Cited("A book", "https://example.org/book")],
        by=by,
    )
    assert isinstance(waiting, HeldClaim)
    return waiting


def refusal(deed: object, **said: object) -> Refusal:
    with pytest.raises(Refusal) as refused:
        deed(**said)  # type: ignore[operator]
    return refused.value


def test_a_newcomers_claim_waits_and_is_nowhere_in_the_debate(thread: Thread, eve: User) -> None:
    before = (Claim.objects.count(), Change.objects.count())
    for _again in range(2):
        held(thread, eve)
    assert (Claim.objects.count(), Change.objects.count()) == before
    waiting = HeldClaim.objects.get()
    assert (waiting.state, waiting.author, waiting.parent) == (
        HeldState.WAITING,
        eve,
        thread.rebut,
    )


def test_its_words_are_checked_as_those_of_any_claim(thread: Thread, eve: User) -> None:
    with pytest.raises(Invalid) as refused:
        post_reply(parent=thread.rebut.key, relation="rebut", text="x", by=eve)
    assert refused.value.code == "claim_too_short"


def test_members_and_who_is_known_are_not_held(
    thread: Thread, alice: User, bob: User, carol: User, eve: User
) -> None:
    factories.member(thread.debate, eve)
    for by in (alice, bob, carol, eve):
        said = post_reply(
            parent=thread.undercut.key, relation="rebut", text=f"It is the point, {by}.", by=by
        )
        assert isinstance(said, Claim)


def test_one_is_known_by_a_claim_that_was_not_hidden(
    thread: Thread, alice: User, eve: User
) -> None:
    claim = approve_held(held=held(thread, eve).key, by=alice)
    hide_claim(claim=claim.key, reason="insult", by=alice)
    held(thread, eve, "And another.")


def test_only_so_many_wait(thread: Thread, eve: User) -> None:
    for number in range(HELD_MAX):
        held(thread, eve, f"Number {number}.")
    with pytest.raises(Conflict) as refused:
        held(thread, eve, "One too many.")
    assert refused.value.code == "too_many_held"
    held(thread, eve, "Number 3.")
    assert HeldClaim.objects.count() == HELD_MAX


def test_what_is_approved_is_its_authors_claim_with_everything(
    thread: Thread, alice: User, eve: User
) -> None:
    waiting = held(thread, eve)
    for _again in range(2):
        claim = approve_held(held=waiting.key, by=alice)
    claim = Claim.objects.get(key=waiting.key)
    assert (claim.author, claim.relation, claim.parent, claim.text) == (
        eve,
        Relation.UNDERCUT,
        thread.rebut,
        waiting.text,
    )
    source = claim.revisions.get().sources.get()
    assert (source.title, source.url) == ("A book", "https://example.org/book")
    assert claim.revisions.get().details == "Look closer."
    assert not HeldClaim.objects.exists()
    change = Change.objects.get(claim=claim)
    assert (change.kind, change.actor) == (ChangeKind.STATED, eve)
    act = Act.objects.get()
    assert (act.kind, act.claim_key, act.subject_number) == (ActKind.APPROVED, claim.key, eve.pk)


def test_words_that_were_sent_again_are_not_approved_unread(
    thread: Thread, alice: User, eve: User
) -> None:
    waiting = held(thread, eve)
    read = waiting.at.isoformat()
    return_held(held=waiting.key, reason="unclear", note="Say which.", by=alice)
    resend_held(held=waiting.key, text="Quite another assertion.", by=eve)
    assert refusal(approve_held, held=waiting.key, seen=read, by=alice).code == "held_sent_again"
    now = HeldClaim.objects.get(key=waiting.key).at.isoformat()
    assert approve_held(held=waiting.key, seen=now, by=alice).text == "Quite another assertion."


def test_once_approved_one_is_held_no_more(thread: Thread, alice: User, eve: User) -> None:
    approve_held(held=held(thread, eve).key, by=alice)
    said = post_reply(parent=thread.rebut.key, relation="rebut", text="And this.", by=eve)
    assert isinstance(said, Claim)


def test_what_cannot_be_answered_any_more_is_not_approved(
    thread: Thread, alice: User, carol: User, eve: User
) -> None:
    key = held(thread, eve).key
    lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    assert refusal(approve_held, held=key, by=alice).code == "branch_locked"
    hide_claim(claim=thread.rebut.key, reason="spam", by=alice)
    assert refusal(approve_held, held=key, by=alice).code == "claim_gone"
    close_debate(debate=thread.debate.key, by=alice)
    assert refusal(approve_held, held=key, by=alice).code == "replies_closed"
    assert HeldClaim.objects.get().state == HeldState.WAITING


def test_nothing_of_who_was_blocked_meanwhile_is_approved_before_they_are_let_in_again(
    thread: Thread, alice: User, eve: User
) -> None:
    key = held(thread, eve).key
    act = block_person(debate=thread.debate.key, handle="eve", reason="spam", by=alice)
    assert act is not None
    assert refusal(approve_held, held=key, by=alice).code == "they_are_blocked"
    assert HeldClaim.objects.get().state == HeldState.WAITING
    unblock_person(act=act.key, reason="resolved", by=alice)
    assert approve_held(held=key, by=alice).author == eve


def test_what_is_sent_back_has_a_note_and_can_be_sent_again_in_other_words(
    thread: Thread, alice: User, eve: User
) -> None:
    key = held(thread, eve).key
    assert refusal(return_held, held=key, reason="unclear", note=" ", by=alice).code == (
        "note_is_missing"
    )
    for _again in range(2):
        return_held(held=key, reason="unclear", note="Say which lessons.", by=alice)
    assert HeldClaim.objects.get().state == HeldState.RETURNED
    assert Case.objects.get().note == "Say which lessons."
    for _again in range(2):
        resend_held(held=key, text="Not in the first lesson.", by=eve)
    again = HeldClaim.objects.get()
    assert (again.state, again.text, again.sources) == (
        HeldState.WAITING,
        "Not in the first lesson.",
        [],
    )
    assert refusal(resend_held, held=key, text="Changed meanwhile.", by=eve).code == (
        "held_is_waiting"
    )


def test_what_is_removed_stays_removed_until_it_is_approved_after_all(
    thread: Thread, alice: User, eve: User
) -> None:
    key = held(thread, eve).key
    for _again in range(2):
        remove_held(held=key, reason="spam", by=alice)
    assert refusal(resend_held, held=key, text="Once more.", by=eve).code == "held_is_removed"
    assert refusal(drop_held, held=key, by=eve).code == "held_is_removed"
    assert refusal(return_held, held=key, reason="spam", note="No.", by=alice).code == (
        "held_is_removed"
    )
    assert approve_held(held=key, by=alice).author == eve
    assert refusal(remove_held, held=key, reason="spam", by=alice).code == "held_is_approved"


def test_its_author_takes_it_back(thread: Thread, eve: User) -> None:
    key = held(thread, eve).key
    drop_held(held=key, by=eve)
    assert not HeldClaim.objects.exists()
    assert refusal(drop_held, held=key, by=eve).code == "no_held"


def test_nobody_judges_their_own(thread: Thread, eve: User) -> None:
    key = held(thread, eve).key
    factories.member(thread.debate, eve, role=Role.MODERATOR)
    for deed in (approve_held, remove_held):
        refused = refusal(deed, held=key, reason="spam", by=eve)
        assert (type(refused), refused.code) == (NotAllowed, "own_case")


def test_to_others_it_does_not_exist(thread: Thread, alice: User, dan: User, eve: User) -> None:
    key = held(thread, eve).key
    for by in (dan, None):
        for refused in (
            refusal(approve_held, held=key, by=by),
            refusal(remove_held, held=key, reason="spam", by=by),
            refusal(resend_held, held=key, text="Mine now.", by=by),
            refusal(drop_held, held=key, by=by),
        ):
            assert isinstance(refused, NotFound | NotSignedIn)
            assert refused.code == "no_held" or by is None
    assert isinstance(refusal(resend_held, held=key, text="Mine now.", by=alice), NotFound)
    assert isinstance(refusal(drop_held, held=key, by=alice), NotFound)
