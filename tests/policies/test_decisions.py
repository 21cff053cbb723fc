"""Every decision of the permission table, in every capacity, state and whosever it is."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from accounts.enums import Role as SiteRole
from accounts.errors import NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from debate.enums import Action, Capacity, Permission, Posting, Role, Stage, Visibility, Whose
from debate.errors import NotOpen
from debate.logic.rules import EVERYTHING
from debate.policies import site
from debate.policies import standing as standings
from debate.policies.debate import may
from debate.policies.site import site_capacity, why_not_on_site
from debate.policies.standing import KEEPS_ORDER_ON_SITE, SOMEBODY, Seat, Standing, enforce, why_not
from debate.policies.table import SITE_TABLE, TABLE, Rule
from debate.policies.visitor import Visitor
from tests.granted import granting
from tests.policies.decided import CAPACITIES, ROWS, SITE_ROWS, STAGES, Row

ME, ANOTHER = 1, 2
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = {"s": NotSignedIn, "n": NotAllowed, "-": NotFound}
SEATS = {
    Capacity.VISITOR: Seat(),
    Capacity.SUSPENDED: Seat(Role.MODERATOR, suspended=True),
    Capacity.BLOCKED: Seat(Role.MODERATOR, blocked=True, staff=True),
    Capacity.PERSON: Seat(),
    Capacity.READER: Seat(Role.READER),
    Capacity.MEMBER: Seat(Role.MEMBER),
    Capacity.MODERATOR: Seat(Role.MODERATOR),
    Capacity.OWNER: Seat(),
    Capacity.STAFF: Seat(staff=True),
}


def standing(
    capacity: Capacity, stage: Stage, allow: frozenset[Permission] = EVERYTHING
) -> Standing:
    """Somebody in that capacity, in a debate in that state."""
    return Standing(
        person_id=None if capacity == Capacity.VISITOR else ME,
        owner=capacity == Capacity.OWNER,
        seat=SEATS[capacity],
        visibility=Visibility.DRAFT if stage == Stage.DRAFT else Visibility.PUBLIC,
        rules=granting(allow if stage == Stage.OPEN else frozenset(), frozen=stage == Stage.FROZEN),
        archived=stage == Stage.ARCHIVED,
    )


def told(refusal: Refusal | None) -> tuple[type[Refusal], str] | None:
    return (type(refusal), refusal.code) if refusal else None


def decided(action: Action, row: Row, capacity: Capacity, stage: Stage, *, own: bool) -> object:
    """What is written down for one cell."""
    answer = row.may[capacity]
    if answer == "s":
        return NotSignedIn, row.sign_in
    if answer == "-":
        return NotFound, "no_such_page"
    if answer == "n":
        return NotAllowed, _why_they_may_not(row, capacity)
    if row.whose == Whose.OWN and not own:
        return (NotFound, "no_act") if action == Action.APPEAL else (NotAllowed, "not_your_claim")
    if row.whose == Whose.ANOTHERS and own:
        return NotAllowed, "own_claim" if action == Action.VOTE else "own_case"
    if row.when[stage] == "y":
        return None
    if stage == Stage.DRAFT:
        return NotOpen, "still_a_draft"
    if action in {Action.OUTLINE, Action.PUBLISH}:
        return NotOpen, "already_published"
    codes = {Stage.CLOSED: row.closed, Stage.FROZEN: "frozen", Stage.ARCHIVED: "archived"}
    return NotOpen, codes[stage]


def _why_they_may_not(row: Row, capacity: Capacity) -> str:
    shut_out = {Capacity.SUSPENDED: "suspended", Capacity.BLOCKED: "blocked_here"}
    return shut_out.get(capacity, row.refusal)


def cells() -> Iterator[tuple[Capacity, Stage, bool]]:
    """All but what cannot be: staff act as staff in public debates alone, which is no draft."""
    for capacity, stage, own in product(CAPACITIES, STAGES, [False, True]):
        if (capacity, stage) != (Capacity.STAFF, Stage.DRAFT):
            yield capacity, stage, own


def wrong(action: Action) -> list[tuple[object, ...]]:
    """The cells of a row in which the policy decides otherwise than is written down."""
    found: list[tuple[object, ...]] = []
    for capacity, stage, own in cells():
        who = standing(capacity, stage)
        assert (who.capacity, who.stage) == (capacity, stage)
        is_own = own and capacity != Capacity.VISITOR
        answer = told(why_not(who, action, author_id=ME if is_own else ANOTHER))
        should = decided(action, ROWS[action], capacity, stage, own=is_own)
        if answer != should:
            found.append((capacity, stage, own, answer, should))
    return found


def test_every_row_is_written_down() -> None:
    assert set(ROWS) == set(TABLE)
    assert set(SITE_ROWS) == set(SITE_TABLE)
    assert set(ROWS) | set(SITE_ROWS) == set(Action)


@pytest.mark.parametrize("action", list(TABLE))
def test_what_is_decided_is_what_is_written_down(action: Action) -> None:
    assert wrong(action) == []


@pytest.mark.parametrize("action", list(TABLE))
def test_a_window_takes_what_it_allows(action: Action) -> None:
    row = ROWS[action]
    who = next(c for c in (Capacity.OWNER, Capacity.MODERATOR) if row.may[c] == "y")
    author = ME if row.whose == Whose.OWN else ANOTHER
    for allowed in Permission:
        refusal = why_not(standing(who, Stage.OPEN, frozenset({allowed})), action, author_id=author)
        if row.when[Stage.OPEN] == "n":
            assert told(refusal) == (NotOpen, "already_published")
        else:
            open_to_it = row.needs in {None, allowed}
            assert told(refusal) == (None if open_to_it else (NotOpen, row.closed))


def test_outside_of_public_debates_who_is_no_member_is_told_that() -> None:
    for visibility, posting in (
        (Visibility.MEMBERS, Posting.EVERYBODY),
        (Visibility.PUBLIC, Posting.MEMBERS),
    ):
        who = Standing(ME, False, Seat(), visibility, granting(posting=posting))
        assert who.capacity == Capacity.READER
        assert told(why_not(who, Action.REPLY)) == (NotAllowed, "members_only")
        assert told(why_not(who, Action.LEAVE)) is None
    seated = Standing(ME, False, Seat(Role.READER), Visibility.MEMBERS, granting())
    assert told(why_not(seated, Action.REPLY)) == (NotAllowed, "readers_only_read")


@pytest.mark.parametrize(
    ("seat", "owner", "visibility", "capacity"),
    [
        (Seat(), False, Visibility.PUBLIC, Capacity.PERSON),
        (Seat(), False, Visibility.UNLISTED, Capacity.PERSON),
        (Seat(), False, Visibility.MEMBERS, Capacity.READER),
        (Seat(Role.READER), False, Visibility.PUBLIC, Capacity.READER),
        (Seat(Role.MEMBER), False, Visibility.MEMBERS, Capacity.MEMBER),
        (Seat(Role.MODERATOR), False, Visibility.UNLISTED, Capacity.MODERATOR),
        (Seat(staff=True), False, Visibility.PUBLIC, Capacity.STAFF),
        (Seat(staff=True), False, Visibility.UNLISTED, Capacity.PERSON),
        (Seat(staff=True), False, Visibility.MEMBERS, Capacity.READER),
        (Seat(Role.READER, staff=True), False, Visibility.UNLISTED, Capacity.READER),
        (Seat(Role.READER, staff=True), False, Visibility.PUBLIC, Capacity.STAFF),
        (Seat(Role.MEMBER, staff=True), False, Visibility.PUBLIC, Capacity.MEMBER),
        (Seat(blocked=True), False, Visibility.PUBLIC, Capacity.BLOCKED),
        (Seat(blocked=True, staff=True), False, Visibility.PUBLIC, Capacity.BLOCKED),
        (Seat(blocked=True), True, Visibility.PUBLIC, Capacity.OWNER),
        (Seat(Role.MODERATOR, blocked=True), False, Visibility.PUBLIC, Capacity.BLOCKED),
        (Seat(suspended=True), True, Visibility.PUBLIC, Capacity.SUSPENDED),
        (Seat(suspended=True, blocked=True), False, Visibility.PUBLIC, Capacity.SUSPENDED),
        (Seat(suspended=True, staff=True), False, Visibility.PUBLIC, Capacity.SUSPENDED),
        (Seat(Role.READER), True, Visibility.DRAFT, Capacity.OWNER),
    ],
)
def test_who_is_shut_out_acts_as_nothing_else(
    seat: Seat, owner: bool, visibility: Visibility, capacity: Capacity
) -> None:
    assert Standing(ME, owner, seat, visibility, granting()).capacity == capacity
    nobody = Standing(None, owner, seat, visibility, granting())
    assert nobody.capacity == Capacity.VISITOR


@pytest.mark.parametrize(
    ("visibility", "archived", "frozen", "allow", "stage"),
    [
        (Visibility.DRAFT, False, False, EVERYTHING, Stage.DRAFT),
        (Visibility.PUBLIC, True, True, frozenset(), Stage.ARCHIVED),
        (Visibility.PUBLIC, True, False, EVERYTHING, Stage.ARCHIVED),
        (Visibility.PUBLIC, False, True, frozenset(), Stage.FROZEN),
        (Visibility.MEMBERS, False, False, frozenset(), Stage.CLOSED),
        (Visibility.UNLISTED, False, False, frozenset({Permission.VOTE}), Stage.OPEN),
    ],
)
def test_the_state_of_a_debate_is_the_one_that_lets_least(
    visibility: Visibility, archived: bool, frozen: bool, allow: frozenset[Permission], stage: Stage
) -> None:
    rules = granting(allow, frozen=frozen)
    assert Standing(ME, False, Seat(), visibility, rules, archived).stage == stage


def test_a_visitor_is_offered_what_signing_in_would_open() -> None:
    visitor = standing(Capacity.VISITOR, Stage.OPEN)
    assert visitor.once_signed_in().capacity == Capacity.PERSON
    assert visitor.once_signed_in().person_id == SOMEBODY
    bob = standing(Capacity.PERSON, Stage.OPEN)
    assert bob.once_signed_in() is bob


def test_may_is_that_nothing_speaks_against_it() -> None:
    assert may(standing(Capacity.OWNER, Stage.OPEN), Action.CLOSE)
    assert not may(standing(Capacity.MEMBER, Stage.OPEN), Action.CLOSE)


def test_what_is_refused_is_raised() -> None:
    enforce(None)
    with pytest.raises(NotAllowed):
        enforce(NotAllowed("owner_only"))


# ---- On the whole site


def somebody(capacity: Capacity) -> User | None:
    if capacity == Capacity.VISITOR:
        return None
    until = NOON + timedelta(days=1) if capacity == Capacity.SUSPENDED else None
    role = SiteRole.STAFF if capacity == Capacity.STAFF else SiteRole.MEMBER
    return User(pk=ME, role=role, suspended_until=until)


def wrong_on_site(action: Action) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    row = SITE_ROWS[action]
    for capacity, own in product(row.may, [False, True]):
        who, is_own = somebody(capacity), own and capacity != Capacity.VISITOR
        answer = told(why_not_on_site(who, action, at=NOON, subject_id=ME if is_own else ANOTHER))
        should = _decided_on_site(action, row, capacity, own=is_own)
        if answer != should:
            found.append((capacity, own, answer, should))
    return found


def _decided_on_site(action: Action, row: Row, capacity: Capacity, *, own: bool) -> object:
    answer = row.may[capacity]
    if answer != "y":
        codes = {"s": row.sign_in, "-": "no_such_page", "n": row.refusal}
        return KINDS[answer], codes[answer]
    if row.whose == Whose.OWN and not own:
        return NotFound, "no_act"
    return (NotAllowed, "own_case") if row.whose == Whose.ANOTHERS and own else None


@pytest.mark.parametrize("action", list(SITE_TABLE))
def test_what_is_decided_on_the_site_is_what_is_written_down(action: Action) -> None:
    assert wrong_on_site(action) == []


@pytest.mark.parametrize(
    ("who", "capacity"),
    [
        (None, Capacity.VISITOR),
        (Visitor(("a-link",)), Capacity.VISITOR),
        (User(pk=ME), Capacity.PERSON),
        (User(pk=ME, role=SiteRole.MODERATOR), Capacity.PERSON),
        (User(pk=ME, role=SiteRole.STAFF), Capacity.STAFF),
        (User(pk=ME, role=SiteRole.STAFF, banned=True), Capacity.SUSPENDED),
        (User(pk=ME, suspended_until=NOON + timedelta(seconds=1)), Capacity.SUSPENDED),
        (User(pk=ME, suspended_until=NOON), Capacity.PERSON),
    ],
)
def test_as_what_somebody_acts_on_the_site(who: User | Visitor | None, capacity: Capacity) -> None:
    assert site_capacity(who, at=NOON) == capacity


def test_staff_and_moderators_of_the_site_keep_order_in_public_debates_and_nobody_else() -> None:
    assert {SiteRole.STAFF, SiteRole.MODERATOR} == KEEPS_ORDER_ON_SITE


# ---- No cell of the table can change unseen


def variants(rule: Rule, row: Row) -> Iterator[tuple[str, Rule]]:
    """The rule with one thing in it changed, for everything that is in it and can matter.

    That a thing is secret does not where all who are signed in may, to anybody's; nor what a window
    has to allow where an open debate takes nothing of it.
    """
    given = {name: getattr(rule, name) for name in Rule.__slots__}
    for capacity in row.may:
        yield f"may {capacity}", Rule(**given | {"may": rule.may ^ {capacity}})
    for stage in row.when:
        yield f"when {stage}", Rule(**given | {"when": rule.when ^ {stage}})
    for whose in set(Whose) - {rule.whose}:
        yield f"whose {whose}", Rule(**given | {"whose": whose})
    if Stage.OPEN in rule.when and row.when:
        for needs in {None, *Permission} - {rule.needs}:
            yield f"needs {needs}", Rule(**given | {"needs": needs})
    if set(row.may.values()) - {"s", "y"} or row.whose == Whose.OWN:
        yield "secret", Rule(**given | {"secret": not rule.secret})


def unseen(table: Mapping[Action, Rule], rows: Mapping[Action, Row]) -> tuple[list[str], int]:
    """The changes of one cell that no decision shows, and how many were tried."""
    survivors, tried = [], 0
    on_site = table is SITE_TABLE
    for action, rule in table.items():
        for name, changed in variants(rule, rows[action]):
            tried += 1
            with pytest.MonkeyPatch.context() as patch:
                patch.setitem(table, action, changed)
                shown = wrong_on_site(action) if on_site else wrong(action) + _by_window(action)
            if not shown:
                survivors.append(f"{action}: {name}")
    return survivors, tried


def _by_window(action: Action) -> list[object]:
    try:
        test_a_window_takes_what_it_allows(action)
    except AssertionError as shown:
        return [shown]
    return []


def test_no_cell_of_the_table_changes_unseen() -> None:
    assert standings.TABLE is TABLE
    assert site.SITE_TABLE is SITE_TABLE
    survivors, tried = unseen(TABLE, ROWS)
    of_site, tried_of_site = unseen(SITE_TABLE, SITE_ROWS)
    assert tried + tried_of_site >= 670
    assert survivors + of_site == []
