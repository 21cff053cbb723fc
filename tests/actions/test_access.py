import pytest

from accounts.actions.deletion import erase_person
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.access import set_access
from debate.actions.link import open_link, renew_link, revoke_link
from debate.actions.reply import post_reply
from debate.enums import ChangeKind, Posting, Role, Visibility
from debate.errors import NotOpen
from debate.models import Change, Debate, DebateRules, LinkVisit
from debate.policies.visitor import Visitor
from debate.queries.debate import read_debate_head
from tests import factories


def told(debate: Debate) -> list[dict[str, object]]:
    changes = Change.objects.filter(debate=debate, kind=ChangeKind.ADMITTED).order_by("seq")
    return [change.payload for change in changes]


def answer(debate: Debate, by: User | None) -> None:
    post_reply(parent=factories.thesis_of(debate).key, relation="rebut", text="No.", by=by)


@pytest.fixture
def unlisted(debate: Debate, alice: User) -> Debate:
    return set_access(debate=debate.key, visibility="unlisted", by=alice)


def test_a_debate_for_members_is_nothing_to_others(debate: Debate, alice: User, bob: User) -> None:
    factories.member(debate, bob)
    for _again in range(2):
        set_access(debate=debate.key, visibility="members", by=alice)
    answer(debate, bob)
    for who in (None, factories.person("mallory")):
        with pytest.raises(NotFound):
            answer(debate, who)
    assert told(debate) == [{"visibility": "members"}]


def test_who_takes_part_is_said_apart_from_who_reads(
    debate: Debate, alice: User, bob: User, dan: User
) -> None:
    factories.member(debate, bob)
    set_access(debate=debate.key, posting="members", by=alice)
    answer(debate, bob)
    with pytest.raises(NotAllowed) as refused:
        answer(debate, dan)
    assert refused.value.code == "members_only"
    set_access(debate=debate.key, posting="nobody", by=alice)
    for who in (alice, bob):
        with pytest.raises(NotOpen):
            answer(debate, who)
    set_access(debate=debate.key, posting="everybody", by=alice)
    answer(debate, dan)


def test_what_is_not_said_stays(debate: Debate, alice: User) -> None:
    set_access(
        debate=debate.key, visibility="unlisted", posting="members", hold_newcomers=True, by=alice
    )
    key = Debate.objects.get(pk=debate.pk).link_key
    kept = set_access(debate=debate.key, by=alice)
    rules = DebateRules.objects.get(debate=debate)
    assert (kept.visibility, kept.link_key) == (Visibility.UNLISTED, key)
    assert (rules.posting, rules.hold_newcomers) == (Posting.MEMBERS, True)
    assert told(debate) == [
        {"visibility": "unlisted", "posting": "members", "hold_newcomers": True}
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"visibility": "draft"}, "never_back_to_draft"),
        ({"visibility": "secret"}, "no_such_visibility"),
        ({"posting": "all\0"}, "no_such_posting"),
    ],
)
def test_what_cannot_be_said_changes_nothing(
    debate: Debate, alice: User, said: dict[str, str], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        set_access(debate=debate.key, by=alice, **said)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert told(debate) == []


def test_moderators_hold_newcomers_and_set_nothing_else(
    debate: Debate, alice: User, bob: User, dan: User
) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    set_access(debate=debate.key, hold_newcomers=True, by=bob)
    assert DebateRules.objects.get(debate=debate).hold_newcomers
    for said in ({"posting": "nobody"}, {"hold_newcomers": False, "visibility": "members"}, {}):
        with pytest.raises(NotAllowed) as refused:
            set_access(debate=debate.key, by=bob, **said)
        assert refused.value.code == "owner_only"
    with pytest.raises(NotAllowed) as refused:
        set_access(debate=debate.key, hold_newcomers=False, by=dan)
    assert refused.value.code == "moderators_only"
    with pytest.raises(NotSignedIn):
        set_access(debate=debate.key, hold_newcomers=False, by=None)


# ---- The link of an unlisted debate


def test_a_link_lets_in_whoever_opens_it(unlisted: Debate, dan: User, eve: User) -> None:
    assert unlisted.link_key
    for _again in range(2):
        assert open_link(key=unlisted.link_key, by=dan) == unlisted.key
    answer(unlisted, dan)
    assert LinkVisit.objects.count() == 1
    with pytest.raises(NotFound):
        read_debate_head(unlisted.key, eve)
    visitor = Visitor((unlisted.link_key,))
    assert open_link(key=unlisted.link_key, by=visitor) == unlisted.key
    assert read_debate_head(unlisted.key, visitor).key == unlisted.key
    with pytest.raises(NotSignedIn):
        post_reply(
            parent=factories.thesis_of(unlisted).key, relation="rebut", text="No.", by=visitor
        )


def test_nothing_is_kept_of_a_link_for_somebody_who_has_left(unlisted: Debate, dan: User) -> None:
    erase_person(by=dan, password=factories.PASSWORD, confirmation="dan")
    assert unlisted.link_key
    with pytest.raises(NotFound):
        open_link(key=unlisted.link_key, by=dan)  # as who was signed in a moment ago
    assert not LinkVisit.objects.exists()


def test_another_link_revokes_the_one_before_at_once(
    unlisted: Debate, alice: User, bob: User, dan: User
) -> None:
    factories.member(unlisted, bob)
    old = unlisted.link_key
    assert old
    open_link(key=old, by=dan)
    new = renew_link(debate=unlisted.key, by=alice).link_key
    assert new
    assert new != old
    for who in (dan, None, Visitor((old,))):
        with pytest.raises(NotFound):
            read_debate_head(unlisted.key, who)
        with pytest.raises(NotFound) as refused:
            open_link(key=old, by=who)
        assert refused.value.code == "no_link"
    assert read_debate_head(unlisted.key, bob).key == unlisted.key
    open_link(key=new, by=dan)
    answer(unlisted, dan)


def test_a_link_can_be_taken_away_without_another(unlisted: Debate, alice: User, dan: User) -> None:
    old = unlisted.link_key
    assert old
    open_link(key=old, by=dan)
    for _again in range(2):
        assert revoke_link(debate=unlisted.key, by=alice).link_key is None
    with pytest.raises(NotFound):
        read_debate_head(unlisted.key, dan)
    assert told(unlisted) == [{"visibility": "unlisted"}, {"link": "revoked"}]


def test_no_old_link_opens_a_debate_that_is_unlisted_again(
    unlisted: Debate, alice: User, dan: User
) -> None:
    old = unlisted.link_key
    assert old
    open_link(key=old, by=dan)
    set_access(debate=unlisted.key, visibility="members", by=alice)
    set_access(debate=unlisted.key, visibility="unlisted", by=alice)
    with pytest.raises(NotFound):
        read_debate_head(unlisted.key, dan)


def test_the_record_never_holds_a_link(unlisted: Debate, alice: User) -> None:
    renew_link(debate=unlisted.key, by=alice)
    keys = [unlisted.link_key, Debate.objects.get(pk=unlisted.pk).link_key]
    assert not [k for k in keys for told_once in told(unlisted) if str(k) in str(told_once)]


def test_only_an_unlisted_debate_of_ones_own_has_a_link(
    debate: Debate, alice: User, dan: User
) -> None:
    for ask in (renew_link, revoke_link):
        with pytest.raises(Conflict) as refused:
            ask(debate=debate.key, by=alice)
        assert refused.value.code == "not_unlisted"
        with pytest.raises(NotAllowed):
            ask(debate=debate.key, by=dan)
