"""Who holds a ticket holds what was minted, and not for long."""

import pytest

from accounts.errors import NotSignedIn
from debate.limits import TICKET_SECONDS
from debate.policies import ticket as tickets
from debate.policies.ticket import (
    Hearers,
    Ticket,
    Wait,
    login_of_session,
    mint,
    mint_wait,
    read_ticket,
    read_wait,
)

TICKET = Ticket(("debate:k3v9x2m7q4wd", "seat:a"), person="p", login="l", sees_results=True)


def test_a_ticket_is_read_as_it_was_minted() -> None:
    assert read_ticket(mint(TICKET)).ticket == TICKET
    wait = Wait(TICKET, since=3, back="/api/v1/", seconds=25)
    assert read_wait(mint_wait(wait))[0] == wait


@pytest.mark.parametrize(
    "text", ["", "x", "é", "\x00", "a:b", "a" * 9_000, mint(TICKET)[:-1], mint(TICKET) + "x"]
)
def test_what_was_not_minted_here_is_no_ticket(text: str) -> None:
    with pytest.raises(NotSignedIn, match="ticket_not_valid"):
        read_ticket(text)


def test_a_ticket_to_wait_is_none_to_listen() -> None:
    with pytest.raises(NotSignedIn, match="ticket_not_valid"):
        read_ticket(mint_wait(Wait(TICKET, since=3, back="/", seconds=25)))


def test_a_ticket_is_good_for_a_few_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    minted = mint(TICKET)
    then = read_ticket(minted).at
    monkeypatch.setattr(tickets.time, "time", lambda: then + TICKET_SECONDS)
    assert read_ticket(minted).ticket == TICKET
    monkeypatch.setattr(tickets.time, "time", lambda: then + TICKET_SECONDS + 1)
    with pytest.raises(NotSignedIn, match="ticket_expired"):
        read_ticket(minted)


def test_what_is_hidden_is_for_those_who_see_it() -> None:
    assert [TICKET.is_for(hearers) for hearers in Hearers] == [True, False, True]


def test_a_session_is_named_without_its_key() -> None:
    assert login_of_session(None) == ""
    assert "secretsecret" not in login_of_session("secretsecret")
    assert login_of_session("secretsecret") != login_of_session("secretsecres")
