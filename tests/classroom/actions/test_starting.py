"""Starting sessions and setting them up: what they are made of, who may, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from accounts.enums import Role as SiteRole
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from classroom.actions import clock
from classroom.actions.setup import (
    PhaseTyped,
    add_phase,
    edit_phase,
    place_phase,
    remove_phase,
    save_template,
    set_up,
)
from classroom.actions.sharing import share_class, share_session, unshare_session
from classroom.actions.starting import start
from classroom.enums import Naming, Preset, SeatState, SideRule
from classroom.errors import NotInThisState
from classroom.models import Phase, Session, SessionTeacher
from classroom.queries.access import open_session
from classroom.queries.clock import read_clock
from classroom.queries.presets import PRESETS
from classroom.queries.sessions import list_sources, read_setup
from debate.enums import Answerable, Permission, Relation, RepliesHidden, Role, Visibility
from debate.models import Membership
from tests import factories
from tests.classroom.factories import THESIS, a_class, a_seat, a_session, debate_of, hold_phase
from tests.factories import thesis_of

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def code_of(do: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        do(**given)
    return refusal.value.code


def phases_of(session: Session) -> list[str]:
    return list(Phase.objects.filter(session=session).values_list("name", flat=True))


# ---- What it is made of


@pytest.mark.parametrize("preset", list(Preset))
def test_a_session_has_the_phases_of_its_preset(preset: Preset, dan: User) -> None:
    session = start(preset=preset, thesis=THESIS, by=dan)
    assert phases_of(session) == [str(sketch.name) for sketch in PRESETS[preset].phases]
    assert session.side_rule == PRESETS[preset].side_rule
    clock.start_session(session=session.key, by=dan)
    for _next in range(len(PRESETS[preset].phases) - 1):
        clock.move_on(session=session.key, by=dan)
    assert read_clock(open_session(session.key, dan)).next is None


def test_a_structured_debate_asks_in_each_phase_for_what_it_allows(dan: User) -> None:
    session = start(preset=Preset.STRUCTURED_DEBATE, thesis=THESIS, by=dan)
    rows = {row.name: row for row in read_clock(open_session(session.key, dan)).phases}
    assert rows["Read"].allow == {Permission.POSITION}
    assert rows["Open"].allow == {Permission.REPLY}
    assert rows["Open"].relations == {Relation.SUPPORT, Relation.REBUT}
    assert rows["Open"].answer == Answerable.THESIS
    assert rows["Open"].replies_hidden == RepliesHidden.POSTED
    assert rows["Rebut"].answer == rows["Answer"].answer == Answerable.OTHER_SIDE
    assert rows["Vote"].allow == {Permission.VOTE}
    assert rows["Reflect"].allow == {Permission.POSITION}


def test_a_preset_speaks_the_language_of_whoever_starts(dan: User) -> None:
    with translation.override("de"):
        names = [str(sketch.name) for sketch in PRESETS[Preset.STRUCTURED_DEBATE].phases]
        session = start(preset=Preset.STRUCTURED_DEBATE, thesis=THESIS, by=dan)
    assert phases_of(session) == names


def test_it_is_called_after_its_class_or_its_thesis(dan: User) -> None:
    found = a_class(dan, "Iris", name="9C English")
    assert start(thesis=THESIS, of_class=found.key, by=dan).name == "9C English"
    assert start(thesis=THESIS, by=dan).name == THESIS
    assert start(thesis=THESIS, name="  Room   14 ", by=dan).name == "Room 14"


def test_a_class_brings_its_names_and_its_teachers(dan: User, bob: User) -> None:
    found = a_class(dan, "Iris", "Iris", "Otis")
    share_class(of_class=found.key, handle="bob", names=False, by=dan)
    session = start(thesis=THESIS, of_class=found.key, by=dan)
    seats = session.seats.order_by("pk")
    assert [(seat.name, seat.state) for seat in seats] == [
        ("Iris", SeatState.LISTED),
        ("Iris", SeatState.LISTED),
        ("Otis", SeatState.LISTED),
    ]
    assert SessionTeacher.objects.get(session=session).person == bob
    assert Membership.objects.get(debate=debate_of(session)).role == Role.MODERATOR


def test_its_debate_is_for_its_members_and_its_teacher_judges_nothing(dan: User) -> None:
    own = debate_of(start(thesis=THESIS, by=dan))
    assert (own.visibility, own.owner, own.rules.posting, own.rules.keepers_judge) == (
        Visibility.MEMBERS,
        dan,
        "members",
        False,
    )
    assert thesis_of(own).text == THESIS


def test_a_public_debate_is_copied_and_named(dan: User, alice: User) -> None:
    public = factories.debate(alice, drawn_from=factories.essay(alice))
    factories.point(public)
    session = start(debate=public.key, by=dan)
    source = read_setup(session.key, dan).source
    assert source is not None
    assert (source.key, source.thesis) == (public.key, thesis_of(public).text)
    own = debate_of(session)
    assert own.essay is not None
    assert own.essay_id != public.essay_id


def test_a_draft_of_ones_own_is_copied_and_not_shown_to_others(dan: User) -> None:
    draft = factories.debate(dan, visibility=Visibility.DRAFT)
    assert [line.key for line in list_sources(dan)] == [draft.key]
    session = start(debate=draft.key, by=dan)
    assert read_setup(session.key, dan).source is None
    assert [line.key for line in list_sources(dan)] == [draft.key]


def test_nobody_starts_with_a_debate_that_they_may_not_see(dan: User, alice: User) -> None:
    hidden = factories.debate(alice, visibility=Visibility.MEMBERS)
    for key in (hidden.key, "k" * 12, "\x00", "no key at all"):
        with pytest.raises(Invalid) as refusal:
            start(debate=key, by=dan)
        assert (refusal.value.code, refusal.value.field) == ("no_such_debate_to_copy", "debate")


def test_another_session_like_one_has_nobody_and_nothing_of_it(dan: User, alice: User) -> None:
    public = factories.debate(alice)
    session = a_session(dan, debate=public.key, naming="pseudonyms", phase="Open")
    seat = a_seat(session)
    assert seat.person is not None
    factories.reply(thesis_of(debate_of(session)), seat.person)
    other = start(session=session.key, by=dan)
    assert (other.naming, other.source, other.state) == (Naming.PSEUDONYMS, public, "planned")
    assert phases_of(other) == phases_of(session)
    assert other.code not in {None, session.code}
    assert debate_of(other).claims.count() == 1
    assert not other.seats.exists()


def test_a_template_keeps_how_a_session_is_set_up(dan: User, bob: User) -> None:
    session = a_session(dan, side_rule="against_own", grace_seconds=15)
    remove_phase(session=session.key, key=session.phases.last().key, by=dan)  # type: ignore[union-attr]
    kept = save_template(session=session.key, name="Mondays", by=dan)
    made = start(template=kept.key, thesis=THESIS, by=dan)
    assert phases_of(made) == phases_of(session)
    assert (made.side_rule, made.grace_seconds) == (SideRule.AGAINST_OWN, 15)
    save_template(session=made.key, name="Mondays", by=dan)
    assert dan.session_templates.count() == 1
    with pytest.raises(NotFound):
        start(template=kept.key, thesis=THESIS, by=bob)


# ---- Who may


def test_any_member_starts_one_and_a_guest_never(dan: User, eve: User) -> None:
    start(thesis=THESIS, by=eve)
    seat = a_seat(a_session(dan))
    assert code_of(start, thesis=THESIS, by=seat.person) == "guests_stay_in_class"
    with pytest.raises(NotSignedIn):
        start(thesis=THESIS, by=None)


def test_who_is_suspended_starts_none(dan: User) -> None:
    dan.banned = True
    dan.save()
    with pytest.raises(NotAllowed):
        start(thesis=THESIS, by=dan)


def test_an_operator_leaves_it_to_staff(settings: Settings, dan: User, carol: User) -> None:
    settings.SESSIONS_STARTED_BY = "staff"
    assert code_of(start, thesis=THESIS, by=dan) == "sessions_by_staff_only"
    start(thesis=THESIS, by=carol)
    start(thesis=THESIS, by=factories.person("sam", role=SiteRole.STAFF))


def test_only_a_teacher_of_a_session_starts_another_like_it(dan: User, eve: User) -> None:
    session = a_session(dan)
    with pytest.raises(NotFound):
        start(session=session.key, by=eve)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"preset": "cinema"}, "choose_one_of_these", "preset"),
        ({"naming": "faces"}, "choose_one_of_these", "naming"),
        ({"side_rule": "left"}, "choose_one_of_these", "side_rule"),
        ({"holding": "hands"}, "choose_one_of_these", "holding"),
        ({"grace_seconds": 16}, "grace_out_of_range", "grace_seconds"),
        ({"grace_seconds": -1}, "grace_out_of_range", "grace_seconds"),
        ({"time_zone": "Atlantis"}, "time_zone_unknown", "time_zone"),
        ({"starts_at": datetime(2001, 1, 1, tzinfo=UTC)}, "start_is_over", "starts_at"),
        ({"starts_at": datetime(9999, 1, 1, tzinfo=UTC)}, "start_too_far", "starts_at"),
        ({"name": "x" * 121}, "line_too_long", "name"),
        ({"name": "\ud800"}, "unreadable_characters", "name"),
        ({"thesis": ""}, "claim_too_short", "thesis"),
        ({"debate": "k" * 12}, "debate_or_thesis", "thesis"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    given: dict[str, Any], code: str, field: str, dan: User
) -> None:
    with pytest.raises(Invalid) as refusal:
        start(**{"thesis": THESIS, **given}, by=dan, at=NINE)
    assert refusal.value.field == field
    assert refusal.value.code == code
    assert not Session.objects.exists()


# ---- Phases, before it starts and while it runs


def test_a_phase_that_holds_keeps_what_it_allows_and_changes_its_length(dan: User) -> None:
    session = a_session(dan, at=NINE)
    read = session.phases.get(name="Read")
    same = {"name": "Read", "allow": ["position"], "results_hidden": "revealed"}
    with pytest.raises(NotInThisState) as refusal:
        edit_phase(
            session=session.key,
            key=read.key,
            phase=PhaseTyped(**{**same, "allow": ["reply"]}),  # type: ignore[arg-type]
            by=dan,
            at=NINE,
        )
    assert refusal.value.code == "this_phase_holds"
    longer = PhaseTyped(**same, instruction="Read it twice.", seconds=600)  # type: ignore[arg-type]
    edit_phase(
        session=session.key, key=read.key, phase=longer, by=dan, at=NINE + timedelta(minutes=3)
    )
    windows = debate_of(session).rules.windows
    assert windows[-1]["until"] == (NINE + timedelta(minutes=10)).isoformat()
    read.refresh_from_db()
    assert (read.instruction, read.seconds) == ("Read it twice.", 600)


def test_a_phase_that_holds_can_lose_its_length_and_get_one(dan: User) -> None:
    session = a_session(dan, at=NINE)
    read = session.phases.get(name="Read")
    same = {
        "name": "Read",
        "instruction": read.instruction,
        "allow": ["position"],
        "results_hidden": "revealed",
    }
    for seconds, until in ((None, None), (300, NINE + timedelta(minutes=5))):
        typed = PhaseTyped(**same, seconds=seconds)  # type: ignore[arg-type]
        edit_phase(session=session.key, key=read.key, phase=typed, by=dan, at=NINE)
        told = debate_of(session).rules.windows[-1]["until"]
        assert told == (until.isoformat() if until else None)


def test_only_phases_to_come_are_moved_and_removed(dan: User) -> None:
    session = a_session(dan, phase="Open")
    by_name = {phase.name: phase.key for phase in session.phases.all()}
    place_phase(session=session.key, key=by_name["Reflect"], place=3, by=dan)
    assert phases_of(session)[:4] == ["Read", "Open", "Reflect", "Rebut"]
    for name, place in (("Read", 4), ("Open", 4), ("Vote", 2), ("Vote", 1)):
        moved = {"session": session.key, "key": by_name[name], "place": place, "by": dan}
        assert code_of(place_phase, **moved) == "only_coming_phases_move"
    for name in ("Read", "Open"):
        gone = {"session": session.key, "key": by_name[name], "by": dan}
        assert code_of(remove_phase, **gone) == "only_coming_phases_move"
    for _twice in range(2):
        remove_phase(session=session.key, key=by_name["Vote"], by=dan)
    assert phases_of(session) == ["Read", "Open", "Reflect", "Rebut", "Answer"]
    far = {"session": session.key, "key": by_name["Reflect"], "place": 9, "by": dan}
    assert code_of(place_phase, **far) == "no_such_place"


def test_what_follows_by_itself_is_laid_out_anew_when_phases_change(dan: User) -> None:
    session = a_session(dan, runs_by_itself=True, at=NINE)
    added = add_phase(
        session=session.key, phase=PhaseTyped(name="Toast", seconds=60), by=dan, at=NINE
    )
    place_phase(session=session.key, key=added.key, place=2, by=dan, at=NINE)
    labels = [window["label"] for window in debate_of(session).rules.windows]
    assert labels[1] == added.key
    assert len(labels) == 7


def test_a_session_has_one_phase_at_least_and_twelve_at_most(dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION, running=False)
    first = session.phases.get()
    only = {"session": session.key, "key": first.key, "by": dan}
    assert code_of(remove_phase, **only) == "one_phase_stays"
    for number in range(11):
        add_phase(session=session.key, phase=PhaseTyped(name=f"Part {number}"), by=dan)
    with pytest.raises(Conflict):
        add_phase(session=session.key, phase=PhaseTyped(name="Too many"), by=dan)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"instruction": "x" * 301}, "instruction"),
        ({"seconds": 0}, "seconds"),
        ({"seconds": 10**9}, "seconds"),
        ({"allow": ["dance"]}, "allow"),
        ({"relations": ["hug"]}, "relations"),
        ({"inner": ["dance"]}, "inner"),
        ({"answer": "nobody"}, "answer"),
        ({"results_hidden": "never"}, "results_hidden"),
        ({"replies_hidden": "never"}, "replies_hidden"),
        ({"tasks": {"songs": 1}}, "tasks"),
        ({"tasks": {"claims": 21}}, "tasks"),
        ({"tasks": {"claims": -1}}, "tasks"),
    ],
)
def test_a_phase_that_makes_no_sense_is_refused_at_its_field(
    typed: dict[str, Any], field: str, dan: User
) -> None:
    session = a_session(dan)
    with pytest.raises(Invalid) as refusal:
        add_phase(session=session.key, phase=PhaseTyped(**{"name": "Part", **typed}), by=dan)
    assert refusal.value.field == field
    assert len(phases_of(session)) == 6


def test_names_are_settled_once_somebody_is_here(dan: User) -> None:
    session = a_session(dan, of_class=a_class(dan, "Iris").key)
    set_up(session=session.key, naming="pseudonyms", by=dan)
    a_seat(session, "Otis")
    set_up(session=session.key, naming="pseudonyms", name="Room 15", by=dan)
    again = code_of(set_up, session=session.key, naming="names", by=dan)
    assert again == "naming_is_settled"


def test_a_start_is_planned_and_taken_back_until_it_starts(dan: User) -> None:
    session = a_session(dan, running=False, at=NINE)
    ten = NINE + timedelta(hours=1)
    set_up(session=session.key, starts_at=ten, by=dan, at=NINE)
    assert debate_of(session).rules.windows[0]["from"] == ten.isoformat()
    set_up(session=session.key, starts_at=None, by=dan, at=NINE)
    assert debate_of(session).rules.windows == []
    clock.start_session(session=session.key, by=dan, at=NINE)
    late = code_of(set_up, session=session.key, starts_at=ten, by=dan, at=NINE)
    assert late == "session_is_running"


def test_what_is_over_is_not_set_up(dan: User) -> None:
    session = a_session(dan)
    clock.end_session(session=session.key, by=dan)
    assert code_of(set_up, session=session.key, name="Other", by=dan) == "session_is_over"


def test_setting_up_leaves_the_phase_that_holds_as_it_is(dan: User) -> None:
    session = a_session(dan, at=NINE)
    hold_phase(session, "Vote", at=NINE)
    before = debate_of(session).rules.windows
    set_up(session=session.key, name="Room 15", by=dan, at=NINE + timedelta(minutes=1))
    assert debate_of(session).rules.windows == before


# ---- Teaching together


def test_whoever_shares_a_session_moderates_its_debates_at_once(dan: User, bob: User) -> None:
    session = a_session(dan)
    own = {"debate": debate_of(session), "person": bob}
    share_session(session=session.key, handle="@Bob", names=True, by=dan)
    assert Membership.objects.get(**own).role == Role.MODERATOR
    share_session(session=session.key, handle="bob", names=False, by=dan)
    assert not SessionTeacher.objects.get(session=session).names
    for _twice in range(2):
        unshare_session(session=session.key, handle="bob", by=dan)
    assert not Membership.objects.filter(**own).exists()
    with pytest.raises(NotFound):
        open_session(session.key, bob)


def test_nobody_shares_with_a_student_themselves_or_nobody(dan: User, eve: User) -> None:
    session = a_session(dan)
    a_seat(session, "Eve", person=eve)
    share = {"session": session.key, "names": False, "by": dan}
    assert code_of(share_session, handle="eve", **share) == "they_sit_here"
    assert code_of(share_session, handle="dan", **share) == "they_teach_it"
    assert code_of(share_session, handle="no-one", **share) == "no_such_handle"
    assert code_of(share_session, handle="\x00", **share) == "no_such_handle"
