from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.publication import close_debate
from debate.actions.reply import post_reply
from debate.actions.wording import Cited
from debate.enums import ChangeKind, ClaimKind, Relation, Role, Visibility
from debate.errors import NotOpen
from debate.limits import CLAIM_DEPTH_MAX, CLAIM_TEXT_MAX
from debate.models import Change, Claim, Debate, Source, Tally
from tests import factories
from tests.factories import Thread

SAVEPOINT = 2  # statements: a test is a transaction already
WORDS = "Later buses would cost more than later lessons."


def test_a_reply_hangs_below_its_parent_in_the_order_of_time(thread: Thread, dan: User) -> None:
    first = factories.say(parent=thread.point.key, relation="rebut", text=WORDS, by=dan)
    second = factories.say(parent=thread.point.key, relation="support", text=WORDS, by=dan)
    assert first.parent == thread.point
    assert first.depth == thread.point.depth + 1
    assert first.path.startswith(f"{thread.point.path}.")
    assert second.path > first.path


def test_a_reply_is_told_as_a_change_with_the_next_number(thread: Thread, dan: User) -> None:
    before = thread.debate.last_seq
    claim = factories.say(parent=thread.point.key, relation="rebut", text=WORDS, by=dan)
    thread.debate.refresh_from_db()
    change = Change.objects.get(claim=claim)
    assert (change.kind, change.actor, change.revision) == (ChangeKind.STATED, dan, 1)
    assert change.seq == thread.debate.last_seq
    assert change.seq > before


def test_a_reply_keeps_its_words_details_and_sources(thread: Thread, dan: User) -> None:
    claim = factories.say(
        parent=thread.point.key,
        relation="rebut",
        text="  Later   buses\nwould cost more. ",
        details="See *both* tables.",
        sources=[Cited("Bus costs", "https://example.org/buses"), Cited(), Cited(title="A book")],
        by=dan,
    )
    claim.refresh_from_db()
    revision = claim.revisions.get()
    assert claim.text == revision.text == "Later buses would cost more."
    assert revision.details == "See *both* tables."
    assert claim.details_html == "<p>See <em>both</em> tables.</p>"
    assert list(Source.objects.filter(revision=revision).values_list("title", "url")) == [
        ("Bus costs", "https://example.org/buses"),
        ("A book", ""),
    ]
    assert claim.sources_count == 2


def test_a_reply_remembers_which_wording_it_answered(thread: Thread, dan: User) -> None:
    factories.edit(thread.point, "Tired pupils learn less.")
    for read, remembered in ((1, 1), (None, 2), (99, 2), (-1, 2)):
        reply = factories.say(
            parent=thread.point.key,
            relation="rebut",
            text=f"{WORDS} {read}",
            parent_revision=read,
            by=dan,
        )
        assert reply.parent_revision == remembered


def test_a_question_has_no_tally_and_other_replies_start_with_an_empty_one(
    thread: Thread, dan: User
) -> None:
    question = factories.say(parent=thread.point.key, relation="question", text=WORDS, by=dan)
    rebut = factories.say(parent=thread.point.key, relation="rebut", text=WORDS, by=dan)
    assert not Tally.objects.filter(claim=question).exists()
    tally = Tally.objects.get(claim=rebut)
    assert (tally.up, tally.down, tally.unsure) == (0, 0, 0)


@pytest.mark.parametrize(
    ("parent", "relation", "code"),
    [
        ("thesis", Relation.UNDERCUT, "no_undercut_of_a_thesis"),
        ("question", Relation.REBUT, "a_question_is_only_answered"),
        ("question", Relation.UNDERCUT, "a_question_is_only_answered"),
        ("point", "praise", "choose_a_relation"),
        ("point", "", "choose_a_relation"),
    ],
)
def test_what_cannot_answer_a_claim_is_refused(
    thread: Thread, dan: User, parent: str, relation: str, code: str
) -> None:
    claims = Claim.objects.count()
    with pytest.raises(Invalid) as refused:
        post_reply(parent=getattr(thread, parent).key, relation=relation, text=WORDS, by=dan)
    assert (refused.value.code, refused.value.field) == (code, "relation")
    assert Claim.objects.count() == claims


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "claim_too_short"),
        (" \n\t ", "claim_too_short"),
        ("\u200b\u200b\u200b\u200b", "claim_too_short"),
        ("ab", "claim_too_short"),
        ("x" * (CLAIM_TEXT_MAX + 1), "claim_too_long"),
        ("half a pair \ud83d", "unreadable_characters"),
    ],
)
def test_words_that_cannot_be_a_claim_are_refused(
    thread: Thread, dan: User, text: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        post_reply(parent=thread.point.key, relation="rebut", text=text, by=dan)
    assert (refused.value.code, refused.value.field) == (code, "text")


def test_the_longest_claim_counts_characters_not_bytes(thread: Thread, dan: User) -> None:
    claim = factories.say(
        parent=thread.point.key, relation="rebut", text="𝕏" * CLAIM_TEXT_MAX, by=dan
    )
    assert len(claim.text) == CLAIM_TEXT_MAX


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (Cited(url="javascript:alert(1)"), "bad_source_address"),
        (Cited(url="example.org"), "bad_source_address"),
        (Cited(url="https://example.org/" + "a" * 2000), "source_address_too_long"),
        (Cited(title="t" * 301), "source_title_too_long"),
    ],
)
def test_a_source_that_leads_nowhere_is_refused(
    thread: Thread, dan: User, source: Cited, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, sources=[source], by=dan)
    assert refused.value.code == code


def test_nobody_answers_without_signing_in(thread: Thread) -> None:
    with pytest.raises(NotSignedIn):
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, by=None)


def test_nobody_answers_a_claim_that_was_withdrawn(thread: Thread, dan: User) -> None:
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict) as refused:
        post_reply(parent=thread.rebut.key, relation="rebut", text=WORDS, by=dan)
    assert refused.value.code == "claim_gone"


def test_nobody_answers_in_a_closed_debate(thread: Thread, alice: User, dan: User) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    with pytest.raises(NotOpen) as refused:
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, by=dan)
    assert refused.value.code == "replies_closed"


def test_a_thread_ends_at_the_deepest_level(debate: Debate, alice: User, bob: User) -> None:
    claim = factories.thesis_of(debate)
    for _level in range(CLAIM_DEPTH_MAX):
        claim = factories.reply(claim, bob, Relation.SUPPORT)
    with pytest.raises(Conflict) as refused:
        post_reply(parent=claim.key, relation="support", text=WORDS, by=alice)
    assert refused.value.code == "thread_too_deep"


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.MEMBERS])
def test_a_debate_one_cannot_see_has_no_claims_to_answer(
    alice: User, eve: User, visibility: Visibility
) -> None:
    hidden = factories.debate(alice, visibility=visibility)
    with pytest.raises(NotFound):
        post_reply(parent=factories.thesis_of(hidden).key, relation="rebut", text=WORDS, by=eve)


def test_a_member_answers_and_a_reader_does_not(alice: User, bob: User, eve: User) -> None:
    of = factories.debate(alice, visibility=Visibility.MEMBERS)
    factories.member(of, bob, role=Role.MEMBER)
    factories.member(of, eve, role=Role.READER)
    thesis = factories.thesis_of(of).key
    assert (
        factories.say(parent=thesis, relation="rebut", text=WORDS, by=bob).kind == ClaimKind.REPLY
    )
    with pytest.raises(NotAllowed) as refused:
        post_reply(parent=thesis, relation="rebut", text=WORDS, by=eve)
    assert refused.value.code == "readers_only_read"


def test_the_moment_that_counts_can_be_given(thread: Thread, dan: User) -> None:
    later = factories.LONG_AGO + timedelta(days=2)
    claim = factories.say(parent=thread.point.key, relation="rebut", text=WORDS, by=dan, at=later)
    assert claim.created_at == later


def test_saying_the_same_twice_is_saying_it_once(thread: Thread, dan: User) -> None:
    first, second = (
        factories.say(parent=thread.point.key, relation="rebut", text=text, by=dan)
        for text in (WORDS, f"  {WORDS}\n")
    )
    assert first == second
    assert Change.objects.filter(claim=first).count() == 1


def test_the_same_words_are_another_claim_in_another_relation_place_mouth_or_time(
    thread: Thread, dan: User, eve: User
) -> None:
    said = factories.say(parent=thread.point.key, relation="rebut", text=WORDS, by=dan)
    factories.withdraw(said)
    others = [
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, by=dan),
        post_reply(parent=thread.point.key, relation="support", text=WORDS, by=dan),
        post_reply(parent=thread.support.key, relation="rebut", text=WORDS, by=dan),
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, by=eve),
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, details="Why", by=dan),
        *(
            post_reply(
                parent=thread.point.key, relation="rebut", text=WORDS, sources=[Cited(book)], by=dan
            )
            for book in ("One book", "Another")
        ),
    ]
    assert len({said.pk, *(claim.pk for claim in others)}) == 8


def test_a_reply_takes_a_fixed_number_of_statements(
    thread: Thread, dan: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(10 + SAVEPOINT):
        post_reply(parent=thread.point.key, relation="rebut", text=f"{WORDS} First.", by=dan)
    for n in range(2):
        post_reply(parent=thread.point.key, relation="rebut", text=f"{WORDS} {n}", by=dan)
    with django_assert_num_queries(10 + SAVEPOINT):
        post_reply(parent=thread.point.key, relation="rebut", text=WORDS, by=dan)
