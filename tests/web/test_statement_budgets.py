"""Every page runs a fixed number of statements, none over 12, at one thing and at many.

Who is signed in costs three of them: the session, the person and what is new for them.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from debate.actions.appeal import appeal
from debate.actions.block import block_person
from debate.actions.flag import flag_claim
from debate.actions.hiding import hide_claim
from debate.actions.invitation import make_invitation
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.enums import Relation, Visibility
from debate.limits import DEBATES_PER_PAGE, MEMBERS_PER_PAGE
from debate.logic.essay_text import paragraphs, sentences
from debate.models import Act, Claim, Debate, HeldClaim, Notice
from tests import factories
from tests.factories import ESSAY_TEXT, Thread

BUDGET = 12


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        assert response.status_code == 200
        response.getvalue()  # a page that is sent as it is read
    assert len(captured) <= BUDGET
    return len(captured)


def same(counts: list[int]) -> int:
    assert len(set(counts)) == 1, counts
    return counts[0]


# ---- One debate, one claim, one draft; and many

Grow = Callable[[], None]


@pytest.fixture
def much_more(thread: Thread, alice: User, bob: User, dan: User) -> Grow:
    """Makes the small thread a busy one, and the site a full one."""

    def grow() -> None:
        for number in range(DEBATES_PER_PAGE):
            factories.debate(
                alice, thesis=f"Thesis number {number}.", drawn_from=factories.essay(bob)
            )
            factories.debate(dan, thesis=f"Draft number {number}.", visibility=Visibility.DRAFT)
        for number in range(20):
            voted = factories.reply(thread.rebut, bob, Relation.SUPPORT, f"Claim {number}.")
            factories.reply(voted, alice, Relation.QUESTION, sources=[("S", "https://a.example")])
            factories.vote(voted, dan)
            factories.edit(thread.rebut, f"Wording number {number}.")

    return grow


@pytest.mark.parametrize(
    ("address", "by_nobody", "signed_in"),
    [
        ("/debates/", 4, 9),
        ("/debates/{debate}/", 5, 11),
        ("/debates/{debate}/threads/", 4, 10),
        ("/debates/{debate}/threads/?sort=newest&at={claim}", 4, 10),
        ("/claims/{claim}/", 7, 11),
        ("/claims/{claim}/replies/", 6, 11),
        ("/debates/{debate}/ticket/", 1, 3),
        ("/debates/{debate}/claims/?keys={claim}&below={claim}", 4, 7),
        ("/claims/{claim}/history/", 5, 9),
        ("/claims/{claim}/history/?from=1", 5, 9),
        ("/debates/{debate}/activity/", 3, 6),
        ("/debates/{debate}/activity/?kind=edited&relation=rebut", 3, 6),
        ("/people/{person}/", 4, 7),
        ("/people/{person}/?of=rebut", 4, 7),
        ("/people/{person}/activity/", 2, 5),
        ("/feed/", 2, 4),
        ("/debates/{debate}/feed/", 3, 5),
        ("/people/{person}/feed/", 3, 5),
        ("/debates/{debate}/moderation/log/", 3, 6),
        ("/debates/{debate}/print/", 6, 9),
        ("/debates/{debate}/cite/", 5, 8),
        ("/claims/{claim}/cite/", 3, 6),
        ("/debates/{debate}/export/", 2, 5),
        ("/debates/{debate}/export/?format=json", 5, 7),
        ("/search/", 1, 4),
        ("/search/?q=pupils&debate={debate}", 7, 10),
        ("/topics/", 1, 4),
        ("/how-it-works/", 0, 3),
        ("/how-it-works/permissions/", 0, 3),
        ("/how-it-works/classroom-permissions/", 0, 3),
        ("/api/v1/docs/", 0, 3),
    ],
)
def test_a_page_runs_the_same_statements_however_much_there_is(
    thread: Thread,
    much_more: Grow,
    nobody: Client,
    as_dan: Client,
    address: str,
    by_nobody: int,
    signed_in: int,
) -> None:
    at = address.format(
        debate=thread.debate.key, claim=thread.rebut.key, person=thread.rebut.author.key
    )
    before = statements(nobody, at), statements(as_dan, at)
    much_more()
    after = statements(nobody, at), statements(as_dan, at)
    assert before == after == (by_nobody, signed_in)


@pytest.mark.parametrize(
    ("address", "signed_in"),
    [
        ("/claims/{claim}/reply/", 10),
        ("/claims/{claim}/edit/", 10),
        ("/claims/{claim}/withdrawal/", 7),
        ("/claims/{own}/relation/", 6),
        ("/debates/new/", 5),
        ("/debates/import/", 3),
        ("/drafts/", 6),
        ("/accounts/settings/", 4),
        ("/accounts/tokens/", 4),
    ],
)
def test_a_form_runs_the_same_statements_however_much_there_is(
    thread: Thread, much_more: Grow, as_bob: Client, address: str, signed_in: int
) -> None:
    at = address.format(claim=thread.rebut.key, own=thread.support.key)
    before = statements(as_bob, at)
    much_more()
    assert before == statements(as_bob, at) == signed_in


def test_what_somebody_is_told_costs_the_same_statements_however_much_it_is(
    thread: Thread, much_more: Grow, bob: User, as_bob: Client
) -> None:
    factories.notice(thread.undercut, bob)
    factories.follow(thread.debate, bob)
    before = statements(as_bob, "/for-you/")
    much_more()
    for claim in Claim.objects.exclude(author=bob).filter(debate=thread.debate)[:15]:
        Notice.objects.filter(change__claim=claim).delete()
        factories.notice(claim, bob)
    for debate in Debate.objects.exclude(pk=thread.debate.pk)[:10]:
        factories.follow(debate, bob)
    assert before == statements(as_bob, "/for-you/") == 5


@pytest.mark.parametrize(
    ("part", "count"),
    [
        ("manage/", 5),
        ("manage/essay/", 6),
        ("manage/access/", 5),
        ("manage/schedule/", 5),
        ("manage/transfer/", 6),
        ("manage/deletion/", 7),
        ("closing/", 5),
    ],
)
def test_running_a_debate_costs_the_same_statements_however_much_there_is(
    thread: Thread, much_more: Grow, as_alice: Client, part: str, count: int
) -> None:
    at = f"/debates/{thread.debate.key}/{part}"
    before = statements(as_alice, at)
    much_more()
    assert before == statements(as_alice, at) == count


def test_members_cost_the_same_statements_however_many_they_are(
    thread: Thread, alice: User, bob: User, as_alice: Client, as_bob: Client, nobody: Client
) -> None:
    factories.member(thread.debate, bob)
    link = make_invitation(debate=thread.debate.key, role="reader", by=alice)
    members = f"/debates/{thread.debate.key}/members/"

    def counts() -> tuple[int, ...]:
        return (
            statements(as_alice, members),
            statements(as_bob, members),
            statements(as_bob, f"/debates/{thread.debate.key}/leaving/"),
            statements(as_bob, f"/invitations/{link.key}/"),
            statements(nobody, f"/invitations/{link.key}/"),
        )

    before = counts()
    for person in factories.people(MEMBERS_PER_PAGE + 5):
        factories.member(thread.debate, person)
    for role in ("member", "moderator"):
        make_invitation(debate=thread.debate.key, role=role, by=alice)
    assert before == counts() == (9, 8, 5, 4, 1)


def test_an_outline_runs_the_same_statements_at_one_point_and_at_many(
    alice: User, as_alice: Client
) -> None:
    draft = start_debate(essay=EssayBrought(text=ESSAY_TEXT, title="Let them sleep"), by=alice)
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    spans = [
        (found.start, found.end)
        for block in paragraphs(ESSAY_TEXT)
        for found in sentences(ESSAY_TEXT, block.start, block.end)
    ]
    draw_point(debate=draft.key, text="Point one.", span=spans[0], by=alice)
    at = f"/debates/{draft.key}/outline/"
    before = statements(as_alice, at)
    for span in spans[1:]:
        draw_point(debate=draft.key, text="Point two.", span=span, by=alice)
    assert before == statements(as_alice, at) == 9


def test_ten_thousand_claims_cost_a_thread_no_statement_and_open_with_two_hundred_at_most(
    alice: User, bob: User, nobody: Client, as_dan: Client
) -> None:
    small: Debate = factories.grow_debate(alice, claims=100, authors=[bob])
    large: Debate = factories.grow_debate(alice, claims=10_000, authors=[bob])
    for client, expected in ((nobody, 4), (as_dan, 10)):
        at_small, at_large = (
            statements(client, f"/debates/{debate.key}/threads/") for debate in (small, large)
        )
        assert at_small == at_large == expected
    html = nobody.get(f"/debates/{large.key}/threads/").content.decode()
    assert 150 <= html.count('<article class="claim') <= 200
    behind = large.claims.filter(state="live").order_by("depth").last()
    assert behind is not None
    assert f'id="claim-{behind.key}"' not in html
    html = nobody.get(f"/debates/{large.key}/threads/?at={behind.key}").content.decode()
    assert f'id="claim-{behind.key}"' in html
    assert 150 <= html.count('<article class="claim') <= 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/debates/{debate}/moderation/?show=held", 7),
        ("/debates/{debate}/moderation/?show=flags", 8),
        ("/debates/{debate}/moderation/?show=appeals", 7),
        ("/debates/{debate}/moderation/log/", 6),
        ("/debates/{debate}/blocks/", 6),
        ("/acts/{act}/", 8),
        ("/claims/{claim}/", 12),
        ("/claims/{claim}/moderation/", 7),
        ("/held/{held}/", 8),
        ("/debates/{debate}/freeze/", 5),
    ],
)
def test_keeping_order_costs_the_same_statements_however_much_waits(
    thread: Thread, alice: User, bob: User, dan: User, as_alice: Client, address: str, expected: int
) -> None:
    def one_more(number: int) -> Act:
        claim = factories.reply(thread.thesis, bob, text=f"To be hidden {number}.")
        flagged = factories.reply(thread.thesis, bob, text=f"To be flagged {number}.")
        flag_claim(claim=flagged.key, reason="spam", note="Look.", by=dan)
        hide_claim(claim=claim.key, reason="insult", by=alice)
        act = Act.objects.latest("id")
        appeal(act=act.key, text="That was no insult.", by=bob)
        person = factories.person(f"blocked-{number}")
        block_person(debate=thread.debate.key, handle=person.handle or "", reason="spam", by=alice)
        HeldClaim.objects.create(
            debate=thread.debate,
            parent=claim,
            parent_revision=1,
            relation="rebut",
            author=person,
            text=f"Held {number}.",
        )
        return act

    act = one_more(0)
    held = HeldClaim.objects.get().key
    at = address.format(debate=thread.debate.key, act=act.key, claim=act.claim_key, held=held)
    before = statements(as_alice, at)
    for number in range(1, 4):
        one_more(number)
    assert before == statements(as_alice, at) == expected
