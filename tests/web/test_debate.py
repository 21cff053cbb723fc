import pytest
from django.test import Client

from accounts.actions.deletion import erase_person
from accounts.models import User
from debate.enums import Relation, Visibility
from debate.limits import THREAD_BUDGET
from debate.models import Debate, ReadMark
from tests import factories
from tests.factories import Thread
from tests.web.browsing import htmx, said, words


def threads_of(debate: Debate) -> str:
    return f"/debates/{debate.key}/threads/"


# ---- Threads


def test_the_thread_shows_every_claim_of_a_small_debate(thread: Thread, nobody: Client) -> None:
    page = words(nobody.get(threads_of(thread.debate)))
    for claim in (thread.thesis, thread.point, thread.support, thread.rebut, thread.undercut):
        assert claim.text in page


def test_what_people_wrote_says_its_language_and_finds_its_direction(
    thread: Thread, nobody: Client
) -> None:
    html = nobody.get(threads_of(thread.debate)).content.decode()
    assert f'id="claim-{thread.rebut.key}-text" dir="auto" lang="en"' in html


def test_markup_in_a_claim_is_text(thread: Thread, bob: User, nobody: Client) -> None:
    factories.reply(thread.point, bob, text="<script>alert(1)</script> & <b>bold</b>")
    response = nobody.get(threads_of(thread.debate))
    assert "<script>alert" not in response.content.decode()
    assert "&lt;b&gt;bold" in response.content.decode()


@pytest.mark.parametrize("sort", ["best", "newest", "oldest", "contested", "open"])
def test_a_thread_has_five_orders(thread: Thread, nobody: Client, sort: str) -> None:
    response = nobody.get(threads_of(thread.debate), {"sort": sort})
    assert response.context["threads"].sort == sort


@pytest.mark.parametrize("sort", ["", "worst", "BEST", "\x01", "x" * 3000])
def test_an_order_that_is_none_of_ours_is_the_best_first(
    thread: Thread, nobody: Client, sort: str
) -> None:
    response = nobody.get(threads_of(thread.debate), {"sort": sort})
    assert response.context["threads"].sort == "best"


def test_another_order_is_announced_to_htmx_alone(thread: Thread, nobody: Client) -> None:
    address = threads_of(thread.debate) + "?sort=newest"
    assert said(nobody.get(address, headers=htmx())) == "Sorted by: newest."
    assert said(nobody.get(address)) == ""
    history = htmx() | {"HX-History-Restore-Request": "true"}
    assert said(nobody.get(address, headers=history)) == ""


def test_a_permalink_shows_its_claim_however_large_the_thread(
    alice: User, bob: User, nobody: Client
) -> None:
    debate = factories.grow_debate(alice, claims=3 * THREAD_BUDGET, authors=[bob])
    last = debate.claims.filter(state="live").order_by("tally__best", "-id").first()
    assert last is not None
    plain = nobody.get(threads_of(debate)).content.decode()
    at = nobody.get(threads_of(debate), {"at": last.key}).content.decode()
    assert f'id="claim-{last.key}"' not in plain
    assert f'id="claim-{last.key}"' in at


@pytest.mark.parametrize("at", ["", "nope", "0" * 12, "../../x", "%00", "\ud83d\ude00"])
def test_a_claim_that_is_not_there_changes_nothing(thread: Thread, nobody: Client, at: str) -> None:
    at = at.encode("utf-16", "surrogatepass").decode("utf-16")
    assert nobody.get(threads_of(thread.debate), {"at": at}).status_code == 200


def test_seeing_a_thread_is_remembered_up_to_its_last_change(
    thread: Thread, as_dan: Client, dan: User
) -> None:
    as_dan.get(threads_of(thread.debate))
    thread.debate.refresh_from_db()
    assert ReadMark.objects.get(person=dan).seq == thread.debate.last_seq


def test_nobodys_visit_is_not_remembered(thread: Thread, nobody: Client) -> None:
    nobody.get(threads_of(thread.debate))
    assert not ReadMark.objects.exists()


def test_a_debate_that_may_not_be_seen_is_not_there(
    alice: User, nobody: Client, as_eve: Client
) -> None:
    for visibility in (Visibility.DRAFT, Visibility.MEMBERS, Visibility.UNLISTED):
        hidden = factories.debate(alice, visibility=visibility)
        for client in (nobody, as_eve):
            assert client.get(threads_of(hidden)).status_code == 404
            assert client.get(f"/debates/{hidden.key}/").status_code == 404


# ---- The essay


def test_the_essay_is_read_with_its_passages_linked_to_their_claims(
    thread: Thread, nobody: Client
) -> None:
    response = nobody.get(f"/debates/{thread.debate.key}/")
    page = words(response)
    assert "Let them sleep" in page
    assert "no alarm resets it." in page
    assert thread.point.text in page
    assert response.context["picked"] is False


def test_a_passage_is_picked_by_its_address(thread: Thread, nobody: Client) -> None:
    assert thread.point.passage is not None
    address = f"/debates/{thread.debate.key}/?passage={thread.point.passage.key}"
    response = nobody.get(address)
    assert response.context["picked"] is True
    assert said(nobody.get(address, headers=htmx())) == "Passage 1 of 1, 5 answers."


@pytest.mark.parametrize("passage", ["", "0" * 12, "x" * 5000, "'; --"])
def test_a_passage_that_is_not_there_leaves_the_choice_to_us(
    thread: Thread, nobody: Client, passage: str
) -> None:
    response = nobody.get(f"/debates/{thread.debate.key}/", {"passage": passage})
    assert response.status_code == 200
    assert response.context["picked"] is False


def test_a_debate_without_an_essay_is_read_as_threads(debate: Debate, nobody: Client) -> None:
    response = nobody.get(f"/debates/{debate.key}/")
    assert response["Location"] == threads_of(debate)


def test_a_draft_is_read_as_its_outline(alice: User, as_alice: Client) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    assert as_alice.get(f"/debates/{draft.key}/")["Location"] == f"/debates/{draft.key}/outline/"


# ---- One claim


def test_a_claim_has_a_page_with_what_it_answers_and_what_answers_it(
    thread: Thread, nobody: Client
) -> None:
    response = nobody.get(f"/claims/{thread.rebut.key}/")
    page = words(response)
    for claim in (thread.thesis, thread.point, thread.rebut, thread.undercut):
        assert claim.text in page
    assert thread.support.text not in page


def test_a_claims_page_shows_details_and_sources(thread: Thread, bob: User, nobody: Client) -> None:
    sourced = factories.reply(
        thread.point,
        bob,
        Relation.SUPPORT,
        details="More.",
        sources=[("A study", "https://a.example")],
    )
    response = nobody.get(f"/claims/{sourced.key}/")
    assert "More." in words(response)
    assert 'href="https://a.example"' in response.content.decode()
    assert "nofollow" in response.content.decode()


def test_a_withdrawn_claim_has_a_page_without_its_words(thread: Thread, nobody: Client) -> None:
    factories.withdraw(thread.rebut)
    response = nobody.get(f"/claims/{thread.rebut.key}/")
    assert response.status_code == 200
    assert thread.rebut.text not in response.content.decode()


# ---- Ways that lead nowhere


def test_the_front_door_leads_to_the_debates(nobody: Client) -> None:
    assert nobody.get("/")["Location"] == "/debates/"


@pytest.mark.parametrize(
    "address",
    ["/debates/ABCDEFGHIJKL/", "/debates/short/", "/claims/000000000000/", "/claims/%00/vote/"],
)
def test_what_is_no_key_is_not_there(nobody: Client, address: str) -> None:
    assert nobody.get(address).status_code in {400, 404}


def test_how_it_works_can_be_read_by_anybody(nobody: Client) -> None:
    page = words(nobody.get("/how-it-works/"))
    for word in ("Support", "Rebut", "Undercut", "Question", "nobody sees how you voted"):
        assert word in page


def test_a_debate_whose_owner_left_says_so_where_its_thesis_stood(
    bob: User, nobody: Client
) -> None:
    gone = factories.person("gone")
    gone.set_unusable_password()
    gone.save()
    debate = factories.debate(gone, thesis="Bells should ring.")
    factories.reply(factories.thesis_of(debate), bob, text="They wake people.")
    erase_person(by=gone, confirmation="gone")
    for view in ("threads/", "activity/", "print/"):
        page = nobody.get(f"/debates/{debate.key}/{view}").getvalue().decode()
        assert ">Withdrawn by its author.</h1>" in page
    threads = words(nobody.get(f"/debates/{debate.key}/threads/"))
    assert "Convincing" not in threads.split("They wake people.")[0]
    lists = words(nobody.get("/debates/"))
    assert "Withdrawn by its author." in lists
    assert "moderator" not in lists
