"""A copy of a debate that is kept in step by its changes equals a fresh pull."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actions.deletion import erase_person
from accounts.actions.settings import change_settings
from accounts.enums import Role as SiteRole
from accounts.errors import Gone, Invalid, NotFound
from accounts.models import User
from debate.actions.access import set_access
from debate.actions.archive import archive_debate
from debate.actions.block import block_person
from debate.actions.deletion import delete_debate
from debate.actions.description import Credit, describe_debate
from debate.actions.edit import edit_claim
from debate.actions.held import approve_held, return_held
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.membership import seat_person
from debate.actions.move import move_claim
from debate.actions.outline import EssayBrought, draw_point, drop_point, start_debate, state_thesis
from debate.actions.publication import close_debate, publish_debate
from debate.actions.relation import change_relation
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.votes_in_bulk import void_votes
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ChangeKind, Reason, Relation, Visibility, VoteValue
from debate.limits import CHANGES_PER_PAGE, CURSOR_DAYS, QUIET_AFTER, WITHDRAWN_KEPT_DAYS
from debate.models import Change, Claim, Debate, HeldClaim, Membership, Tally
from debate.queries import cursor
from debate.queries.cursor import write_change_cursor
from debate.queries.followed import list_changes_since
from debate.tasks.recount import recount_debate
from debate.tasks.retention import forget
from debate.tasks.tally import tally_debate
from tests import factories
from tests.api.copies import Copy, fresh
from tests.factories import Thread

pytestmark = pytest.mark.django_db

SETTINGS = {"language": "", "time_zone": "", "theme": "system"}


def rename(who: User, name: str) -> None:
    change_settings(by=who, display_name=name, **SETTINGS)


def address(of: Debate) -> str:
    return f"/api/v1/debates/{of.key}/changes"


# ---- A copy equals a fresh pull


def test_a_copy_that_follows_what_people_do_equals_a_fresh_pull(
    thread: Thread, alice: User, bob: User, carol: User
) -> None:
    of = thread.debate
    copy = Copy(of.key)
    question = factories.say(
        parent=thread.thesis.key, relation=Relation.QUESTION, text="What is a plan?", by=bob
    )
    answer = factories.say(
        parent=question.key, relation=Relation.SUPPORT, text="One that has begun.", by=bob
    )
    rebuttal = factories.say(
        parent=thread.thesis.key, relation=Relation.REBUT, text="Plans are given up.", by=bob
    )
    below = factories.say(
        parent=rebuttal.key, relation=Relation.REBUT, text="This one was not.", by=bob
    )

    def judge() -> None:
        cast_vote(claim=rebuttal.key, value=VoteValue.CONVINCING, by=carol)
        tally_debate(of.pk)  # as the worker does within a second or two

    why: dict[str, Any] = {"reason": Reason.MISPLACED, "by": alice}
    steps: list[Callable[[], object]] = [
        lambda: edit_claim(claim=below.key, text="This one never was.", base_revision=1, by=bob),
        judge,
        lambda: change_relation(claim=rebuttal.key, relation=Relation.SUPPORT, **why),
        lambda: lock_branch(claim=thread.support.key, **why),
        lambda: move_claim(claim=rebuttal.key, to=thread.support.key, **why),
        lambda: unlock_branch(claim=thread.support.key, **why),
        lambda: withdraw_claim(claim=answer.key, by=bob),
        lambda: hide_claim(claim=below.key, **why),
        lambda: restore_claim(claim=below.key, **why),
        lambda: describe_debate(debate=of.key, language="de", by=alice),
        lambda: close_debate(debate=of.key, conclusion="That was it.", by=alice),
        lambda: archive_debate(debate=of.key, by=alice),
    ]
    for step in steps:
        step()
        assert copy.follow().claims == fresh(of.key)
    assert Copy(of.key, pulled=False).follow().claims == fresh(of.key)
    assert {claim["language"] for claim in copy.claims.values()} == {"de"}
    assert set(copy.kinds) == {
        "stated", "edited", "tallied", "related", "locked", "moved", "unlocked", "withdrawn",
        "hidden", "restored", "described", "closed", "archived",
    }  # fmt: skip


def test_a_copy_learns_of_another_name_wherever_it_stands_openly(
    thread: Thread, alice: User, bob: User
) -> None:
    other = factories.small_thread(alice, bob, alice)
    masked = factories.debate(alice)
    factories.member(masked, bob, byline="Fox")
    factories.reply(factories.thesis_of(masked), bob)
    copies = [Copy(of.key) for of in (thread.debate, other.debate, masked)]
    rename(bob, "Robert")
    for copy in copies:
        assert copy.follow().claims == fresh(copy.debate)
    assert [copy.kinds for copy in copies] == [["credited"], ["credited"], []]
    assert copies[0].claims[thread.rebut.key]["byline"]["name"] == "Robert"
    assert copies[2].told == []  # nothing leads from the person to the pseudonym
    rename(bob, "Robert")
    assert copies[0].follow().kinds == ["credited"]


def test_an_account_that_is_open_again_is_led_to_by_its_claims(thread: Thread, bob: User) -> None:
    from django.contrib.admin import site  # noqa: PLC0415

    User.objects.filter(pk=bob.pk).update(is_active=False)
    copy = Copy(thread.debate.key)
    admin = site.get_model_admin(User)
    admin.open_accounts(None, User.objects.all())  # type: ignore[attr-defined]
    assert copy.follow().claims == fresh(thread.debate.key)
    assert copy.kinds == ["credited"]


def test_a_copy_learns_who_left_and_what_went_with_them(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    revision = factories.essay(dan, own_words=True)
    of = factories.debate(dan, drawn_from=revision)
    quote = factories.passage(revision, "The first lesson")
    drawn = factories.point(of, drawn_from=quote)
    factories.reply(drawn, bob)
    Claim.objects.filter(pk=drawn.pk).update(author=alice)  # who ran the debate before
    copies = [Copy(thread.debate.key), Copy(of.key)]
    erase_person(by=dan, confirmation="dan")
    for copy in copies:
        assert copy.follow().claims == fresh(copy.debate)
    assert copies[0].claims[thread.undercut.key]["state"] == "withdrawn"
    assert copies[1].claims[drawn.key]["passage"] is None
    assert "anchored" in copies[1].kinds


def test_words_that_are_forgotten_are_told_of(thread: Thread, bob: User) -> None:
    withdraw_claim(claim=thread.rebut.key, by=bob)
    copy = Copy(thread.debate.key)
    before = copy.claims
    forget(timezone.now() + timedelta(days=WITHDRAWN_KEPT_DAYS + 1))
    assert copy.follow().kinds == ["emptied"]
    assert copy.claims == fresh(thread.debate.key) == before


def test_votes_that_are_voided_are_counted_in_a_copy(thread: Thread, eve: User) -> None:
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=eve)
    tally_debate(thread.debate.pk)
    copy = Copy(thread.debate.key)
    staff = factories.person("frida", role=SiteRole.STAFF)
    void_votes(people=["eve"], reason=Reason.RING, by=staff)
    tally_debate(thread.debate.pk)
    assert copy.follow().claims == fresh(thread.debate.key)
    assert copy.claims[thread.rebut.key]["tally"]["up"] == 0


def test_numbers_that_were_wrong_are_mended_in_a_copy(thread: Thread) -> None:
    Claim.objects.filter(pk=thread.rebut.pk).update(locked=True, revision=7)
    Tally.objects.filter(pk=thread.support.pk).update(up=9)
    Tally.objects.filter(pk=thread.undercut.pk).delete()
    copy = Copy(thread.debate.key)
    assert recount_debate(thread.debate.pk)
    tally_debate(thread.debate.pk)
    assert copy.follow().claims == fresh(thread.debate.key)


def test_a_claim_that_waited_comes_into_a_copy_when_it_is_approved(
    thread: Thread, alice: User, eve: User, carol: User
) -> None:
    of = thread.debate.key
    set_access(debate=of, hold_newcomers=True, by=alice)
    copy = Copy(of)
    held = [
        post_reply(parent=thread.rebut.key, relation=Relation.REBUT, text=text, by=eve)
        for text in ("I wait for you.", "I am not welcome.")
    ]
    assert all(isinstance(one, HeldClaim) for one in held)
    assert copy.follow().told == []
    return_held(held=held[1].key, reason=Reason.UNCLEAR, note="In other words.", by=alice)
    approve_held(held=held[0].key, by=alice)
    assert copy.follow().claims == fresh(of)
    assert copy.kinds == ["returned", "stated"]
    assert held[1].key not in str(copy.told)


def test_a_draft_that_is_prepared_is_followed_by_who_prepares_it(alice: User) -> None:
    brought = EssayBrought(text=factories.ESSAY_TEXT, title="Let them sleep")
    of = start_debate(essay=brought, by=alice).key
    copy = Copy(of, alice)
    points = []

    def draw(text: str, start: int) -> None:
        points.append(draw_point(debate=of, text=text, span=(start, start + 40), by=alice))

    steps: list[Callable[[], object]] = [
        lambda: state_thesis(debate=of, text="Pupils should sleep longer.", by=alice),
        lambda: draw("They are not awake.", 0),
        lambda: draw("They are present and asleep.", 60),
        lambda: drop_point(debate=of, claim=points[0].key, by=alice),
        lambda: state_thesis(debate=of, text="Pupils should sleep longer.", span=(0, 20), by=alice),
        lambda: describe_debate(
            debate=of, credit=Credit(title="Let them sleep"), language="de", by=alice
        ),
        lambda: publish_debate(debate=of, by=alice),
    ]
    for step in steps:
        step()
        assert copy.follow().claims == fresh(of, alice)
    assert points[0].key not in copy.claims
    assert copy.kinds == [
        "stated", "stated", "stated", "dropped", "anchored", "described", "opened",
    ]  # fmt: skip


def test_what_looks_different_on_its_own_is_nobodys_deed(
    thread: Thread, bob: User, client: Client
) -> None:
    tally_debate(thread.debate.pk)
    before = Debate.objects.select_related("tally").get(pk=thread.debate.pk)
    page = client.get(f"/debates/{before.key}/activity/").content
    rename(bob, "Robert")
    forget(timezone.now() + timedelta(days=WITHDRAWN_KEPT_DAYS + 1))
    tally_debate(thread.debate.pk)
    after = Debate.objects.select_related("tally").get(pk=thread.debate.pk)
    assert after.last_seq > before.last_seq  # a copy that asks by its tag is not told: the same
    assert after.tally.active_at == before.tally.active_at
    shown = client.get(f"/debates/{before.key}/activity/").content
    assert shown.count(b"<li") == page.count(b"<li")


# ---- What is told


def test_nothing_is_told_that_is_not_shown(
    thread: Thread, alice: User, bob: User, carol: User, eve: User
) -> None:
    of = thread.debate.key
    copy = Copy(of)
    seat_person(debate=of, handle="carol", role="moderator", by=alice)
    Membership.objects.filter(person=carol).delete()
    cast_vote(claim=thread.support.key, value=VoteValue.UNSURE, by=eve)
    block_person(debate=of, handle="eve", reason=Reason.SPAM, note="A secret note.", by=alice)
    hide_claim(claim=thread.rebut.key, reason=Reason.INSULT, note="Another one.", by=alice)
    tally_debate(thread.debate.pk)
    told = Client().get(address(thread.debate), {"since": copy.cursor}).json()
    assert [change["kind"] for change in told["changes"]] == ["blocked", "hidden", "tallied"]
    assert {name for change in told["changes"] for name in change} == {
        "seq", "kind", "at", "claim", "before", "after",
    }  # fmt: skip
    written = json.dumps(told)
    for hidden in ("secret", "Another", "carol", "Carol", "eve", "Eve", thread.rebut.text):
        assert hidden not in written


def test_where_something_was_moved_is_told(thread: Thread, alice: User) -> None:
    copy = Copy(thread.debate.key)
    why: dict[str, Any] = {"reason": Reason.MISPLACED, "by": alice}
    move_claim(claim=thread.rebut.key, to=thread.support.key, **why)
    change_relation(claim=thread.rebut.key, relation=Relation.SUPPORT, **why)
    told = copy.follow().told
    assert [(one.claim_key, one.before, one.after) for one in told] == [
        (thread.rebut.key, thread.point.key, thread.support.key),
        (thread.rebut.key, "rebut", "support"),
    ]


def test_the_door_tells_what_the_query_finds(thread: Thread, bob: User) -> None:
    whole = Client().get(f"/api/v1/debates/{thread.debate.key}/thread").json()
    withdraw_claim(claim=thread.answer.key, by=thread.debate.owner)
    told = Client().get(address(thread.debate), {"since": whole["cursor"]}).json()
    claims = {claim["key"]: claim for claim in whole["claims"]}
    assert {claim["key"] for claim in told["claims"]} == {thread.answer.key, thread.question.key}
    claims |= {claim["key"]: claim for claim in told["claims"]}
    now = Client().get(f"/api/v1/debates/{thread.debate.key}/thread").json()
    assert claims == {claim["key"]: claim for claim in now["claims"]}
    assert (told["more"], told["poll_after"]) == (False, 2)


def test_it_costs_three_statements_however_much_changed(
    thread: Thread, alice: User, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of = thread.debate.key
    since = Copy(of).cursor
    with django_assert_num_queries(2):
        quiet = list_changes_since(of, None, since=since)
    assert (quiet.changes, quiet.threads, quiet.more, quiet.poll_after) == ([], [], False, 30)
    factories.replies(thread.rebut, bob, 40)
    lock_branch(claim=thread.rebut.key, reason=Reason.HEATED, by=alice)
    with django_assert_num_queries(3):
        loud = list_changes_since(of, None, since=since)
    assert len(loud.threads[0].claims) == 1 + 1 + 1 + 40  # with its parent and all below it


def test_it_says_to_ask_less_often_when_nothing_has_happened_for_a_while(
    thread: Thread, alice: User
) -> None:
    since = Copy(thread.debate.key).cursor
    hide_claim(
        claim=thread.rebut.key,
        reason=Reason.SPAM,
        by=alice,
        at=timezone.now() - timedelta(seconds=QUIET_AFTER + 60),
    )
    assert list_changes_since(thread.debate.key, None, since=since).poll_after == 30


def test_many_changes_come_a_page_at_a_time(debate: Debate, bob: User) -> None:
    copy = Copy(debate.key)
    factories.replies(factories.thesis_of(debate), bob, CHANGES_PER_PAGE + 5)
    first = list_changes_since(debate.key, None, since=copy.cursor)
    assert (len(first.changes), first.more, first.poll_after) == (CHANGES_PER_PAGE, True, 0)
    assert copy.follow().claims == fresh(debate.key)
    assert len(copy.told) == CHANGES_PER_PAGE + 5


# ---- Who may follow, and from where


def test_a_debate_that_is_gone_or_private_is_not_found(
    debate: Debate, thread: Thread, alice: User, bob: User
) -> None:
    copy, private = Copy(debate.key), Copy(thread.debate.key)
    delete_debate(debate=debate.key, by=alice)
    set_access(debate=thread.debate.key, visibility=Visibility.MEMBERS, by=alice)
    for one in (copy, private):
        with pytest.raises(NotFound):
            one.follow()
    assert Copy(thread.debate.key, alice).claims  # who sees it follows it


@pytest.mark.parametrize("word", ["", "x", "0", "a:b:c", "\x00", "é:é", "W10:1:x"])
def test_a_cursor_that_was_not_made_here_is_refused(debate: Debate, word: str) -> None:
    answer = Client().get(address(debate), {"since": word})
    assert answer.status_code == 400


def test_a_cursor_of_another_debate_is_refused(debate: Debate, bob: User) -> None:
    other = Copy(factories.debate(bob).key).cursor
    answer = Client().get(address(debate), {"since": other})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
    with pytest.raises(Invalid):
        list_changes_since(debate.key, None, since="\udc80:1:x")


def test_a_cursor_too_old_says_to_pull_anew(
    debate: Debate, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Copy(debate.key)
    monkeypatch.setattr(cursor, "CURSOR_DAYS", timedelta(seconds=-1) / timedelta(days=1))
    answer = Client().get(address(debate), {"since": copy.cursor})
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_expired")
    assert CURSOR_DAYS == 30


def test_a_cursor_from_before_the_database_was_restored_says_to_pull_anew(debate: Debate) -> None:
    ahead = write_change_cursor(debate.key, debate.last_seq + 1_000)
    with pytest.raises(Gone):
        list_changes_since(debate.key, None, since=ahead)


def test_every_kind_of_change_is_told_or_nobodys_business() -> None:
    from debate.api.changes import KINDS  # noqa: PLC0415

    assert set(KINDS) == set(ChangeKind) - {ChangeKind.SEATED, ChangeKind.LEFT}
    assert Change._meta.get_field("kind").max_length == 12
