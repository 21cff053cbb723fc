"""The components of a claim, rendered from rows alone."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.urls import set_script_prefix
from django.utils import timezone
from jinja2 import UndefinedError

from debate.enums import ClaimKind, ClaimState, Relation
from debate.limits import CLAIM_TEXT_MAX
from debate.queries.rows import (
    Below,
    Byline,
    ClaimRights,
    ClaimRow,
    TallyRow,
    ThreadNode,
)
from debate.web.forms import ReplyForm
from debate.web.icons import icon
from debate.web.templatetags.positions import place, position_bars, share_against, share_for
from debate.web.templatetags.thread import component
from debate.web.times import moment

AT = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
KEY = "k3v9x2m7q4wd"
VOTER = ClaimRights(reply=True, vote=True, reply_as=tuple(Relation))
CLAIM = ClaimRow(
    key=KEY,
    debate_key="d" * 12,
    kind=ClaimKind.REPLY,
    relation=Relation.REBUT,
    state=ClaimState.LIVE,
    text="Relief may run deeper than pride.",
    details_html="",
    language="en",
    byline=Byline("Teo Vance"),
    created_at=AT,
    edited_at=None,
    revision=1,
    depth=2,
    tally=TallyRow(up=12, down=3, unsure=1),
    sources=0,
    passage_key=None,
    parent_edited=False,
    answered=None,
    may=VOTER,
)
QUESTION = replace(
    CLAIM,
    relation=Relation.QUESTION,
    tally=None,
    answered=False,
    may=replace(VOTER, vote=False, reply_as=(Relation.SUPPORT, Relation.QUESTION)),
)


def rendered(claim: ClaimRow, *, signed_in: bool = True) -> str:
    return component(
        "_claim", claim=claim, signed_in=signed_in, answers=False, heading="p", arrived=False
    )


def votes(claim: ClaimRow, *, signed_in: bool = True, words: bool = False) -> dict[str, str]:
    """What each button of a claim's votes sends, by the sign on it."""
    html = component("_votes", claim=claim, signed_in=signed_in, words=words)
    return dict(re.findall(rf'id="claim-{KEY}-(\w+)".*?name="value" value="([^"]+)"', html))


def composer(parent: ClaimRow, form: ReplyForm | None = None) -> str:
    return component(
        "_composer",
        parent=parent,
        form=form or ReplyForm(),
        into="thread",
        text_max=CLAIM_TEXT_MAX,
        next="",
        csrf_input="",
    )


def relations_offered(html: str) -> list[str]:
    return re.findall(r'name="relation" value="(\w+)"', html)


def test_what_people_wrote_is_shown_as_typed() -> None:
    html = rendered(replace(CLAIM, text='<b onclick="x()">&amp;</b>', byline=Byline("<i>Teo</i>")))
    assert "&lt;b onclick=&#34;x()&#34;&gt;&amp;amp;&lt;/b&gt;" in html
    assert "&lt;i&gt;Teo&lt;/i&gt;" in html
    assert "<b onclick" not in html


def test_a_claim_is_marked_up_the_same_for_every_reader_with_the_same_rights() -> None:
    with timezone.override("Europe/Oslo"):
        here = rendered(CLAIM)
    with timezone.override("America/New_York"):
        there = rendered(CLAIM)
    assert here == there
    assert "csrf" not in here
    assert "nonce" not in here


def test_a_vote_sets_a_value_and_the_one_that_stands_is_withdrawn() -> None:
    assert votes(CLAIM) == {"up": "1", "down": "-1"}
    assert votes(replace(CLAIM, my_vote=-1)) == {"up": "1", "down": "withdraw"}


def test_a_vote_on_an_earlier_wording_is_set_again_before_it_is_withdrawn() -> None:
    earlier = replace(CLAIM, my_vote=-1, vote_earlier=2, revision=4)
    assert votes(earlier) == {"up": "1", "down": "-1"}
    html = component("_votes", claim=earlier, signed_in=True, words=False)
    assert f'<a class="vote-earlier" href="/claims/{KEY}/history/?from=2">' in html
    assert "vote-earlier" not in rendered(CLAIM)


def test_unsure_is_offered_in_words_and_to_whoever_is() -> None:
    assert votes(CLAIM, words=True) == {"up": "1", "unsure": "0", "down": "-1"}
    assert votes(replace(CLAIM, my_vote=0)) == {"up": "1", "unsure": "withdraw", "down": "-1"}


def test_on_ones_own_claim_no_vote_can_be_pressed_and_the_reason_is_said() -> None:
    own = replace(CLAIM, mine=True, may=replace(VOTER, vote=False))
    html = component("_votes", claim=own, signed_in=True, words=False)
    assert votes(own) == {}
    assert html.count(" disabled ") == 2
    assert '<span class="for-ears">You cannot vote on your own claim.</span>' in html


def test_who_is_not_signed_in_is_led_to_the_door_and_back() -> None:
    html = component("_votes", claim=CLAIM, signed_in=False, words=False)
    assert "<button" not in html
    assert html.count(f'href="/accounts/login/?next=/claims/{KEY}/"') == 2


def test_a_question_is_open_until_answered_and_takes_no_vote() -> None:
    assert 'data-state="open">Open<' in rendered(QUESTION)
    assert 'data-state="answered">Answered<' in rendered(replace(QUESTION, answered=True))
    assert "hx-post" not in rendered(QUESTION)


def test_hidden_votes_leave_the_buttons_and_no_number() -> None:
    html = component("_votes", claim=replace(CLAIM, tally=None), signed_in=True, words=True)
    assert html.count("<button") == 3
    assert "vote-count" not in html


def test_a_tombstone_keeps_the_place_and_no_words() -> None:
    gone = replace(CLAIM, state=ClaimState.WITHDRAWN, byline=None, below=Below(support=2))
    html = component("_tombstone", claim=gone, answers=False)
    assert f'id="claim-{KEY}"' in html
    assert "Withdrawn by its author. 2 replies are kept." in html
    assert CLAIM.text not in html


def test_the_composer_offers_what_may_be_said_in_its_order_each_with_its_meaning() -> None:
    html = composer(CLAIM)
    assert relations_offered(html) == ["support", "rebut", "undercut", "question"]
    for relation in relations_offered(html):
        assert f'id="claim-{KEY}-means-{relation}"' in html


def test_a_question_is_answered_or_asked_back() -> None:
    html = composer(QUESTION)
    assert relations_offered(html) == ["support", "question"]
    assert "<span>Answer</span>" in html
    assert "<span>Support</span>" not in html


def test_a_refused_field_is_tied_to_its_problem_and_keeps_what_was_typed() -> None:
    form = ReplyForm({"relation": "rebut", "text": "no <way>", "source_url_2": "nowhere"})
    form.full_clean()
    form.add_error("text", "Say what is not true.")
    form.add_error("source_url_2", "That is no web address.")
    html = composer(CLAIM, form)
    assert ">\nno &lt;way&gt;</textarea>" in html
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        for name in described.split():
            assert html.count(f'id="{name}"') == 1
    assert html.count('aria-invalid="true"') == 2
    assert "<details open>" in html


def test_a_branch_without_replies_is_there_for_the_first_one() -> None:
    html = component(
        "_thread",
        nodes=(ThreadNode(CLAIM),),
        signed_in=True,
        sort="best",
        heading="p",
        answers=False,
        arrived_key="",
    )
    assert re.search(rf'<ol class="thread" id="claim-{KEY}-replies">\s*</ol>', html)


def test_more_replies_are_a_link_that_leads_somewhere_without_a_script() -> None:
    html = component("_stub", parent_key=KEY, hidden=12, after="7", sort="newest")
    assert f'href="/claims/{KEY}/replies/?sort=newest&amp;after=7"' in html
    assert "12 more replies" in html


def test_a_component_without_one_of_its_inputs_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        component("_claim", claim=CLAIM)


def test_an_address_follows_the_prefix_that_the_site_is_served_under() -> None:
    plain = rendered(CLAIM)
    set_script_prefix("/rejoinder/")
    try:
        below = rendered(CLAIM)
    finally:
        set_script_prefix("/")
    assert f'href="/claims/{KEY}/"' in plain
    assert f'href="/rejoinder/claims/{KEY}/"' in below


def test_a_moment_says_its_day_and_its_exact_time_in_universal_time() -> None:
    assert moment(AT) == (
        '<time datetime="2026-11-16T23:30:00Z" title="16 November 2026, 23:30 UTC">'
        "16 November 2026</time>"
    )
    assert "data-ago" in moment(AT, ago=True)


def test_an_icon_is_named_by_letters_only() -> None:
    assert icon("up").endswith('icons.svg#icon-up"></use></svg>')
    with pytest.raises(ValueError, match="x"):
        icon('x"><script>')


def test_the_columns_of_a_position_are_read_out() -> None:
    shares = (10, 5, 15, 20, 25, 15, 10)
    html = position_bars(shares, 20)
    assert 'aria-label="Positions of 20 people: strongly against 10%, against 5%,' in html
    assert html.count("<rect") == 7
    assert "style" not in html
    assert (share_against(shares), share_for(shares)) == (30, 50)
    assert (place(-3), place(0), place(3)) == ("strongly against", "unsure", "strongly for")
