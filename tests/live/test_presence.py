"""People are counted once, in all processes together, and nothing is told twice."""

from __future__ import annotations

from debate.limits import HERE_FORGOTTEN_SECONDS, HERE_LINGER_SECONDS
from debate.live.presence import SHARED_SEATS, SHARED_TOPICS, Presence

DEBATE = ("debate:d",)


def told(presence: Presence, *topics: str) -> list[dict[str, object]]:
    presence.changed()
    return [dict(presence.event(topic).data) for topic in topics]


def test_two_pages_of_one_person_are_one_person() -> None:
    presence = Presence()
    presence.come(DEBATE, "bob")
    presence.come(DEBATE, "bob")
    presence.come(DEBATE, "dan")
    assert presence.changed() == ["debate:d"]
    assert presence.event("debate:d").data == {"topic": "debate:d", "count": 2}


def test_nothing_is_told_when_as_many_are_here_as_before() -> None:
    presence = Presence()
    presence.come(DEBATE, "bob")
    presence.changed()
    presence.come(DEBATE, "bob")
    assert presence.changed() == []


def test_who_goes_from_one_page_to_another_was_never_away() -> None:
    presence = Presence()
    presence.come(DEBATE, "bob")
    presence.go(DEBATE, "bob", at=10)
    presence.come(DEBATE, "bob")
    presence.lapse(10 + HERE_LINGER_SECONDS)
    assert told(presence, "debate:d") == [{"topic": "debate:d", "count": 1}]
    presence.go(DEBATE, "bob", at=20)
    presence.lapse(20 + HERE_LINGER_SECONDS)
    assert told(presence, "debate:d") == [{"topic": "debate:d", "count": 0}]
    assert not presence.anybody


def test_a_board_names_the_seats_of_its_session() -> None:
    presence = Presence()
    presence.come(("session:s", "seat:b", "debate:d"), "ben")
    presence.come(("session:s", "seat:a"), "ada")
    presence.come(("session:s", "board:s"), "teacher")
    assert told(presence, "session:s", "board:s") == [
        {"topic": "session:s", "count": 3},
        {"topic": "board:s", "count": 3, "seats": ["a", "b"]},
    ]


def test_processes_add_up_and_are_forgotten_when_they_fall_silent() -> None:
    one, other = Presence(), Presence()
    one.come(("session:s", "seat:a"), "ada")
    other.come(("session:s", "seat:b"), "ben")
    (message,) = one.to_share(everything=False)
    other.hear("one", message, at=0)
    assert told(other, "board:s") == [{"topic": "board:s", "count": 2, "seats": ["a", "b"]}]
    other.lapse(HERE_FORGOTTEN_SECONDS)
    assert other.changed() == []
    other.lapse(HERE_FORGOTTEN_SECONDS + 1)
    assert told(other, "board:s") == [{"topic": "board:s", "count": 1, "seats": ["b"]}]


def test_a_process_that_ends_says_so_or_tells_that_nobody_is_left() -> None:
    presence = Presence()
    presence.hear("one", {"debate:d": [3, []]}, at=0)
    presence.hear("other", {"debate:d": [2, []]}, at=0)
    assert told(presence, "debate:d") == [{"topic": "debate:d", "count": 5}]
    presence.hear("one", {"debate:d": [0, []]}, at=1)
    presence.forget("other")
    assert told(presence, "debate:d") == [{"topic": "debate:d", "count": 0}]


def test_what_is_shared_comes_in_messages_that_a_notification_can_hold() -> None:
    presence = Presence()
    for number in range(120):
        presence.come((f"debate:{number:012d}",), "bob")
    for number in range(400):
        seat = f"seat:{number:012d}"
        presence.come((f"session:{number % 2:012d}", seat), f"guest{number}")
    messages = list(presence.to_share(everything=True))
    assert sum(len(message) for message in messages) == 122
    assert all(len(message) <= SHARED_TOPICS for message in messages)
    assert all(sum(len(seats) for _n, seats in m.values()) <= SHARED_SEATS for m in messages)
    assert all(len(str(message)) < 7_900 for message in messages)
    assert list(presence.to_share(everything=False)) == []
