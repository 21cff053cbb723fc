from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from debate.enums import DraftPurpose
from debate.limits import DRAFTS_ASIDE_MAX
from debate.logic.draft import (
    Overtaken,
    kept_of,
    mark_of,
    says_all_of,
    says_nothing,
    says_the_same,
    set_aside,
    words_of,
)

REPLY, EDIT, DEBATE = DraftPurpose.REPLY, DraftPurpose.EDIT, DraftPurpose.DEBATE
anything = st.dictionaries(
    st.sampled_from(["text", "details", "relation", "title", "csrfmiddlewaretoken"]),
    st.one_of(st.text(st.characters()), st.integers(), st.none()),
)


@given(anything)
def test_what_is_kept_can_be_written_down_and_is_kept_again_unchanged(
    sent: dict[str, object],
) -> None:
    for purpose in DraftPurpose:
        kept = kept_of(purpose, sent)
        assert all(value for value in kept.values())
        assert not any("\0" in value or "\r" in value for value in kept.values())
        for value in kept.values():
            value.encode()  # no half of a surrogate pair is left
        assert kept_of(purpose, kept) == kept


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=20))
def test_the_newest_versions_are_offered_none_twice_and_not_the_present_one(
    saved: list[str],
) -> None:
    aside: list[Overtaken] = []
    for number, (one, following) in enumerate(pairwise(saved)):
        aside = set_aside(aside, {"text": one}, saved_at=str(number), present={"text": following})
    newest_first = list(dict.fromkeys(reversed(saved)))
    offered = [version["content"]["text"] for version in aside]
    assert len(offered) <= DRAFTS_ASIDE_MAX
    assert saved[-1] not in offered
    assert offered == [text for text in newest_first[1:] if text in offered]
    assert set(newest_first[1 : DRAFTS_ASIDE_MAX + 1]) == set(offered)


def test_a_choice_is_not_written() -> None:
    assert says_nothing({"relation": "rebut", "own_words": "on", "language": "de", "text": " \n"})
    assert not says_nothing({"source_title_3": "A study"})


def test_a_version_says_the_same_on_another_revision() -> None:
    assert says_the_same({"text": "A", "revision": "1"}, {"text": "A", "revision": "2"})
    assert not says_the_same({"text": "A", "relation": "rebut"}, {"text": "A"})


def test_no_word_is_lost_where_every_field_holds_what_the_older_one_held() -> None:
    older = {"text": "Half a thought", "relation": "rebut"}
    assert says_all_of({"text": "Half a thought, finished.", "relation": "support"}, older)
    assert not says_all_of({"text": "Half a", "details": "Half a thought"}, older)


def test_words_stand_in_the_order_of_their_fields() -> None:
    sent = kept_of(DEBATE, {"thesis": "A thesis.", "title": "A title", "language": "en"})
    assert words_of(sent) == "A title\n\nA thesis."
    assert mark_of(sent) == mark_of(dict(reversed(sent.items())))
