"""The pages of members and invitations, through the browser's door."""

from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.invitation import make_invitation
from debate.enums import Role, Visibility
from debate.models import Debate, Invitation, Membership
from tests import factories
from tests.web.browsing import fields, words


@pytest.fixture
def private(alice: User) -> Debate:
    return factories.debate(alice, visibility=Visibility.MEMBERS)


def roles(debate: Debate) -> dict[str | None, str | None]:
    return dict(Membership.objects.filter(debate=debate).values_list("person__handle", "role"))


def test_an_owner_gives_a_role_changes_it_and_takes_it_away(
    private: Debate, as_alice: Client, bob: User
) -> None:
    address = f"/debates/{private.key}/members/"
    given = as_alice.post(address, {"deed": "seat", "handle": "bob", "role": "reader"}, follow=True)
    assert "The role is given." in words(given)
    assert roles(private) == {"bob": "reader"}
    seat = {"member": fields(given)["member"]}
    changed = as_alice.post(address, {**seat, "deed": "role", "role": "moderator"}, follow=True)
    assert "The role is changed." in words(changed)
    assert roles(private) == {"bob": "moderator"}
    removed = as_alice.post(address, {**seat, "deed": "remove"}, follow=True)
    assert "They are no longer a member." in words(removed)
    assert "Nobody else has a role here yet." in words(removed)
    assert roles(private) == {}


def test_a_handle_that_nobody_has_is_shown_again_with_the_reason(
    private: Debate, as_alice: Client, bob: User
) -> None:
    for typed, status, reason in (
        ("bobby", 422, "Nobody has this handle."),
        ("bob@example.org", 422, "Nobody has this handle."),
        ("alice", 422, "They own this debate"),
        ("b\0\ud800".encode("utf-8", "replace").decode(), 422, "Nobody has this handle."),
    ):
        form = {"deed": "seat", "handle": typed, "role": "member"}
        response = as_alice.post(f"/debates/{private.key}/members/", form)
        assert response.status_code == status
        assert reason in words(response)
        assert fields(response)["handle"] == typed
    factories.member(private, bob)
    form = {"deed": "seat", "handle": "bob", "role": "reader"}
    response = as_alice.post(f"/debates/{private.key}/members/", form)
    assert (response.status_code, fields(response)["handle"]) == (409, "bob")
    response = as_alice.post(f"/debates/{private.key}/members/", {**form, "role": "king"})
    assert "Choose a role" in words(response)
    assert as_alice.post(f"/debates/{private.key}/members/", {}).status_code == 422


def test_members_see_the_list_without_the_means_to_change_it(
    private: Debate, as_bob: Client, as_eve: Client, nobody: Client, bob: User, dan: User
) -> None:
    factories.member(private, bob, role=Role.MODERATOR)
    factories.member(private, dan, role=Role.READER, byline="Zebra")
    address = f"/debates/{private.key}/members/"
    page = words(as_bob.get(address))
    assert "Alice Owner" in page
    assert "Zebra" in page
    assert "Dan" not in page
    html = as_bob.get(address).content.decode()
    assert 'name="handle"' not in html
    assert 'name="member"' not in html
    assert f'href="/debates/{private.key}/leaving/"' in html
    assert "Zebra" in words(as_bob.get(f"{address}?role=reader"))
    assert "Zebra" not in words(as_bob.get(f"{address}?role=member"))
    for client in (as_eve, nobody):
        assert client.get(address).status_code == 404


def test_the_tab_of_members_is_there_for_members(
    debate: Debate, as_bob: Client, as_eve: Client, nobody: Client, bob: User
) -> None:
    factories.member(debate, bob)
    tab = f'href="/debates/{debate.key}/members/"'
    shown = [
        tab in client.get(f"/debates/{debate.key}/threads/").content.decode()
        for client in (as_bob, as_eve, nobody)
    ]
    assert shown == [True, False, False]


def test_a_link_is_made_copied_used_and_revoked(
    private: Debate, as_alice: Client, as_bob: Client
) -> None:
    address = f"/debates/{private.key}/invitations/"
    made = as_alice.post(address, {"make": "member"}, follow=True)
    link = Invitation.objects.get()
    assert f"http://testserver/invitations/{link.key}/" in made.content.decode()
    offer = as_bob.get(f"/invitations/{link.key}/")
    assert "Alice invites you as a member" in words(offer)
    assert "School should start at half past nine." in words(offer)
    joined = as_bob.post(f"/invitations/{link.key}/", follow=True)
    assert "You are a member of this debate." in words(joined)
    assert joined.redirect_chain == [(f"/debates/{private.key}/threads/", 303)]
    assert "You have this role already, or one that may do more." in words(
        as_bob.get(f"/invitations/{link.key}/")
    )
    assert "used 1 time" in words(as_alice.get(f"/debates/{private.key}/members/"))
    as_alice.post(address, {"revoke": "member"})
    for client in (as_bob, Client()):
        assert client.get(f"/invitations/{link.key}/").status_code == 404
    assert as_alice.post(address, {}).status_code == 422
    assert as_bob.post(address, {"make": "moderator"}).status_code == 403


def test_who_is_not_signed_in_sees_what_is_offered_and_comes_back_to_it(
    private: Debate, alice: User, nobody: Client
) -> None:
    link = make_invitation(debate=private.key, role="reader", by=alice)
    address = f"/invitations/{link.key}/"
    offer = nobody.get(address)
    assert "Alice invites you as a reader" in words(offer)
    for door in ("login", "signup"):
        there = f"/accounts/{door}/?next={quote(address, safe='')}"
        assert f'href="{there}"' in offer.content.decode()
    sent = nobody.post(address)
    assert sent["Location"] == f"/accounts/login/?next={address}"


def test_an_invitation_is_kept_by_no_robot_no_cache_and_no_other_site(
    private: Debate, alice: User, nobody: Client
) -> None:
    link = make_invitation(debate=private.key, role="reader", by=alice)
    offer = nobody.get(f"/invitations/{link.key}/")
    assert offer["X-Robots-Tag"] == "noindex"
    assert "no-store" in offer["Cache-Control"]
    assert offer["Referrer-Policy"] == "same-origin"
    assert "Disallow: /invitations/" in nobody.get("/robots.txt").content.decode()


def test_leaving_is_asked_and_then_done(private: Debate, as_bob: Client, bob: User) -> None:
    factories.member(private, bob)
    address = f"/debates/{private.key}/leaving/"
    assert "You will not see it any more." in words(as_bob.get(address))
    assert roles(private) == {"bob": "member"}
    assert "You have left the debate." in words(as_bob.post(address, follow=True))
    assert roles(private) == {}
    assert as_bob.get(address).status_code == 404


def test_who_has_which_role_is_in_no_activity_and_no_feed(
    debate: Debate, as_alice: Client, nobody: Client, bob: User
) -> None:
    before = nobody.get(f"/debates/{debate.key}/feed/").content
    address = f"/debates/{debate.key}/members/"
    given = as_alice.post(address, {"deed": "seat", "handle": "bob", "role": "reader"}, follow=True)
    as_alice.post(address, {"deed": "remove", "member": fields(given)["member"]})
    assert "Bob" not in words(nobody.get(f"/debates/{debate.key}/activity/"))
    assert nobody.get(f"/debates/{debate.key}/feed/").content == before
