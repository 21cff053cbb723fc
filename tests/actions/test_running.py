"""Describing, closing with a statement, archiving, handing over and deleting a debate."""

from datetime import date

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound
from accounts.models import User
from debate.actions.archive import archive_debate, revive_debate
from debate.actions.deletion import delete_debate
from debate.actions.description import Credit, describe_debate
from debate.actions.edit import edit_claim
from debate.actions.publication import close_debate, publish_debate, reopen_debate
from debate.actions.reply import post_reply
from debate.actions.transfer import transfer_debate
from debate.enums import ChangeKind, Role, Visibility
from debate.errors import NotOpen
from debate.limits import CONCLUSION_MAX
from debate.models import Change, Claim, Debate, Essay, HeldClaim, Membership, Topic
from debate.queries.debate import read_debate_head
from tests import factories
from tests.factories import Thread


def told(debate: Debate, kind: ChangeKind) -> list[dict[str, object]]:
    changes = Change.objects.filter(debate=debate, kind=kind).order_by("seq")
    return [change.payload for change in changes]


# ---- What it says about itself


def test_a_credit_can_be_put_right_after_publishing(thread: Thread, alice: User) -> None:
    Topic.objects.create(slug="sleep", name="Sleep")
    credit = Credit(" Let them  sleep in ", "O. Frey", "https://example.org/b", date(2024, 2, 3))
    for _again in range(2):
        describe_debate(
            debate=thread.debate.key, credit=credit, language="de", topics=["sleep"], by=alice
        )
    head = read_debate_head(thread.debate.key, None)
    assert head.essay
    assert (head.essay.title, head.essay.writer) == ("Let them sleep in", "O. Frey")
    assert (head.essay.source_url, head.essay.written_on) == (
        "https://example.org/b",
        date(2024, 2, 3),
    )
    assert (head.language, [t.slug for t in head.topics]) == ("de", ["sleep"])
    assert set(Claim.objects.values_list("language", flat=True)) == {"de"}
    what = ["title", "writer", "source_url", "written_on", "language", "topics"]
    assert told(thread.debate, ChangeKind.DESCRIBED) == [{"what": what}]


@pytest.mark.parametrize(
    ("credit", "code"),
    [
        (Credit("  "), "essay_needs_a_title"),
        (Credit("T" * 201), "title_too_long"),
        (Credit("T", "W" * 121), "writer_too_long"),
        (Credit("T", "", "javascript:alert(1)"), "bad_essay_address"),
        (Credit("T\ud800"), "unreadable_characters"),
    ],
)
def test_a_credit_that_cannot_be_changes_nothing(
    thread: Thread, alice: User, credit: Credit, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        describe_debate(debate=thread.debate.key, credit=credit, language="de", by=alice)
    assert refused.value.code == code
    with pytest.raises(Invalid):
        describe_debate(debate=thread.debate.key, language="xx", by=alice)
    assert read_debate_head(thread.debate.key, None).language == "en"


def test_the_owner_rewords_the_thesis_after_publishing(debate: Debate, alice: User) -> None:
    thesis = factories.thesis_of(debate)
    edit_claim(claim=thesis.key, text="School starts too early.", base_revision=1, by=alice)
    assert read_debate_head(debate.key, None).thesis.text == "School starts too early."  # type: ignore[union-attr]


# ---- Publishing to some, closing with a statement


def test_a_draft_can_be_published_to_those_with_its_link(alice: User, eve: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    made = publish_debate(debate=draft.key, visibility="unlisted", posting="members", by=alice)
    assert made.link_key
    with pytest.raises(NotFound):
        read_debate_head(draft.key, eve)
    other = factories.debate(alice, visibility=Visibility.DRAFT)
    with pytest.raises(Invalid):
        publish_debate(debate=other.key, visibility="draft", by=alice)
    assert publish_debate(debate=other.key, visibility="members", by=alice).link_key is None


def test_a_statement_stands_while_the_debate_is_closed(debate: Debate, alice: User) -> None:
    close_debate(debate=debate.key, conclusion="It **should**. <script>", by=alice)
    html = read_debate_head(debate.key, None).state.conclusion_html
    assert "<strong>should</strong>" in html
    assert "<script" not in html
    close_debate(debate=debate.key, by=alice)
    assert read_debate_head(debate.key, None).state.conclusion_html == html
    close_debate(debate=debate.key, conclusion="It should not.", by=alice)
    assert "should not" in read_debate_head(debate.key, None).state.conclusion_html
    reopen_debate(debate=debate.key, by=alice)
    assert read_debate_head(debate.key, None).state.conclusion_html == ""
    close_debate(debate=debate.key, by=alice)
    assert read_debate_head(debate.key, None).state.conclusion_html == ""
    assert told(debate, ChangeKind.CLOSED) == [{"conclusion": True}, {}]
    assert told(debate, ChangeKind.DESCRIBED) == [{"what": ["conclusion"]}]
    assert told(debate, ChangeKind.REOPENED) == [{"conclusion": False}]


@pytest.mark.parametrize("statement", ["x" * (CONCLUSION_MAX + 1), "\ud800", "y" * 10_000_000])
def test_a_statement_that_cannot_be_leaves_it_open(
    debate: Debate, alice: User, statement: str
) -> None:
    with pytest.raises(Invalid) as refused:
        close_debate(debate=debate.key, conclusion=statement, by=alice)
    assert refused.value.field == "conclusion"
    assert read_debate_head(debate.key, None).open


# ---- The archive


def test_what_is_in_the_archive_is_read_but_not_added_to(
    debate: Debate, alice: User, bob: User
) -> None:
    thesis = factories.thesis_of(debate).key
    for _again in range(2):
        archive_debate(debate=debate.key, by=alice)
    with pytest.raises(NotOpen) as refused:
        post_reply(parent=thesis, relation="rebut", text="No.", by=bob)
    assert refused.value.code == "archived"
    assert read_debate_head(debate.key, None).key == debate.key
    for _again in range(2):
        revive_debate(debate=debate.key, by=alice)
    post_reply(parent=thesis, relation="rebut", text="No.", by=bob)
    assert told(debate, ChangeKind.ARCHIVED) == told(debate, ChangeKind.REVIVED) == [{}]


# ---- Another owner


def test_a_debate_is_handed_over_to_a_moderator(debate: Debate, alice: User, bob: User) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    transfer_debate(debate=debate.key, to=bob.key, by=alice)
    debate.refresh_from_db()
    assert debate.owner == bob
    seats = Membership.objects.filter(debate=debate).values_list("person", "role")
    assert list(seats) == [(alice.pk, Role.MODERATOR)]
    assert told(debate, ChangeKind.TRANSFERRED) == [{"person": bob.pk}]
    with pytest.raises(NotAllowed):
        transfer_debate(debate=debate.key, to=bob.key, by=alice)
    transfer_debate(debate=debate.key, to=alice.key, by=bob)


def test_a_debate_is_handed_over_to_nobody_else(
    debate: Debate, alice: User, bob: User, dan: User
) -> None:
    factories.member(debate, bob)
    banned = factories.person("banned")
    banned.banned = True
    banned.save()
    guest = factories.guest()
    for who in (banned, guest):
        factories.member(debate, who, role=Role.MODERATOR)
    disguised = factories.person("disguised")
    factories.member(debate, disguised, role=Role.MODERATOR, byline="Hare")
    for who in (alice, bob, dan, banned, guest, disguised):
        with pytest.raises(Conflict) as refused:
            transfer_debate(debate=debate.key, to=who.key, by=alice)
        assert refused.value.code == "not_a_moderator"
    debate.refresh_from_db()
    assert debate.owner == alice


# ---- Deleting


def test_a_debate_that_nobody_answered_goes_with_its_essay(alice: User) -> None:
    essay = factories.essay(alice)
    quote = factories.passage(essay, "The timetable serves the buses.")
    made = factories.debate(alice, drawn_from=essay)
    factories.point(made, drawn_from=quote)
    factories.follow(made, alice)
    draft = factories.debate(alice, visibility=Visibility.DRAFT, drawn_from=essay)
    delete_debate(debate=made.key, by=alice)
    assert Essay.objects.count() == 1  # another debate is drawn from it
    delete_debate(debate=draft.key, by=alice)
    assert (Essay.objects.count(), Debate.objects.count(), Claim.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("trace", ["claim", "withdrawn", "vote", "position", "held"])
def test_a_debate_in_which_somebody_else_took_part_stays(
    debate: Debate, alice: User, bob: User, trace: str
) -> None:
    thesis = factories.thesis_of(debate)
    match trace:
        case "claim":
            factories.reply(thesis, bob)
        case "withdrawn":
            factories.withdraw(factories.reply(thesis, bob))
        case "vote":
            factories.vote(thesis, bob)
        case "position":
            factories.position(debate, bob, None)
        case "held":
            HeldClaim.objects.create(
                debate=debate,
                parent=thesis,
                author=bob,
                relation="rebut",
                text="No.",
                parent_revision=1,
            )
    with pytest.raises(Conflict) as refused:
        delete_debate(debate=debate.key, by=alice)
    assert refused.value.code == "others_took_part"
    assert Debate.objects.filter(pk=debate.pk).exists()


def test_nobody_else_deletes_it(debate: Debate, dan: User) -> None:
    with pytest.raises(NotAllowed):
        delete_debate(debate=debate.key, by=dan)
