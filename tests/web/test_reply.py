import pytest
from django.test import Client

from accounts.limits import NEXT_MAX
from accounts.models import User
from debate.actions.publication import close_debate
from debate.enums import Relation
from debate.limits import CLAIM_TEXT_MAX
from debate.models import Claim, ClaimRevision, Draft
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.web.browsing import fields, htmx, said, words

TYPED = {
    "relation": "rebut",
    "text": "Pupils who start later go to bed later.",
    "details": "Two *studies*.",
    "source_url_1": "https://example.org/a",
    "source_title_1": "A study",
    "source_url_3": "https://example.org/b",
}


def posting(claim: Claim) -> str:
    return f"/claims/{claim.key}/replies/"


def composing(claim: Claim) -> str:
    return f"/claims/{claim.key}/reply/"


# ---- The form


def test_the_form_is_a_page_with_the_claim_and_those_above_it(
    thread: Thread, as_dan: Client
) -> None:
    response = as_dan.get(composing(thread.rebut) + "?relation=undercut")
    assert response.status_code == 200
    told = words(response)
    for above in (thread.thesis, thread.point, thread.rebut):
        assert above.text in told
    assert fields(response)["relation"] == "undercut"
    assert fields(response)["into"] == "page"


def test_by_htmx_the_form_comes_alone(thread: Thread, as_dan: Client) -> None:
    response = as_dan.get(composing(thread.rebut) + "?into=sides", headers=htmx())
    assert response.content.decode().strip().startswith('<form class="composer"')
    assert fields(response)["into"] == "sides"
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_relation_that_the_claim_does_not_take_is_not_chosen(
    thread: Thread, as_dan: Client
) -> None:
    for asked in ("undercut", "agree", ""):
        response = as_dan.get(composing(thread.thesis), {"relation": asked})
        assert "relation" not in fields(response)
    assert 'value="undercut"' not in response.content.decode()


def test_the_form_asks_nobody_to_sign_in_and_returns_to_it(thread: Thread, nobody: Client) -> None:
    response = nobody.get(composing(thread.rebut) + "?relation=rebut")
    back = f"/claims/{thread.rebut.key}/reply/%3Frelation%3Drebut"
    assert response["Location"] == f"/accounts/login/?next={back}"


def test_a_withdrawn_claim_offers_no_form(thread: Thread, as_dan: Client) -> None:
    factories.withdraw(thread.point)
    response = as_dan.get(composing(thread.point))
    assert response.status_code == 409
    assert str(SENTENCES["claim_gone"]) in words(response)


# ---- Posting


def test_a_plain_reply_leads_to_its_place_in_the_thread(thread: Thread, as_dan: Client) -> None:
    response = as_dan.post(posting(thread.support), TYPED)
    posted = Claim.objects.latest("id")
    assert response.status_code == 303
    assert response["Location"] == (
        f"/debates/{thread.debate.key}/threads/?at={posted.key}#claim-{posted.key}"
    )
    page = as_dan.get(response["Location"])
    assert "Your rebuttal is posted." in words(page)
    assert f'id="claim-{posted.key}"' in page.content.decode()


def test_a_reply_is_kept_with_its_details_and_sources(thread: Thread, as_dan: Client) -> None:
    as_dan.post(posting(thread.support), TYPED)
    posted = Claim.objects.latest("id")
    revision = ClaimRevision.objects.get(claim=posted)
    assert (posted.relation, posted.text) == (Relation.REBUT, TYPED["text"])
    assert revision.details == "Two *studies*."
    assert list(revision.sources.values_list("title", "url")) == [
        ("A study", "https://example.org/a"),
        ("", "https://example.org/b"),
    ]


def test_by_htmx_a_reply_joins_its_list_and_is_announced(thread: Thread, as_dan: Client) -> None:
    response = as_dan.post(posting(thread.support), TYPED | {"into": "thread"}, headers=htmx())
    posted = Claim.objects.latest("id")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'hx-swap-oob="beforeend:#claim-{thread.support.key}-replies"' in html
    assert f'id="claim-{posted.key}"' in html
    assert f'id="claim-{thread.support.key}-below"' in html
    assert said(response) == "Your rebuttal is posted."


@pytest.mark.parametrize(
    ("into", "count"),
    [("answers", "6 answers"), ("sides", "2")],
)
def test_by_htmx_the_count_of_its_list_follows(
    thread: Thread, as_dan: Client, into: str, count: str
) -> None:
    response = as_dan.post(posting(thread.point), TYPED | {"into": into}, headers=htmx())
    of = "answers" if into == "answers" else "rebut"
    html = response.content.decode()
    assert f'id="claim-{thread.point.key}-count-{of}" hx-swap-oob="true">{count}</span>' in html


def test_from_a_page_of_its_own_htmx_is_led_on(thread: Thread, as_dan: Client) -> None:
    response = as_dan.post(posting(thread.support), TYPED | {"into": "page"}, headers=htmx())
    posted = Claim.objects.latest("id")
    assert response["HX-Redirect"].endswith(f"?at={posted.key}#claim-{posted.key}")


def test_the_answered_wording_is_the_one_that_was_read(thread: Thread, as_dan: Client) -> None:
    read = fields(as_dan.get(composing(thread.support)))["parent_revision"]
    factories.edit(thread.support, "Marks rose a little.")
    as_dan.post(posting(thread.support), TYPED | {"parent_revision": read})
    assert Claim.objects.latest("id").parent_revision == 1


@pytest.mark.parametrize("number", ["", "0", "-1", "7", "x", "9" * 5000, "٣"])
def test_a_wording_that_never_was_counts_as_the_newest(
    thread: Thread, as_dan: Client, number: str
) -> None:
    response = as_dan.post(posting(thread.support), TYPED | {"parent_revision": number})
    assert response.status_code == 303
    assert Claim.objects.latest("id").parent_revision == 1


# ---- Refusals


@pytest.mark.parametrize("by_htmx", [False, True])
def test_a_refused_reply_comes_back_with_everything_typed(
    thread: Thread, as_dan: Client, by_htmx: bool
) -> None:
    typed = TYPED | {"text": "x" * (CLAIM_TEXT_MAX + 1), "source_title_2": "Only a title"}
    response = as_dan.post(posting(thread.support), typed, headers=htmx() if by_htmx else {})
    assert response.status_code == 422
    kept = fields(response)
    assert {name: kept[name] for name in typed} == typed
    assert "A claim has at most 500 characters; this has 501." in words(response)
    assert 'aria-invalid="true"' in response.content.decode()
    assert Claim.objects.filter(parent=thread.support).count() == 0


def test_all_that_is_missing_is_told_at_once(thread: Thread, as_dan: Client) -> None:
    told = words(as_dan.post(posting(thread.support), {"text": ""}))
    assert str(SENTENCES["choose_a_relation"]) in told
    assert "Write at least 3 letters." in told


def test_a_bad_address_is_told_at_its_own_source(thread: Thread, as_dan: Client) -> None:
    response = as_dan.post(posting(thread.support), TYPED | {"source_url_3": "example"})
    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="claim-{thread.support.key}-answer-source_url_3-problem"' in html
    assert f'id="claim-{thread.support.key}-answer-source_url_1-problem"' not in html


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\u202e", "\ufdd0"])
def test_an_address_with_a_sign_that_draws_nothing_is_refused(
    thread: Thread, as_dan: Client, sign: str
) -> None:
    typed = TYPED | {"source_url_1": f"https://a.example/{sign}b"}
    response = as_dan.post(posting(thread.support), typed)
    assert response.status_code == 422
    assert "The address of source 1 is not complete." in words(response)


def test_an_undercut_of_a_thesis_is_refused_at_the_relation(thread: Thread, as_dan: Client) -> None:
    response = as_dan.post(posting(thread.thesis), TYPED | {"relation": "undercut"})
    assert response.status_code == 422
    assert str(SENTENCES["no_undercut_of_a_thesis"]) in words(response)
    assert fields(response)["text"] == TYPED["text"]


def test_a_claim_withdrawn_meanwhile_gives_the_text_back(thread: Thread, as_dan: Client) -> None:
    factories.withdraw(thread.support)
    response = as_dan.post(posting(thread.support), TYPED)
    assert response.status_code == 409
    assert str(SENTENCES["claim_gone"]) in words(response)
    kept = fields(response)
    assert {name: kept[name] for name in TYPED} == TYPED


def test_a_debate_closed_meanwhile_gives_the_text_back(
    thread: Thread, as_dan: Client, alice: User
) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    response = as_dan.post(posting(thread.support), TYPED)
    assert response.status_code == 409
    assert str(SENTENCES["replies_closed"]) in words(response)
    assert fields(response)["text"] == TYPED["text"]


def test_by_htmx_a_conflict_leaves_the_form_alone_and_says_why(
    thread: Thread, as_dan: Client
) -> None:
    factories.withdraw(thread.support)
    response = as_dan.post(posting(thread.support), TYPED, headers=htmx())
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#flashes"
    assert words(response).startswith(str(SENTENCES["claim_gone"]))


@pytest.mark.parametrize("text", ["A rebuttal of some length.", ""])
def test_nobody_is_asked_to_sign_in_whatever_was_typed(
    thread: Thread, nobody: Client, text: str
) -> None:
    response = nobody.post(posting(thread.support), TYPED | {"text": text})
    assert response.status_code == 401
    assert f'"/accounts/login/?next={composing(thread.support)}"' in response.content.decode()


def test_a_claim_that_may_not_be_seen_is_not_there(as_dan: Client, alice: User) -> None:
    draft = factories.debate(alice, visibility=factories.Visibility.DRAFT)
    hidden = factories.thesis_of(draft)
    assert as_dan.get(composing(hidden)).status_code == 404
    assert as_dan.post(posting(hidden), TYPED).status_code == 404


# ---- "12 more replies"


@pytest.fixture
def crowded(thread: Thread, bob: User) -> Claim:
    for number in range(75):
        factories.reply(thread.support, bob, Relation.REBUT, f"Reason number {number}.")
    return thread.support


def test_more_replies_are_a_page_and_a_fragment(
    thread: Thread, crowded: Claim, nobody: Client
) -> None:
    page = nobody.get(posting(crowded) + "?after=10&sort=oldest")
    assert page.status_code == 200
    assert "Reason number 10." in words(page)
    assert "Reason number 9." not in words(page)
    assert "5 more replies" in words(page)
    fragment = nobody.get(posting(crowded) + "?after=10&sort=oldest", headers=htmx())
    assert fragment.content.decode().strip().startswith('<li class="reply"')
    assert said(fragment) == "60 more replies are shown."


def test_the_last_of_more_replies_ends_the_list(crowded: Claim, nobody: Client) -> None:
    fragment = nobody.get(posting(crowded) + "?after=74&sort=oldest", headers=htmx())
    assert "Reason number 74." in words(fragment)
    assert "more repl" not in words(fragment)
    assert said(fragment) == "1 more reply is shown."


def test_a_place_in_the_list_that_never_was_is_refused(crowded: Claim, nobody: Client) -> None:
    response = nobody.get(posting(crowded) + "?after=-1")
    assert response.status_code == 422
    assert str(SENTENCES["bad_cursor"]) in words(response)


def test_an_answer_to_a_question_is_told_of_as_one(thread: Thread, as_bob: Client) -> None:
    response = as_bob.post(
        f"/claims/{thread.question.key}/replies/",
        {"relation": "support", "text": "In all of them."},
        headers=htmx(),
    )
    assert said(response) == "Your answer is posted."


# ---- Posted from another page


def test_a_reply_leads_back_to_the_page_that_it_was_posted_from(
    thread: Thread, as_dan: Client
) -> None:
    back = f"/debates/{thread.debate.key}/outline/?fold=1"
    response = as_dan.post(posting(thread.rebut), TYPED | {"next": back})
    assert (response.status_code, response["Location"]) == (303, back)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "/" + "x" * NEXT_MAX,
    ],
)
def test_a_reply_leads_nowhere_else(thread: Thread, as_dan: Client, elsewhere: str) -> None:
    response = as_dan.post(posting(thread.rebut), TYPED | {"next": elsewhere})
    assert response.status_code == 303
    assert response["Location"].startswith(f"/debates/{thread.debate.key}/threads/")


def test_a_reply_refused_meanwhile_goes_back_and_waits_as_a_draft(
    thread: Thread, as_dan: Client, alice: User, dan: User
) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    response = as_dan.post(posting(thread.rebut), TYPED | {"next": "/how-it-works/"}, follow=True)
    assert response.redirect_chain == [("/how-it-works/", 303)]
    assert str(SENTENCES["replies_closed"]) in words(response)
    assert Draft.objects.get(person=dan, claim=thread.rebut).content["text"] == TYPED["text"]


def test_what_has_to_be_mended_is_mended_before_one_goes_back(
    thread: Thread, as_dan: Client
) -> None:
    response = as_dan.post(posting(thread.rebut), TYPED | {"text": "", "next": "/how-it-works/"})
    assert response.status_code == 422
    assert fields(response)["next"] == "/how-it-works/"
