import re

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.actions.announcement import announce
from classroom.actions.clock import end_session, freeze, pause
from classroom.actions.feature import feature_claim
from classroom.enums import SeatState, SideRule
from classroom.models import Seat, Session
from debate.enums import Relation, Side, Visibility
from debate.models import Claim, Delta, Membership, Position, Vote
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase
from tests.web.browsing import browser_of, fields, htmx, words

STATEMENTS = 22  # of the page in a phase of answers


@pytest.fixture
def session(alice: User) -> Session:
    return a_session(alice, phase="Open")


@pytest.fixture
def iris(session: Session) -> Seat:
    return a_seat(session, "Iris", side=Side.AGAINST)


@pytest.fixture
def noor(session: Session) -> Seat:
    return a_seat(session, "Noor", side=Side.FOR)


def here(session: Session) -> str:
    return f"/sessions/{session.key}/"


def look(seat: Seat, ask: str = "", *, part: str = "") -> str:
    """What a student reads on their page, or on one part of it as a script asks for it."""
    address = f"{here(seat.session)}?{ask}"
    if part:
        response = browser_of(seat.person).get(f"{address}&part={part}", headers=htmx())
    else:
        response = browser_of(seat.person).get(address)
    assert response.status_code == 200
    return words(response)


def reply(seat: Seat, text: str, to: Claim | None = None) -> Claim:
    of = to or factories.thesis_of(debate_of(seat.session))
    assert seat.person
    return factories.reply(of, seat.person, text=text)


# ---- Where it stands


def test_the_page_says_where_the_session_stands(session: Session, iris: Seat) -> None:
    told = look(iris)
    for sentence in (
        "2 Open then Rebut",
        "Give your side’s best reason for or against the thesis.",
        "Your side: against",
        "1 claim 0 done",
        f"Your PIN, to come back from another device: {iris.pin}",
    ):
        assert sentence in told
    hold_phase(session, "Reflect")
    assert "6 Reflect the last phase" in look(iris)


def test_a_teacher_is_led_to_the_board_and_others_find_nothing(
    session: Session, iris: Seat, alice: User, bob: User
) -> None:
    response = browser_of(alice).get(here(session))
    assert response["Location"] == f"{here(session)}board/"
    for who in (bob, None, a_seat(a_session(alice), "Otis").person):
        assert browser_of(who).get(here(session)).status_code == 404


def test_who_waits_sees_the_lobby_until_they_are_let_in(session: Session) -> None:
    otis = a_seat(session, "Otis", state=SeatState.LOBBY)
    assert "You are in the lobby, Otis." in look(otis)
    assert "You are in the lobby, Otis." in look(otis, part="lobby")
    Seat.objects.filter(pk=otis.pk).delete()
    seated = a_seat(session, "Otis", person=otis.person)
    response = browser_of(seated.person).get(f"{here(session)}?part=lobby", headers=htmx())
    assert response["HX-Redirect"] == here(session)


def test_the_page_has_a_sentence_for_who_is_removed_while_it_is_open(
    session: Session, iris: Seat
) -> None:
    page = browser_of(iris.person).get(here(session)).content.decode()
    line = re.search(r'<template id="live-debate-line">.*?</template>', page, re.DOTALL)
    assert line
    assert "There is no such session, or you are not in it." in line[0]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (pause, "Your teacher paused it"),
        (freeze, "Everything is frozen"),
        (end_session, "The session is over."),
    ],
)
def test_what_stops_it_is_said_plainly(
    session: Session, iris: Seat, alice: User, deed: object, told: str
) -> None:
    deed(session=session.key, by=alice)  # type: ignore[operator]
    page = look(iris)
    assert told in page
    assert "Post reply" not in page


def test_what_the_teacher_says_and_shows_is_on_the_page(
    session: Session, iris: Seat, noor: Seat, alice: User
) -> None:
    reply(iris, "Practice sticks.")
    shown = reply(noor, "Evenings are for families.")
    announce(session=session.key, text="Two minutes more.", by=alice)
    feature_claim(session=session.key, claim=shown.key, by=alice)
    told = look(iris, part="now")
    assert "Your teacher: Two minutes more." in told
    assert "Your teacher shows everybody" in told
    assert shown.text in told


# ---- Answering


def test_the_form_stands_on_the_page_with_what_fits_ones_side(
    session: Session, iris: Seat, noor: Seat
) -> None:
    for seat, relation in ((iris, "rebut"), (noor, "support")):
        form = fields(browser_of(seat.person).get(here(session)))
        assert (form["relation"], form["next"]) == (relation, here(session))


def test_a_claim_is_posted_and_one_is_back_with_the_task_done(session: Session, iris: Seat) -> None:
    thesis = factories.thesis_of(debate_of(session))
    client = browser_of(iris.person)
    form = fields(client.get(here(session))) | {"text": "Practice is how anything sticks."}
    posted = client.post(f"/claims/{thesis.key}/replies/", form, follow=True)
    assert posted.redirect_chain == [(here(session), 303)]
    told = words(posted)
    assert "1 claim 1 done" in told
    assert "Practice is how anything sticks." in told


def test_what_the_bell_refuses_is_still_in_the_form_and_says_when_it_is_taken(
    session: Session, iris: Seat
) -> None:
    thesis = factories.thesis_of(debate_of(session))
    client = browser_of(iris.person)
    form = fields(client.get(here(session))) | {"text": "Practice is how anything sticks."}
    hold_phase(session, "Vote")
    refused = client.post(f"/claims/{thesis.key}/replies/", form, follow=True)
    assert refused.redirect_chain == [(here(session), 303)]
    assert "What you wrote is kept on this page and among your drafts." in words(refused)
    kept = fields(refused)
    assert (kept["text"], kept["relation"]) == (form["text"], "rebut")
    hold_phase(session, "Read")
    assert "it can be sent in the phase “Open”" in look(iris)
    hold_phase(session, "Open")
    assert fields(client.get(here(session)))["text"] == form["text"]
    assert not Claim.objects.filter(author=iris.person).exists()


def test_students_are_offered_the_other_side_and_may_choose(
    session: Session, iris: Seat, noor: Seat
) -> None:
    hana = a_seat(session, "Hana", side=Side.AGAINST)
    own = reply(iris, "Practice sticks.")
    same = reply(hana, "It is a habit.")
    others = [reply(noor, text) for text in ("Evenings.", "Sleep.", "Play.")]
    hold_phase(session, "Rebut")
    response = browser_of(iris.person).get(here(session))
    composers = re.findall(r'id="claim-(\w+)-answer"', response.content.decode())
    offered = {*composers, *re.findall(r"answer=(\w+)", response.content.decode())}
    assert len(composers) == 1
    assert {claim.key for claim in others} <= offered
    assert {own.key, same.key}.isdisjoint(offered)
    chosen = browser_of(iris.person).get(f"{here(session)}?answer={others[1].key}")
    assert f'id="claim-{others[1].key}-answer"' in chosen.content.decode()


def test_what_can_only_be_questioned_is_not_the_first_to_answer(
    session: Session, iris: Seat, noor: Seat
) -> None:
    own = reply(iris, "Practice sticks.")
    theirs = reply(noor, "Evenings are for families.")
    assert noor.person
    asked = factories.reply(own, noor.person, Relation.QUESTION, text="Does it, every evening?")
    hold_phase(session, "Rebut")
    page = browser_of(iris.person).get(here(session)).content.decode()
    assert f'id="claim-{theirs.key}-answer"' in page
    hold_phase(session, "Answer")
    page = browser_of(iris.person).get(here(session)).content.decode()
    assert f'id="claim-{asked.key}-answer"' in page


def test_what_answers_oneself_is_there_first_and_no_more_once_answered(
    session: Session, iris: Seat, noor: Seat
) -> None:
    own = reply(iris, "Practice sticks.")
    reply(noor, "Evenings are for families.")
    answer = reply(noor, "Not for everybody.", to=own)
    hold_phase(session, "Rebut")
    page = browser_of(iris.person).get(here(session)).content.decode()
    assert f'id="claim-{answer.key}-answer"' in page
    assert "1 answer waits for yours" in words(browser_of(iris.person).get(here(session)))
    reply(iris, "For most.", to=answer)
    page = browser_of(iris.person).get(here(session)).content.decode()
    assert f'id="claim-{answer.key}-answer"' not in page
    assert "Noor answered Not for everybody." in look(iris, part="mine")


def test_others_are_not_shown_before_one_has_said_something(
    session: Session, iris: Seat, noor: Seat
) -> None:
    said = reply(noor, "Evenings are for families.")
    for part in ("", "ask", "mine", "now"):
        assert said.text not in look(iris, part=part)
    assert "You see what others wrote once you have stated a claim." in look(iris)


# ---- Parts that ask for themselves anew


def test_what_asks_is_sent_anew_only_where_it_is_another_thing(
    session: Session, iris: Seat
) -> None:
    client = browser_of(iris.person)
    page = client.get(here(session)).content.decode()
    (mark,) = set(re.findall(r"mark=([^\"&]+)", page))
    address = f"{here(session)}?part=ask&mark={mark}"
    assert client.get(address, headers=htmx()).status_code == 204
    hold_phase(session, "Vote")
    assert "There is nothing to judge yet." in words(client.get(address, headers=htmx()))
    unsent = client.get(f"{here(session)}?part=unsent&mark={mark}", headers=htmx())
    assert "Claims are not taken now." in words(unsent)


def test_words_for_a_claim_that_takes_none_in_this_phase_are_kept_in_its_form(
    session: Session, iris: Seat, noor: Seat
) -> None:
    hana = a_seat(session, "Hana", side=Side.AGAINST)
    own_side = reply(hana, "It is a habit.")
    other_side = reply(noor, "Evenings are for families.")
    reply(iris, "Practice sticks.")
    hold_phase(session, "Rebut")
    told = "This claim cannot be answered in this phase. What you wrote is kept"
    for claim, stands in ((own_side, True), (other_side, False)):
        ask = f"answer={claim.key}&typed=yes"
        assert (told in look(iris, f"{ask}&mark=-", part="unsent")) == stands
        assert (told in look(iris, ask)) == stands
        page = browser_of(iris.person).get(f"{here(session)}?{ask}").content.decode()
        assert f'id="claim-{claim.key}-answer"' in page
    assert told not in look(iris, f"answer={own_side.key}")  # where nothing was typed


def test_there_is_no_other_part(session: Session, iris: Seat) -> None:
    client = browser_of(iris.person)
    assert client.get(f"{here(session)}?part=board", headers=htmx()).status_code == 404
    assert client.get(f"{here(session)}?part=board").status_code == 200


# ---- Judging


def judge(seat: Seat, value: str, *, claim: str = "", follow: bool = True) -> str:
    client = browser_of(seat.person)
    card = claim or fields(client.get(here(seat.session)))["claim"]
    sent = {"claim": card, "value": value}
    return words(client.post(f"{here(seat.session)}cards/", sent, follow=follow))


def test_claims_are_judged_one_after_the_other_without_a_script(
    session: Session, iris: Seat, noor: Seat
) -> None:
    reply(iris, "Practice sticks.")
    theirs = [reply(noor, text) for text in ("Evenings.", "Sleep.", "Play.")]
    hold_phase(session, "Vote")
    assert "you have voted on 0" in look(iris)
    told = judge(iris, "1")
    assert "you have voted on 1" in told
    assert "Just now: convincing." in told
    assert "Claim" in judge(iris, "-1")
    assert "You have judged every claim there is." in judge(iris, "0")
    votes = Vote.objects.filter(person=iris.person)
    assert {vote.claim_id for vote in votes} == {claim.pk for claim in theirs}
    assert sorted(vote.value for vote in votes) == [-1, 0, 1]


def test_with_the_next_card_comes_how_much_is_done(
    session: Session, iris: Seat, noor: Seat
) -> None:
    first, _second = (reply(noor, text) for text in ("Evenings.", "Sleep."))
    hold_phase(session, "Vote")
    assert "2 votes 0 done" in look(iris)
    sent = {"claim": first.key, "value": "1"}
    after = browser_of(iris.person).post(f"{here(session)}cards/", sent, headers=htmx())
    assert "2 votes 1 done" in words(after)
    assert 'id="session-tasks" hx-swap-oob="true"' in after.content.decode()


def test_one_that_is_passed_over_comes_again_after_the_others(
    session: Session, iris: Seat, noor: Seat
) -> None:
    keys = {reply(noor, text).key for text in ("Evenings.", "Sleep.")}
    hold_phase(session, "Vote")
    client = browser_of(iris.person)
    first = fields(client.get(here(session)))["claim"]
    passed = {"claim": first, "value": "skip"}
    after = client.post(f"{here(session)}cards/", passed, headers=htmx())
    second = fields(after)["claim"]
    assert {first, second} == keys
    voted = client.post(f"{here(session)}cards/", {"claim": second, "value": "1"}, headers=htmx())
    assert fields(voted)["claim"] in {first, second}
    assert f'value="{first}"' in voted.content.decode()


def test_the_last_vote_is_taken_back_and_its_card_is_there_again(
    session: Session, iris: Seat, noor: Seat
) -> None:
    claim = reply(noor, "Evenings.")
    reply(noor, "Sleep.")
    hold_phase(session, "Vote")
    judge(iris, "1", claim=claim.key)
    assert claim.text in judge(iris, "withdraw", claim=claim.key)
    assert not Vote.objects.exists()


def test_what_cannot_be_judged_is_refused(session: Session, iris: Seat, noor: Seat) -> None:
    own, theirs = reply(iris, "Practice sticks."), reply(noor, "Evenings.")
    client = browser_of(iris.person)
    assert "The class is in another phase now: votes are not taken in it." in judge(
        iris, "1", claim=theirs.key
    )
    sent = {"claim": "nothing", "value": "1"}
    assert client.post(f"{here(session)}cards/", sent).status_code == 404
    hold_phase(session, "Vote")
    for claim, value, status in (
        (own.key, "1", 403),
        (theirs.key, "2", 422),
        (theirs.key, "", 422),
    ):
        sent = {"claim": claim, "value": value}
        assert client.post(f"{here(session)}cards/", sent).status_code == status
    assert not Vote.objects.exists()


# ---- Where one stands


def test_an_opening_position_is_taken_in_the_first_phase(session: Session, iris: Seat) -> None:
    hold_phase(session, "Read")
    client = browser_of(iris.person)
    assert "Which claim moved you?" not in words(client.get(here(session)))
    client.post(f"{here(session)}moved/", {"value": "-2"})
    assert Position.objects.get(person=iris.person).value == -2
    assert "You: against" in look(iris)


def test_at_the_end_it_is_said_what_moved_one_and_its_author_is_told_a_number(
    session: Session, iris: Seat, noor: Seat
) -> None:
    claim = reply(noor, "Evenings are for families.")
    hold_phase(session, "Read")
    client = browser_of(iris.person)
    client.post(f"{here(session)}moved/", {"value": "-3"})
    hold_phase(session, "Reflect")
    assert "Which claim moved you?" in look(iris)
    sent = {"value": "1", "claim": claim.key, "reason": "Mine are."}
    client.post(f"{here(session)}moved/", sent)
    assert Delta.objects.get().claim == claim
    assert "before: strongly against" in look(iris)
    told = look(noor, part="mine")
    assert "It changed the view of 1 person. Mine are." in told
    assert "Iris" not in look(noor)
    client.post(f"{here(session)}moved/", {"claim": "none"})
    assert not Delta.objects.exists()
    assert Position.objects.filter(person=iris.person).count() == 2


def test_positions_are_refused_in_other_phases(session: Session, iris: Seat) -> None:
    client = browser_of(iris.person)
    refused = client.post(f"{here(session)}moved/", {"value": "1"})
    assert refused.status_code == 409
    assert not Position.objects.exists()


# ---- Sides


def test_who_may_choose_a_side_does_so_until_they_speak_from_it(alice: User) -> None:
    session = a_session(alice, phase="Open")
    Session.objects.filter(pk=session.pk).update(side_rule=SideRule.CHOSEN)
    iris = a_seat(session, "Iris")
    assert "Choose your side:" in look(iris)
    client = browser_of(iris.person)
    client.post(f"{here(session)}side/", {"side": "against"})
    assert Membership.objects.get(person=iris.person).side == Side.AGAINST
    assert "Argue for it instead" in look(iris)
    reply(iris, "Practice sticks.")
    assert "Argue for it instead" not in look(iris)
    assert client.post(f"{here(session)}side/", {"side": "for"}).status_code == 409
    assert client.post(f"{here(session)}side/", {"side": "both"}).status_code == 422


# ---- What it takes


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_as_many_statements_however_much_is_there(
    session: Session,
    iris: Seat,
    noor: Seat,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    own = [reply(iris, f"Practice sticks {n}.") for n in range(many)]
    for claim in own:
        for n in range(many):
            reply(noor, f"Not for everybody {n}.", to=claim)
    hold_phase(session, "Rebut")
    client = browser_of(iris.person)
    client.get(here(session))
    with django_assert_num_queries(STATEMENTS):
        client.get(here(session))


# ---- On the debate's own pages


def test_the_debate_tells_who_is_in_the_session_where_it_stands(
    session: Session, iris: Seat, noor: Seat, alice: User
) -> None:
    own, debate = reply(iris, "Practice sticks."), debate_of(session)
    for address in (f"/debates/{debate.key}/threads/", f"/claims/{own.key}/"):
        told = words(browser_of(iris.person).get(address))
        assert "Your page 2 Open" in told
        assert "Your board 2 Open" in words(browser_of(alice).get(address))
    assert "Your page 2 Open" in look(iris, part="class_bar")


def test_other_debates_tell_of_no_session(alice: User, bob: User) -> None:
    debate = factories.debate(alice)
    factories.member(debate, bob)
    for who in (alice, bob, None):
        page = browser_of(who).get(f"/debates/{debate.key}/threads/")
        assert 'class="class-bar"' not in page.content.decode()


def test_students_are_not_offered_to_leave_the_debate_of_their_class(
    session: Session, iris: Seat
) -> None:
    debate = debate_of(session)
    client = browser_of(iris.person)
    assert "Leave this debate" not in words(client.get(f"/debates/{debate.key}/members/"))
    refused = client.post(f"/debates/{debate.key}/leaving/")
    assert refused.status_code == 403
    assert "Only a teacher of this session can do this." in words(refused)
    assert Membership.objects.get(debate=debate, person=iris.person).role
    assert "Open" in look(iris)


def test_the_debate_of_a_class_is_in_no_list_of_debates(session: Session, alice: User) -> None:
    dan = factories.person("dan2")
    a_seat(session, "Dan", person=dan)
    key = debate_of(session).key
    for person in (alice, dan):
        assert key not in browser_of(person).get("/debates/").content.decode()
        assert key not in browser_of(person).get("/classroom/new/").content.decode()


def test_the_debate_of_a_class_is_run_by_its_session_alone(session: Session) -> None:
    debate = debate_of(session)
    client = browser_of(session.teacher)
    assert client.get(f"/debates/{debate.key}/threads/").status_code == 200
    for part in ("access", "schedule", "transfer", "archive", "deletion"):
        assert client.post(f"/debates/{debate.key}/manage/{part}/").status_code in {403, 422}
    refused = client.get(f"/debates/{debate.key}/manage/access/")
    assert "Its session runs it" in words(refused)
    debate.refresh_from_db()
    assert debate.visibility == Visibility.MEMBERS
