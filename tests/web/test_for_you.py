"""The page of what somebody is told, through the browser's door."""

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import ChangeKind, NoticeReason, Visibility
from debate.limits import NOTICES_COUNTED_MAX
from debate.models import Change, Claim, Debate, Follow, Notice
from tests import factories
from tests.factories import Thread
from tests.web.browsing import Response, fields, htmx, said, words


def unseen_in_the_head(response: Response) -> str:
    html = response.content.decode()
    return html.partition('masthead-unseen" aria-hidden="true">')[2].partition("<")[0]


@pytest.fixture
def told(thread: Thread, bob: User) -> Thread:
    """Bob is told of an undercut of his rebuttal."""
    factories.notice(thread.undercut, bob)
    return thread


def test_what_is_new_is_counted_on_every_page_and_told_in_a_sentence(
    told: Thread, as_bob: Client
) -> None:
    for address in ("/debates/", "/for-you/", f"/claims/{told.point.key}/"):
        assert unseen_in_the_head(as_bob.get(address)) == "1"
    page = words(as_bob.get("/for-you/"))
    assert "A reply to your claim Pupils who start later go to bed later." in page
    assert "Dan undercut a claim." in page
    assert "When they go to bed is not the point." in page


def test_somebody_who_is_told_of_nothing_sees_no_count(
    told: Thread, as_eve: Client, nobody: Client
) -> None:
    page = as_eve.get("/for-you/")
    assert "Nothing for you yet." in words(page)
    assert "masthead-unseen" not in page.content.decode()
    assert "masthead-unseen" not in nobody.get("/debates/").content.decode()


def test_much_is_counted_to_a_hundred_only(thread: Thread, dan: User, as_bob: Client) -> None:
    replies = factories.replies(thread.rebut, dan, NOTICES_COUNTED_MAX + 5)
    changes = Change.objects.filter(claim__in=replies)
    bob = thread.rebut.author
    Notice.objects.bulk_create(
        Notice(person=bob, change=c, debate=thread.debate, reason=NoticeReason.REPLY)
        for c in changes
    )
    assert unseen_in_the_head(as_bob.get("/debates/")) == "99+"


def test_following_the_link_marks_just_that_as_seen_and_leads_to_the_claim_in_its_thread(
    told: Thread, bob: User, as_bob: Client
) -> None:
    factories.notice(told.point, bob, NoticeReason.FOLLOWED)
    address = f"/for-you/{told.undercut.key}/"
    assert f'href="{address}"' in as_bob.get("/for-you/").content.decode()
    for _again in range(2):
        response = as_bob.get(address)
        assert response["Location"] == (
            f"/debates/{told.debate.key}/threads/?at={told.undercut.key}#claim-{told.undercut.key}"
        )
        assert unseen_in_the_head(as_bob.get("/for-you/")) == "1"


def test_asking_only_for_the_head_of_the_link_marks_nothing(told: Thread, as_bob: Client) -> None:
    as_bob.head(f"/for-you/{told.undercut.key}/")
    assert unseen_in_the_head(as_bob.get("/for-you/")) == "1"


def test_visiting_the_claim_in_another_way_marks_nothing(told: Thread, as_bob: Client) -> None:
    as_bob.get(f"/debates/{told.debate.key}/threads/?at={told.undercut.key}")
    as_bob.get(f"/claims/{told.undercut.key}/")
    assert unseen_in_the_head(as_bob.get("/for-you/")) == "1"


def test_the_link_of_news_of_the_debate_leads_to_its_threads(
    thread: Thread, bob: User, as_bob: Client
) -> None:
    closed = Change.objects.create(
        debate=thread.debate, seq=99, kind=ChangeKind.CLOSED, actor=thread.debate.owner
    )
    Notice.objects.create(person=bob, change=closed, debate=thread.debate, reason="followed")
    assert "Alice closed the debate." in words(as_bob.get("/for-you/"))
    response = as_bob.get(f"/for-you/{thread.thesis.key}/")
    assert response["Location"] == f"/debates/{thread.debate.key}/threads/"
    assert unseen_in_the_head(as_bob.get("/for-you/")) == ""


def test_marking_all_leaves_what_arrived_since_the_page_was_shown(
    told: Thread, bob: User, as_bob: Client
) -> None:
    page = as_bob.get("/for-you/").content.decode()
    up_to = page.partition('name="up_to" value="')[2].partition('"')[0]
    factories.notice(told.point, bob, NoticeReason.FOLLOWED)
    for _again in range(2):
        response = as_bob.post("/for-you/seen/", {"up_to": up_to}, follow=True)
        assert "Everything is marked as seen." in words(response)
        assert unseen_in_the_head(response) == "1"
    assert list(Notice.objects.filter(seen_at=None)) == [Notice.objects.latest("id")]


def test_marking_all_of_one_kind_leaves_the_others(told: Thread, bob: User, as_bob: Client) -> None:
    factories.notice(told.point, bob, NoticeReason.FOLLOWED)
    page = as_bob.get("/for-you/?reason=followed").content.decode()
    up_to = page.partition('name="up_to" value="')[2].partition('"')[0]
    response = as_bob.post("/for-you/seen/?reason=followed", {"up_to": up_to})
    assert response["Location"] == "/for-you/?reason=followed"
    assert [n.reason for n in Notice.objects.filter(seen_at=None)] == ["reply"]


def test_a_damaged_word_marks_nothing_and_is_refused_in_words(
    told: Thread, as_bob: Client, nobody: Client
) -> None:
    for word in ("", "1", "x" * 10_000, "\0", "eyJ:x"):
        assert as_bob.post("/for-you/seen/", {"up_to": word}).status_code in {400, 422}
    assert nobody.get("/for-you/seen/")["Location"] == "/for-you/"
    assert Notice.objects.filter(seen_at=None).count() == 1


def test_nobody_is_asked_to_sign_in_and_comes_back(told: Thread, nobody: Client) -> None:
    for address in ("/for-you/", f"/for-you/{told.undercut.key}/"):
        response = nobody.get(address, follow=True)
        assert fields(response)["next"] == address
    assert Notice.objects.filter(seen_at=None).count() == 1


def test_a_link_to_what_may_not_be_seen_is_not_there(alice: User, as_bob: Client) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    assert as_bob.get(f"/for-you/{factories.thesis_of(draft).key}/").status_code == 404
    assert as_bob.get(f"/for-you/{'0' * 12}/").status_code == 404


def test_the_debates_that_one_follows_are_listed(debate: Debate, bob: User, as_bob: Client) -> None:
    assert "No debate yet." in words(as_bob.get("/for-you/"))
    as_bob.post(f"/debates/{debate.key}/follow/", {"value": "1"})
    assert "You follow 1 School should start at half past nine." in words(as_bob.get("/for-you/"))


def test_the_button_is_swapped_and_told_where_there_is_a_script(
    debate: Debate, as_bob: Client
) -> None:
    address = f"/debates/{debate.key}/follow/"
    response = as_bob.post(address, {"value": "1"}, headers=htmx())
    assert words(response) == "Following"
    assert said(response) == "You follow this debate. News of it comes to For you."
    response = as_bob.post(address, {"value": "0"}, headers=htmx())
    assert (words(response), Follow.objects.count()) == ("Follow", 0)


def test_following_leads_back_to_the_page_it_was_pressed_on(debate: Debate, as_bob: Client) -> None:
    address, activity = f"/debates/{debate.key}/follow/", f"/debates/{debate.key}/activity/"
    sent = {"value": "1"}
    from_there = as_bob.post(address, sent, headers={"Referer": f"http://testserver{activity}"})
    assert from_there["Location"] == activity
    assert as_bob.post(address, sent)["Location"] == f"/debates/{debate.key}/threads/"
    assert as_bob.post(address, {"value": "2"}).status_code == 422


# ---- What concerns oneself


def tell(
    of: Debate,
    who: User,
    reason: NoticeReason,
    kind: ChangeKind,
    *,
    claim: Claim | None = None,
    **facts: object,
) -> Notice:
    of.refresh_from_db()
    change = Change.objects.create(
        debate=of, seq=of.next_seq(), kind=kind, claim=claim, actor=of.owner, payload=facts
    )
    return Notice.objects.create(person=who, change=change, debate=of, reason=reason)


def test_an_act_is_told_in_a_sentence_with_ones_own_words_and_leads_to_its_page(
    thread: Thread, bob: User, as_bob: Client
) -> None:
    factories.hide(thread.rebut)
    act = "a1" * 6
    tell(
        thread.debate,
        bob,
        NoticeReason.MODERATED,
        ChangeKind.HIDDEN,
        claim=thread.rebut,
        act=act,
    )
    page = words(as_bob.get("/for-you/?reason=moderated"))
    assert "Your claim was hidden." in page
    assert "Pupils who start later go to bed later." in page
    way = f"/for-you/acts/{act}/"
    assert f'href="{way}"' in as_bob.get("/for-you/").content.decode()
    as_bob.get(f"/for-you/{thread.rebut.key}/")  # the claim is no way to its act
    as_bob.head(way)
    assert unseen_in_the_head(as_bob.get("/debates/")) == "1"
    for _again in range(2):
        assert as_bob.get(way)["Location"] == f"/acts/{act}/"
        assert unseen_in_the_head(as_bob.get("/debates/")) == ""


def test_the_way_to_an_act_asks_who_comes(nobody: Client) -> None:
    response = nobody.get(f"/for-you/acts/{'a1' * 6}/")
    assert response["Location"].startswith("/accounts/login/?next=/for-you/acts/")


def test_an_approved_claim_is_told_to_its_author_and_seen_with_it(
    thread: Thread, bob: User, as_bob: Client
) -> None:
    factories.notice(thread.rebut, bob, NoticeReason.MODERATED)
    assert "Your claim was approved." in words(as_bob.get("/for-you/"))
    as_bob.get(f"/for-you/{thread.rebut.key}/")
    assert unseen_in_the_head(as_bob.get("/debates/")) == ""


def test_a_role_is_told_and_leads_to_the_debate(thread: Thread, bob: User, as_bob: Client) -> None:
    seated = NoticeReason.SEATED
    tell(thread.debate, bob, seated, ChangeKind.SEATED, person=bob.pk, role="moderator")
    tell(thread.debate, bob, seated, ChangeKind.OPENED)
    tell(thread.debate, bob, seated, ChangeKind.TRANSFERRED, person=bob.pk)
    page = words(as_bob.get("/for-you/?reason=seated"))
    for sentence in (
        "Alice made you a moderator.",
        "Alice opened the debate. You have a role in it.",
        "Alice handed the debate over to you.",
    ):
        assert sentence in page
    response = as_bob.get(f"/for-you/{thread.thesis.key}/")
    assert response["Location"] == f"/debates/{thread.debate.key}/threads/"
    assert unseen_in_the_head(as_bob.get("/for-you/")) == ""
