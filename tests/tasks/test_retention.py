"""What is kept no longer than it is needed; the clock is moved by what is passed as `at`."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from debate import limits
from debate.actions.draft import save_draft
from debate.enums import (
    FLAG_REASONS,
    ActKind,
    Decision,
    HeldState,
    Reason,
    Relation,
    Role,
    Visibility,
)
from debate.models import (
    Act,
    Case,
    Claim,
    ClaimRevision,
    Debate,
    Draft,
    Flag,
    HeldClaim,
    Invitation,
    LinkVisit,
    Notice,
    Source,
)
from debate.queries.history import read_history
from debate.tasks.recount import recount_debate
from debate.tasks.retention import forget
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db

THEN = datetime(2026, 1, 1, tzinfo=UTC)


def days(number: int) -> datetime:
    return THEN + timedelta(days=number)


def rows(at: datetime) -> dict[str, int]:
    return {one.what: one.rows for one in forget(at) if one.rows}


@pytest.fixture
def act(thread: Thread, alice: User, bob: User) -> Act:
    return Act.objects.create(
        key="act000000001",
        kind=ActKind.HIDDEN,
        reason=Reason.SPAM,
        debate_key=thread.debate.key,
        actor_number=alice.pk,
        subject_number=bob.pk,
        at=THEN,
    )


def test_the_words_of_a_withdrawn_claim_go_after_their_time(thread: Thread, bob: User) -> None:
    said = factories.reply(
        thread.point, bob, text="First words.", details="More.", sources=[("Title", "")]
    )
    factories.edit(said, "Second words.")
    factories.withdraw(said)
    Claim.objects.filter(pk=said.pk).update(withdrawn_at=THEN)
    others = list(Claim.objects.exclude(pk=said.pk).order_by("pk").values())

    assert rows(days(limits.WITHDRAWN_KEPT_DAYS)) == {}
    later = days(limits.WITHDRAWN_KEPT_DAYS) + timedelta(seconds=1)
    assert rows(later) == {"withdrawn claims": 1}
    assert rows(later) == {}

    said.refresh_from_db()
    assert (said.text, said.details_html, said.sources_count, said.revision) == ("", "", 0, 2)
    worded = ClaimRevision.objects.filter(claim=said).values_list("text", "details")
    assert set(worded) == {("", "")}
    assert not Source.objects.exists()
    assert list(Claim.objects.exclude(pk=said.pk).order_by("pk").values()) == others
    assert recount_debate(thread.debate.pk) == []
    assert read_history(said.key, bob).shown == ()
    assert read_history(said.key, bob, since=1, until=2).shown == ()


def test_hidden_and_live_words_stay(thread: Thread) -> None:
    factories.hide(thread.rebut)
    assert rows(days(10_000)) == {}
    thread.rebut.refresh_from_db()
    assert thread.rebut.text


def test_more_than_one_batch_is_forgotten(
    thread: Thread, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.tasks.retention.FORGOTTEN_AT_ONCE", 2)
    for _number in range(5):
        factories.withdraw(factories.reply(thread.point, bob))
    Claim.objects.filter(state="withdrawn").update(withdrawn_at=THEN)
    assert rows(days(1_000)) == {"withdrawn claims": 5}


def test_a_held_claim_goes_after_it_was_judged(
    thread: Thread, alice: User, bob: User, act: Act
) -> None:
    for state in HeldState:
        held = HeldClaim.objects.create(
            debate=thread.debate,
            parent=thread.point,
            parent_revision=1,
            relation=Relation.REBUT,
            author=bob,
            text="A first claim.",
            state=state,
            judged_at=None if state == HeldState.WAITING else THEN,
        )
    Case.objects.create(act=act, debate=thread.debate, actor=alice, held=held, at=THEN)
    assert rows(days(limits.HELD_KEPT_DAYS)) == {}
    assert rows(days(limits.HELD_KEPT_DAYS + 1)) == {"held claims": 2}
    assert HeldClaim.objects.get().state == HeldState.WAITING
    assert Case.objects.get().held is None


def test_a_flag_goes_after_it_was_settled(thread: Thread, dan: User, bob: User) -> None:
    for person, settled in ((dan, THEN), (bob, None)):
        Flag.objects.create(
            debate=thread.debate,
            claim=thread.point,
            person=person,
            reason=FLAG_REASONS[0],
            at=THEN,
            settled_at=settled,
        )
    assert rows(days(limits.FLAGS_KEPT_DAYS)) == {}
    assert rows(days(limits.FLAGS_KEPT_DAYS + 1)) == {"flags": 1}
    assert Flag.objects.get().person == bob


def test_the_words_of_a_case_go_and_its_outcome_stays(
    thread: Thread, alice: User, bob: User, act: Act
) -> None:
    case = Case.objects.create(
        act=act,
        debate=thread.debate,
        actor=alice,
        subject=bob,
        note="A note.",
        appeal="An appeal.",
        appealed_at=THEN,
        at=THEN,
    )
    assert rows(days(limits.CASES_KEPT_DAYS + 1)) == {}  # it waits for an answer
    Case.objects.update(decision=Decision.UPHELD, decided_at=THEN, answer="No.", decided_by=alice)
    assert rows(days(limits.CASES_KEPT_DAYS)) == {}
    assert rows(days(limits.CASES_KEPT_DAYS + 1)) == {"cases": 1}
    case.refresh_from_db()
    assert (case.note, case.appeal, case.answer, case.decision) == ("", "", "", Decision.UPHELD)


def test_notices_go_after_they_were_seen(thread: Thread, alice: User, dan: User) -> None:
    factories.notice(thread.support, alice, seen_at=THEN)
    kept = factories.notice(thread.rebut, alice)
    assert rows(days(limits.NOTICES_KEPT_DAYS)) == {}
    assert rows(days(limits.NOTICES_KEPT_DAYS + 1)) == {"notices": 1}
    assert Notice.objects.get() == kept


def test_drafts_go_that_nobody_went_on_with(thread: Thread, bob: User, dan: User) -> None:
    for person, at in ((bob, THEN), (dan, days(300))):
        content = {"text": "I began."}
        save_draft(purpose="reply", claim=thread.point.key, content=content, by=person, at=at)
    assert rows(days(limits.DRAFTS_KEPT_DAYS)) == {}
    assert rows(days(limits.DRAFTS_KEPT_DAYS + 1)) == {"drafts": 1}
    assert Draft.objects.get().person == dan


def test_links_go_that_lead_nowhere(alice: User, bob: User, dan: User, eve: User) -> None:
    debate = factories.debate(alice, visibility=Visibility.UNLISTED)
    public = factories.debate(alice)
    Debate.objects.filter(pk=debate.pk).update(link_key="now")
    Debate.objects.filter(pk=public.pk).update(link_key="other")
    for to, person, key in ((debate, bob, "before"), (debate, dan, "now"), (public, eve, "other")):
        LinkVisit.objects.create(debate=to, person=person, link_key=key)
    Invitation.objects.create(debate=debate, role=Role.MEMBER, by=alice, expires_at=THEN)
    assert rows(THEN + timedelta(seconds=1)) == {"invitations": 1, "link visits": 2}
    assert LinkVisit.objects.get().person == dan
