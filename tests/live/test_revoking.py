"""Whatever ends access ends the streams that hung on it, by whichever way it came about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.actions.deletion import erase_person
from accounts.actions.guest import end_logins_of_guest, make_guest
from accounts.actions.password import change_password
from accounts.actions.token import make_token, revoke_token
from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.actions.access import set_access
from debate.actions.deletion import delete_debate
from debate.actions.link import renew_link
from debate.actions.membership import change_role, leave_debate, remove_member
from debate.actions.suspension import ban_person
from debate.actions.transfer import transfer_debate
from debate.enums import Reason, Role, Visibility
from debate.models import Debate, Membership
from debate.policies.ticket import Ticket, login_of_session, login_of_token
from debate.queries.members import write_seat
from debate.tasks.publish import publish
from tests import factories
from tests.live.hearing import Living

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"


def ends(live: Living, ticket: Ticket, deed: Callable[[], Any]) -> None:
    """A stream ends by a deed, which ends no other one."""
    come_to_rest(live)
    topic = f"session:{uuid4()}"
    bystander = Ticket((topic,), person="bystander", login="bystander")
    with live.hear(ticket) as hearing, live.hear(bystander) as other:
        assert hearing.status == 200
        deed()
        publish(topic, "still", {})
        told = [name for name in hearing.rest() if name not in {"change", "rules"}]
        assert told == ["renew"]
        assert other.next().name == "still"


def come_to_rest(live: Living) -> None:
    """Wait until all is heard that ended something before; a ticket from before that is void."""
    topic = f"session:{uuid4()}"
    with live.hear(Ticket((topic,), person="bystander")) as hearing:
        publish(topic, "rest", {})
        assert hearing.next().name == "rest"


def of(debate: Debate, person: User) -> Ticket:
    return Ticket((f"debate:{debate.key}",), person=person.key)


def leave(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    leave_debate(debate=debate.key, by=bob)


def be_removed(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    remove_member(debate=debate.key, seat=write_seat(member.pk), by=alice)


def keep_order_no_more(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    change_role(debate=debate.key, seat=write_seat(member.pk), role=Role.READER, by=alice)


def be_banned(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    staff = factories.person("staff", role=SiteRole.STAFF)
    ban_person(person=bob.key, reason=Reason.SPAM, by=staff)


def take_another_password(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    change_password(by=bob, present=PASSWORD, new="staple paper clip")


def have_their_account_closed(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)  # as the admin does


def leave_for_good(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    erase_person(by=bob, password=PASSWORD, confirmation="bob")


def have_the_debate_closed_to_them(
    debate: Debate, member: Membership, alice: User, bob: User
) -> None:
    set_access(debate=debate.key, visibility=Visibility.MEMBERS, by=alice)


def have_it_handed_over(debate: Debate, member: Membership, alice: User, bob: User) -> None:
    transfer_debate(debate=debate.key, to=bob.key, by=alice)


@pytest.mark.parametrize(
    "deed",
    [
        leave,
        be_removed,
        keep_order_no_more,
        be_banned,
        take_another_password,
        have_their_account_closed,
        leave_for_good,
        have_the_debate_closed_to_them,
        have_it_handed_over,
    ],
)
def test_a_persons_streams_end_when_they(
    live: Living,
    debate: Debate,
    alice: User,
    bob: User,
    quick_hashes: None,
    deed: Callable[[Debate, Membership, User, User], None],
) -> None:
    bob.set_password(PASSWORD)
    bob.save()
    member = factories.member(debate, bob, role=Role.MODERATOR)
    ends(live, of(debate, bob), lambda: deed(debate, member, alice, bob))


def test_streams_end_with_the_link_that_led_there(
    live: Living, debate: Debate, alice: User, bob: User
) -> None:
    set_access(debate=debate.key, visibility=Visibility.UNLISTED, by=alice)
    ends(live, of(debate, bob), lambda: renew_link(debate=debate.key, by=alice))


def test_streams_end_with_their_debate(live: Living, debate: Debate, alice: User) -> None:
    ends(live, of(debate, alice), lambda: delete_debate(debate=debate.key, by=alice))


def test_a_guests_streams_end_when_they_are_sent_away(live: Living, debate: Debate) -> None:
    guest = make_guest("Ada")
    ends(live, of(debate, guest), lambda: end_logins_of_guest(guest))
    ends(live, of(debate, guest), guest.delete)


def test_streams_end_at_the_sign_out_of_their_browser(
    live: Living, debate: Debate, bob: User, client: Client
) -> None:
    client.force_login(bob)
    login = login_of_session(client.session.session_key)
    ticket = Ticket((f"debate:{debate.key}",), person=bob.key, login=login)
    ends(live, ticket, lambda: client.post("/accounts/logout/"))
    assert not Session.objects.exists()


def test_streams_end_with_their_token(live: Living, debate: Debate, bob: User) -> None:
    token, _word = make_token(name="Pull", scopes=["read"], by=bob)
    ticket = Ticket((f"debate:{debate.key}",), person=bob.key, login=login_of_token(token.key))
    ends(live, ticket, lambda: revoke_token(token=token.key, by=bob))


def test_what_ends_nobodys_access_ends_no_stream(live: Living, debate: Debate, bob: User) -> None:
    with live.hear(of(debate, bob)) as hearing:
        bob.display_name = "Robert"
        bob.save()
        debate.language = "de"
        debate.save()
        factories.member(debate, bob)
        factories.member(factories.debate(debate.owner), bob).delete()
        publish(f"debate:{debate.key}", "still", {})
        assert hearing.next().name == "still"
