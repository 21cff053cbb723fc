"""What streams tell, over HTTP and from a real database."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from debate.actions.freeze import freeze_debate
from debate.enums import Reason
from debate.limits import MISSED_CHANGES_MAX, STREAMS_PER_PERSON
from debate.live.published import KEPT_SECONDS, SLACK_SECONDS
from debate.models import Debate, DebateRules
from debate.policies.ticket import Hearers, Ticket
from debate.tasks.publish import publish, revoke
from debate.tasks.telling import tell_of_claims
from tests import factories
from tests.live.hearing import Living, Told

pytestmark = pytest.mark.django_db(transaction=True)


def of(debate: Debate, person: User | None = None, sees_replies: bool = False) -> Ticket:
    return Ticket(
        (f"debate:{debate.key}",), person.key if person else "", sees_replies=sees_replies
    )


def newest(debate: Debate) -> int:
    debate.refresh_from_db()
    return debate.last_seq


def test_a_reply_is_told_with_its_number_and_its_parent(
    live: Living, debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    with live.hear(of(debate), since=newest(debate)) as hearing:
        reply = factories.reply(thesis, bob)
        told = hearing.next()
    seq = newest(debate)
    assert told == Told(
        "change",
        {
            "debate": debate.key,
            "seq": seq,
            "kind": "stated",
            "claims": [reply.key],
            "parents": [thesis.key],
        },
        str(seq),
    )


def test_a_stream_is_none_that_anything_keeps(live: Living, debate: Debate) -> None:
    with live.hear(of(debate)) as hearing:
        headers = hearing.answer.headers
        assert headers["Content-Type"] == "text/event-stream"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Accel-Buffering"] == "no"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert next(hearing.lines()).startswith("retry: ")


def test_who_comes_back_is_told_once_and_in_order_what_they_missed(
    live: Living, debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    start = newest(debate)
    keys = [factories.reply(thesis, bob).key for _ in range(3)]
    with live.hear(of(debate), since=start) as hearing:
        first = [hearing.next() for _ in range(2)]
    with live.hear(of(debate), since=start, last=first[-1].id) as hearing:
        keys.append(factories.reply(thesis, bob).key)
        rest = [hearing.next() for _ in range(2)]
    assert [told.data["claims"] for told in [*first, *rest]] == [[key] for key in keys]
    assert [told.id for told in [*first, *rest]] == [str(start + n) for n in range(1, 5)]


def test_who_missed_too_much_is_told_to_fetch_anew(live: Living, debate: Debate) -> None:
    thesis = factories.thesis_of(debate)
    start = newest(debate)
    for _ in range(MISSED_CHANGES_MAX):
        tell_of_claims("mended", [thesis.pk], at=timezone.now())  # type: ignore[arg-type]
    with live.hear(of(debate), since=start) as hearing:
        told = [hearing.next() for _ in range(MISSED_CHANGES_MAX)]
        assert [one.name for one in told] == ["change"] * MISSED_CHANGES_MAX
    tell_of_claims("mended", [thesis.pk], at=timezone.now())  # type: ignore[arg-type]
    with live.hear(of(debate), since=start) as hearing:
        assert hearing.next() == Told("resync", {}, str(newest(debate)))


def test_a_number_that_is_not_reached_yet_is_of_another_database(
    live: Living, debate: Debate
) -> None:
    with live.hear(of(debate), since=newest(debate) + 5) as hearing:
        assert hearing.next() == Told("resync", {}, str(newest(debate)))


def test_other_rules_are_told_after_the_change_that_brought_them(
    live: Living, debate: Debate, alice: User
) -> None:
    with live.hear(of(debate), since=newest(debate)) as hearing:
        freeze_debate(debate=debate.key, reason=Reason.HEATED, by=alice)
        assert [hearing.next().name for _ in range(2)] == ["change", "rules"]


def test_the_bell_is_told_though_nobody_does_anything(live: Living, debate: Debate) -> None:
    bell = timezone.now() + timedelta(seconds=1)
    DebateRules.objects.filter(debate=debate).update(
        windows=[{"from": bell.isoformat(), "until": None, "allow": ["reply"]}]
    )
    with live.hear(of(debate), since=newest(debate)) as hearing:
        assert hearing.next().name == "rules"


def test_what_is_published_is_told_to_its_topic_and_to_whom_it_is_for(live: Living) -> None:
    some = Ticket(("session:k", "seat:a"))
    all_of_it = Ticket(("session:k", "seat:b"), sees_replies=True)
    with live.hear(some) as one, live.hear(all_of_it) as other:
        publish("session:k", "posted", {"n": 1}, to=Hearers.SEEING_REPLIES)
        publish("session:other", "posted", {"n": 2})
        publish("seat:a", "note", {})
        publish("session:k", "phase", {"n": 3})
        assert [one.next().name for _ in range(2)] == ["note", "phase"]
        assert [other.next().data for _ in range(2)] == [{"n": 1}, {"n": 3}]


def test_what_was_published_since_the_ticket_was_minted_is_told_too(live: Living) -> None:
    ticket = Ticket(("session:early",))
    with live.hear(ticket) as hearing:
        publish("session:early", "phase", {"n": 1})
        hearing.next()
    with live.hear(ticket) as hearing:
        assert hearing.next().data == {"n": 1}


def test_what_was_published_since_a_page_heard_last_is_told_too(live: Living) -> None:
    ticket = Ticket(("session:slow",), person="p")
    with live.hear(ticket) as hearing:
        publish("session:slow", "phase", {"n": 1})
        hearing.next("phase")
    time.sleep(SLACK_SECONDS + 0.2)  # then it was before the ticket for certain
    with live.hear(ticket) as quick, live.hear(ticket, age=2) as slow:
        assert slow.next().name in ("phase", "resync")  # which, is a question of the process's age
        publish("session:slow", "phase", {"n": 2})
        assert quick.next("phase").data == {"n": 2}


@pytest.mark.parametrize("age", [KEPT_SECONDS + 10, 999_999_999])
def test_who_heard_nothing_for_too_long_fetches_all_anew(live: Living, age: int) -> None:
    with live.hear(Ticket(("session:away",), person="p"), age=age) as hearing:
        assert hearing.next().name == "resync"


def test_a_ticket_for_several_debates_names_them_and_numbers_nothing(
    live: Living, alice: User, bob: User
) -> None:
    debates = [factories.debate(alice) for _ in range(2)]
    ticket = Ticket(tuple(f"debate:{debate.key}" for debate in debates))
    with live.hear(ticket) as hearing:
        with live.hear(ticket, since=1) as later:  # after it has begun, so has the first
            assert later.status == 200
        hearing.next("here")
        for debate in debates:
            factories.reply(factories.thesis_of(debate), bob)
        told = [hearing.next("change") for _ in range(2)]
    assert [(one.data["debate"], one.id) for one in told] == [(d.key, None) for d in debates]


# ---- Who is here


def test_people_are_counted_and_not_their_pages(live: Living, debate: Debate, bob: User) -> None:
    with live.hear(of(debate, bob)) as first:
        assert first.next("here").data == {"topic": f"debate:{debate.key}", "count": 1}
        with live.hear(of(debate, bob)) as again, live.hear(of(debate)):
            assert again.next("here").data["count"] == 2
            assert first.next("here").data["count"] == 2
        assert first.next("here").data["count"] == 1


def test_a_board_is_told_which_seats_are_here(live: Living) -> None:
    board = Ticket(("session:s", "board:s"), person="teacher")
    with live.hear(board) as hearing, live.hear(Ticket(("session:s", "seat:a"), person="ann")):
        told = [hearing.next("here") for _ in range(2)]
        seats = [one.data.get("seats") for one in told if one.data["topic"] == "board:s"]
        assert seats == [["a"]]
        assert all(one.data["count"] == 2 for one in told)


# ---- The end


def test_what_is_revoked_ends_at_once_and_lets_nobody_in_again(
    live: Living, debate: Debate, bob: User, dan: User
) -> None:
    from debate.policies.ticket import mint  # noqa: PLC0415

    old = mint(of(debate, bob))
    with live.hear(old) as ended, live.hear(of(debate, dan)) as other:
        revoke(person=bob.key, debate=debate.key)
        assert ended.rest() == ["renew"]
        with live.hear(old) as refused:
            assert refused.status == 401
        with live.hear(of(debate, bob)) as anew:
            assert anew.status == 200
        publish(f"debate:{debate.key}", "still", {})
        assert other.next().name == "still"


@pytest.mark.parametrize("by", ["person", "login", "topic"])
def test_streams_end_by_person_by_login_and_by_topic(live: Living, by: str) -> None:
    topic = f"session:by_{by}"
    whose = {"person": "p", "login": "l", "topic": topic}
    ticket = Ticket((topic,), person="p", login="l")
    with live.hear(ticket) as hearing:
        revoke(**{by: "other"})
        publish(topic, "still", {})
        assert hearing.next("still", "renew").name == "still"
        revoke(**{by: whose[by]})
        assert hearing.rest() == ["renew"]


def test_a_debate_that_is_no_more_ends_its_streams(live: Living) -> None:
    with live.hear(Ticket(("debate:nosuchdebate",)), since=1) as hearing:
        assert hearing.rest() == ["renew"]


# ---- Limits


def test_a_person_has_so_many_streams_and_others_have_theirs(live: Living) -> None:
    mine = Ticket(("session:limits",), person="many")
    open_ones = [live.hear(mine) for _ in range(STREAMS_PER_PERSON)]
    assert [one.status for one in open_ones] == [200] * STREAMS_PER_PERSON
    with live.hear(mine) as refused:
        assert refused.status == 429
        assert int(refused.answer.headers["Retry-After"]) > 0
    with live.hear(Ticket(("session:limits",), person="else")) as other:
        assert other.status == 200
    for one in open_ones:
        one.__exit__()
