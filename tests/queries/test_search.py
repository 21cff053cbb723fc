"""Rules of queries/search.py: what is found, by whom, and how it is shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Invalid
from accounts.models import User
from debate.enums import ClaimKind, Relation, Role, Visibility
from debate.limits import ESSAYS_BESIDE_CLAIMS, HITS_PER_PAGE, SEARCH_CHARS_MAX
from debate.models import Claim, Debate, Essay, EssayRevision, Topic
from debate.queries.search import Found, read_scope, search
from debate.queries.sought import RULES, STANDING_IN, START, STOP, Sought, read_words, stretches
from tests import factories
from tests.factories import LONG_AGO, Thread
from tests.security.samples import ALL


def texts(found: Found) -> list[str]:
    return ["".join(part.text for part in hit.text) for hit in found.claims]


def hits(found: Found) -> list[str]:
    return [part.text for hit in found.claims for part in hit.text if part.hit]


def looked(words: str, viewer: User | None = None, **filters: Any) -> list[str]:
    return texts(search(Sought(words, **filters), viewer))


def say_in(language: str, debate: Debate, author: User, text: str) -> Claim:
    claim = factories.reply(factories.thesis_of(debate), author, text=text)
    Claim.objects.filter(pk=claim.pk).update(language=language)
    return claim


# ---- Words


def test_a_claim_is_found_by_any_form_of_its_words(thread: Thread) -> None:
    assert looked("pupil going to beds") == [thread.rebut.text]
    assert hits(search(Sought("lesson mark"), None)) == ["Marks", "lessons"]


def test_web_syntax_means_what_it_means_elsewhere(thread: Thread) -> None:
    assert looked('"go to bed later"') == [thread.rebut.text]
    assert search(Sought('"later bed to"'), None).near
    assert looked("bed -pupils") == [thread.undercut.text]
    assert set(looked("bed OR marks")) == {
        thread.rebut.text,
        thread.undercut.text,
        thread.support.text,
    }


def test_words_are_found_whatever_printed_marks_stand_beside_them(
    thread: Thread, bob: User
) -> None:
    text = "They wait until “conditions permit”—the ruler’s word…"
    claim = factories.reply(thread.thesis, bob, text=text)
    for words in ("permit", "condition", "rulers", "ruler’s", "word", "“conditions permit”"):
        found = search(Sought(words), None)
        assert (texts(found), found.near) == ([claim.text], False), words
    assert hits(search(Sought("condition word"), None)) == ["conditions", "word"]
    near = search(Sought("permitt"), None)
    assert (texts(near), hits(near), near.near) == ([claim.text], ["permit"], True)
    arabic = say_in("ar", thread.debate, bob, "هذا ادعاء مكتوب بالعربية، وفيه كلمة")
    assert looked("بالعربية") == [arabic.text]


def test_each_language_is_read_by_its_own_rules(thread: Thread, bob: User) -> None:
    german = say_in("de", thread.debate, bob, "Ältere Häuser verbrauchen mehr.")
    spanish = say_in("es", thread.debate, bob, "Los gobiernos deben escuchar.")
    other = say_in("pl", thread.debate, bob, "Szkoła zaczyna się później.")
    assert search(Sought("haus alte"), None).near is False
    assert looked("Haus") == [german.text]
    assert looked("gobierno escuchando") == [spanish.text]
    assert looked("szkoła") == [other.text]


def test_a_word_that_is_left_out_is_left_out_in_every_language(thread: Thread, bob: User) -> None:
    say_in("en", thread.debate, bob, "Governments plan gardens.")
    kept = say_in("de", thread.debate, bob, "Plan und Garten.")
    assert looked("plan -government") == [kept.text]


def test_every_configuration_that_a_language_can_have_is_read(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('debate_search_rules'::regproc)")
        definition = cursor.fetchone()[0]
    assert {rules for rules in RULES if f"'{rules}'::regconfig" in definition} == set(RULES)
    assert definition.count("::regconfig") == len(RULES)


def test_the_more_often_and_the_more_convincing_the_higher(debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    once, twice, liked = (
        factories.reply(thesis, bob, text=text)
        for text in ("A dragon flew.", "A dragon saw a dragon.", "One dragon left.")
    )
    factories.set_votes(liked, up=40, down=1)
    factories.set_votes(once, up=1, down=40)
    assert looked("dragon") == [liked.text, twice.text, once.text]


def test_nothing_is_found_by_no_words(thread: Thread) -> None:
    for words in ("", "-school", "the", "the -school", '""', "!!!", "of and"):
        assert search(Sought(words), None) == Found(), words


# ---- Letters


def test_where_no_words_fit_near_ones_are_found_and_said_to_be_near(thread: Thread) -> None:
    for typed in ("pupls", "lesonns", "mornnig"):
        assert search(Sought(typed), None).near, typed
    found = search(Sought("Markks lesson"), None)
    assert (texts(found), found.near) == ([thread.support.text], True)
    assert hits(found) == ["Marks", "lessons"]


def test_words_that_fit_are_not_mixed_with_near_ones(thread: Thread, bob: User) -> None:
    factories.reply(thread.thesis, bob, text="A pupal stage.")
    found = search(Sought("pupils"), None)
    assert not found.near
    assert "A pupal stage." not in texts(found)


def test_what_is_near_nothing_finds_nothing(thread: Thread) -> None:
    assert search(Sought("xylophone quartz"), None) == Found()


def test_what_is_left_out_is_not_looked_for_by_its_letters(thread: Thread) -> None:
    assert search(Sought("-pupls"), None) == Found()
    assert search(Sought('lesonns -"go to bed"'), None).near


# ---- What may be seen


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.UNLISTED])
def test_what_is_not_public_is_found_by_its_owner_and_members_alone(
    visibility: Visibility, alice: User, bob: User, eve: User
) -> None:
    closed = factories.debate(alice, thesis="Dragons should be fed.", visibility=visibility)
    factories.member(closed, bob, role=Role.READER)
    for viewer, expected in ((alice, 1), (bob, 1), (eve, 0), (None, 0)):
        for words in ("dragon", "dragoms fed"):
            assert len(looked(words, viewer)) == expected, (viewer, words)
            assert len(looked(words, viewer, debate=closed.key)) == expected
        assert (read_scope(closed.key, viewer) is not None) == bool(expected)


def test_a_draft_and_its_essay_are_found_by_their_owner_alone(
    alice: User, bob: User, eve: User
) -> None:
    essay = factories.essay(alice, title="On dragons")
    draft = factories.debate(
        alice, thesis="Dragons exist.", visibility=Visibility.DRAFT, drawn_from=essay
    )
    factories.member(draft, bob)
    for viewer in (bob, eve, None):
        assert search(Sought("dragons"), viewer) == Found()
    found = search(Sought("dragons"), alice)
    assert (texts(found), len(found.essays)) == (["Dragons exist."], 1)


def test_what_is_withdrawn_or_hidden_is_not_found_nor_shown_on_a_path(
    thread: Thread, alice: User
) -> None:
    factories.withdraw(thread.rebut)
    factories.hide(thread.question)
    for viewer in (alice, None):
        assert thread.rebut.text not in looked("bed OR later", viewer)
        assert thread.question.text not in looked("tired OR lessons", viewer)
        assert thread.rebut.text not in looked("beds laterr", viewer)
        (hit,) = search(Sought("point"), viewer).claims
        assert hit.parent is not None
        assert (hit.parent.key, hit.parent.text) == (thread.rebut.key, "")


# ---- Filters


def test_filters_narrow_what_is_found(thread: Thread, alice: User, bob: User) -> None:
    factories.reply(
        thread.thesis, bob, text="Later lessons, later buses.", at=LONG_AGO + timedelta(days=3)
    )
    lessons = {thread.support.text, thread.question.text, "Later lessons, later buses."}
    assert set(looked("lessons")) == lessons

    def found(**filters: Any) -> set[str]:
        return set(looked("lessons", **filters))

    assert found(kinds=frozenset({Relation.QUESTION})) == {thread.question.text}
    assert found(kinds=frozenset({Relation.QUESTION, Relation.SUPPORT})) == {
        thread.question.text,
        thread.support.text,
    }
    assert found(since=LONG_AGO + timedelta(days=1)) == {"Later lessons, later buses."}
    assert found(until=LONG_AGO + timedelta(days=1)) == lessons - {"Later lessons, later buses."}
    assert found(since=LONG_AGO, until=LONG_AGO) == set()


def test_points_and_theses_are_kinds_of_their_own(thread: Thread) -> None:
    of = {
        kind: looked("school OR pupils OR marks", kinds=frozenset({kind}))
        for kind in (ClaimKind.THESIS, ClaimKind.POINT, Relation.SUPPORT)
    }
    assert of == {
        ClaimKind.THESIS: [thread.thesis.text],
        ClaimKind.POINT: [thread.point.text],
        Relation.SUPPORT: [thread.support.text],
    }


def test_a_topic_and_a_debate_narrow_what_is_found(thread: Thread, alice: User) -> None:
    other = factories.debate(alice, thesis="Schools need gardens.")
    other.topics.add(Topic.objects.create(slug="gardens", name="Gardens"))
    assert len(looked("school")) == 2
    assert looked("school", topic="gardens") == ["Schools need gardens."]
    assert looked("school", topic="nothing") == []
    assert looked("school", debate=thread.debate.key) == [thread.thesis.text]


@pytest.mark.parametrize("name", ["bob", "Bob", "BOB"])
def test_an_author_is_named_as_under_their_claims(thread: Thread, name: str) -> None:
    assert set(looked("later OR point", author=name)) == {thread.rebut.text, thread.support.text}
    assert looked("later", author="bobby") == []


def test_who_goes_by_another_name_is_found_by_that_name_alone(
    thread: Thread, bob: User, alice: User, carol: User
) -> None:
    factories.member(thread.debate, bob, byline="Grey Heron")
    open_one = factories.debate(alice, thesis="Nothing here.")
    factories.reply(factories.thesis_of(open_one), bob, text="Later than ever.")
    for viewer in (None, alice, bob, carol):
        for name in ("bob", "Bob"):
            assert looked("later", viewer, author=name) == ["Later than ever."]
        found = search(Sought("later bed", author="grey heron"), viewer)
        assert [hit.byline.name for hit in found.claims] == ["Grey Heron"]
        assert [hit.byline.key for hit in found.claims] == [None]
        assert [hit.byline.name for hit in search(Sought("go bed"), viewer).claims][:1] != ["Bob"]


# ---- Essays


def test_an_essay_is_found_by_title_writer_and_text(thread: Thread) -> None:
    for words in ("sleeping", "Ottoline", "crashes alarm OR timetable"):
        (essay,) = search(Sought(words), None).essays
        assert essay.debate_key == thread.debate.key
    assert search(Sought("districts crashes"), None).essays[0].passages
    marked = [p.text for p in search(Sought("Ottoline"), None).essays[0].writer if p.hit]
    assert marked == ["Ottoline"]


def test_only_the_newest_wording_of_an_essay_is_found(thread: Thread, alice: User) -> None:
    essay = Essay.objects.get()
    EssayRevision.objects.create(essay=essay, number=2, text="Quite other words.", by=alice)
    assert search(Sought("crashes"), None).essays == ()
    assert len(search(Sought("quite other words"), None).essays) == 1


def test_a_few_essays_stand_beside_claims_and_all_stand_alone(alice: User) -> None:
    for number in range(ESSAYS_BESIDE_CLAIMS + 2):
        factories.debate(alice, thesis=f"Number {number}.", drawn_from=factories.essay(alice))
    found = search(Sought("sleep"), None)
    assert (len(found.essays), found.essay_count) == (ESSAYS_BESIDE_CLAIMS, 5)
    alone = search(Sought("sleep", frozenset({"essay"})), None)
    assert (len(alone.essays), alone.claims) == (5, ())
    assert search(Sought("sleep", frozenset({"rebut"})), None).essays == ()


# ---- Hits


def test_a_hit_says_where_it_stands(thread: Thread) -> None:
    (undercut,) = search(Sought("point bed"), None).claims
    assert (undercut.relation, undercut.between, undercut.answers) == (Relation.UNDERCUT, 1, False)
    assert undercut.thesis is not None
    assert undercut.parent is not None
    assert (undercut.thesis.text, undercut.parent.text) == (thread.thesis.text, thread.rebut.text)
    (answer,) = search(Sought("first two morning"), None).claims
    assert answer.answers
    (thesis,) = search(Sought("half past nine"), None).claims
    assert (thesis.kind, thesis.thesis, thesis.parent) == (ClaimKind.THESIS, None, None)


def test_pages_follow_each_other_without_a_gap_or_a_repeat(debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    for number in range(2 * HITS_PER_PAGE + 3):
        claim = factories.reply(thesis, bob, text=f"Dragon number {number}.")
        factories.set_votes(claim, up=number % 4)
    for words in ("dragon", "drragon"):
        pages = [search(Sought(words), None)]
        while pages[-1].next:
            pages.append(search(Sought(words), None, cursor=pages[-1].next))
        assert [len(page.claims) for page in pages] == [20, 20, 3]
        assert pages[0].count == 43
        assert len({text for page in pages for text in texts(page)}) == 43


def test_a_cursor_that_was_not_made_here_is_refused(thread: Thread) -> None:
    for cursor in ("x", "1:2:3", "\x00", "a" * 4000):
        with pytest.raises(Invalid):
            search(Sought("school"), None, cursor=cursor)


def test_marks_leave_the_words_as_they_are(debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    typed = [f"dragon {sample[:400]} dragon" for sample in ALL[::3]]
    kept = [text.replace("\x00", "").encode("utf-8", "ignore").decode() for text in typed]
    made = factories.replies(thesis, bob, len(kept))
    for claim, text in zip(made, kept, strict=True):
        claim.text = text
    Claim.objects.bulk_update(made, ["text"])
    found = search(Sought("dragon"), None)
    seen = set(texts(found))
    while found.next:
        found = search(Sought("dragon"), None, cursor=found.next)
        seen |= set(texts(found))
    gone = dict.fromkeys(map(ord, START + STOP + STANDING_IN))
    assert seen == {text.translate(gone) for text in kept}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("", []),
        ("a", [("a", False)]),
        (f"{START}a{STOP}", [("a", True)]),
        (
            f"a {START}b{STOP} c {START}d{STOP}",
            [("a ", False), ("b", True), (" c ", False), ("d", True)],
        ),
        (f"a {START}b", [("a ", False), ("b", False)]),
    ],
)
def test_a_marked_text_falls_into_stretches(marked: str, expected: list[tuple[str, bool]]) -> None:
    assert [(s.text, s.hit) for s in stretches(marked)] == expected


# ---- What is typed


def test_whatever_is_typed_is_read_or_refused(thread: Thread) -> None:
    hostile = ["\x00", "\ud800", '"', "'", "a:*", "a & | !", "((", "<->", "\\", "%", "_", START]
    for typed in (*hostile, *ALL[::25]):
        words = read_words(typed[:SEARCH_CHARS_MAX])
        search(Sought(words, author=words), None)


def test_a_query_that_is_too_long_is_refused() -> None:
    assert read_words("a" * SEARCH_CHARS_MAX)
    with pytest.raises(Invalid) as refused:
        read_words("a" * (SEARCH_CHARS_MAX + 1))
    assert (refused.value.code, refused.value.field) == ("search_too_long", "q")


# ---- Statements


@pytest.mark.parametrize(
    ("words", "statements"), [("lessons", 4), ("xylophones", 5), ("lesonns", 6), ("-the", 1)]
)
def test_a_search_takes_the_same_statements_however_much_is_found(
    thread: Thread, bob: User, words: str, statements: int
) -> None:
    for _ in range(2):
        for viewer in (bob, None):
            with CaptureQueriesContext(connection) as captured:
                search(Sought(words), viewer)
            assert len(captured) == statements, [c["sql"][:90] for c in captured]
        factories.replies(thread.thesis, bob, 25)
        Claim.objects.filter(text="That does not follow.").update(text="Lessons.")
