import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.limits import PASSAGE_CONTEXT_MAX
from debate.logic.essay_text import canonical
from debate.logic.passage import Ambiguous, Span, cut, find_quote, select

TEXT = st.text(alphabet="abc é𝄞.'’-—\n", min_size=1, max_size=300).map(canonical).filter(bool)
FOX = "The quick fox ran. The lazy dog slept. The quick fox woke."


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(alphabet="ab \n𝄞", min_size=1, max_size=80))
    offsets = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=8))
    return text, [Span(min(pair), max(pair), key=str(number)) for number, pair in enumerate(pairs)]


@given(text_and_spans())
def test_pieces_joined_are_the_text(drawn: tuple[str, list[Span]]) -> None:
    text, spans = drawn
    pieces = cut(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert all(text[piece.start : piece.end] == piece.text != "" for piece in pieces)


@given(text_and_spans())
def test_every_character_lies_under_the_spans_that_cover_it(
    drawn: tuple[str, list[Span]],
) -> None:
    text, spans = drawn
    for piece in cut(text, spans):
        for at in range(piece.start, piece.end):
            assert set(piece.covered_by) == {
                span.key for span in spans if span.start <= at < span.end
            }


@given(text_and_spans())
def test_every_span_opens_once_and_closes_once(drawn: tuple[str, list[Span]]) -> None:
    text, spans = drawn
    filled = sorted(span.key for span in spans if span.start < span.end)
    pieces = cut(text, spans)
    assert sorted(key for piece in pieces for key in piece.opens) == filled
    assert sorted(key for piece in pieces for key in piece.closes) == filled


@given(text_and_spans(), st.data())
def test_a_stretch_is_cut_as_the_whole_text_is(
    drawn: tuple[str, list[Span]], data: st.DataObject
) -> None:
    text, spans = drawn
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    covered = {}
    for piece in cut(text, spans):
        covered.update(dict.fromkeys(range(piece.start, piece.end), piece.covered_by))
    for piece in cut(text, spans, start, end):
        assert all(covered[at] == piece.covered_by for at in range(piece.start, piece.end))


def test_overlapping_passages_share_a_piece() -> None:
    pieces = cut("one two three", [Span(0, 7, "a"), Span(4, 13, "b")])
    assert [(piece.text, piece.covered_by, piece.opens, piece.closes) for piece in pieces] == [
        ("one ", ("a",), ("a",), ()),
        ("two", ("a", "b"), ("b",), ("a",)),
        (" three", ("b",), (), ("b",)),
    ]


def test_the_ends_of_a_passage_beyond_the_stretch_are_not_told() -> None:
    (piece,) = cut("one two three", [Span(0, 13, "a")], 4, 7)
    assert (piece.text, piece.covered_by, piece.opens, piece.closes) == ("two", ("a",), (), ())


@given(TEXT, st.data())
def test_what_was_selected_is_found_where_it_was_or_said_to_be_ambiguous(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(ValueError, match="nothing but spaces"):
            select(text, start, end)
        return
    selector = select(text, start, end)
    assert text[selector.start : selector.end] == selector.exact == text[start:end].strip()
    assert text[: selector.start].endswith(selector.prefix)
    assert text[selector.end :].startswith(selector.suffix)
    assert len(selector.prefix) <= PASSAGE_CONTEXT_MAX
    assert len(selector.suffix) <= PASSAGE_CONTEXT_MAX
    found = find_quote(text, selector.exact, prefix=selector.prefix, suffix=selector.suffix)
    assert isinstance(found, Ambiguous) or found == Span(selector.start, selector.end)


@given(TEXT, st.data())
def test_context_begins_and_ends_between_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    if not text[start:].strip():
        return
    selector = select(text, start, len(text))
    first = selector.start - len(selector.prefix)
    whole = not selector.prefix.split() or len(selector.prefix.split(None, 1)) == 1
    assert first == 0 or whole or text[first - 1].isspace() or text[first].isspace()


def test_context_is_whole_words_of_at_most_64_characters() -> None:
    text = "abcdefghi " * 20
    selector = select(text, 100, 109)
    assert selector.prefix == "abcdefghi " * 6
    assert selector.suffix == " abcdefghi" * 6


def test_a_passage_is_selected_without_the_spaces_around_it() -> None:
    selector = select("one two three", 3, 8)
    assert (selector.start, selector.end, selector.exact) == (4, 7, "two")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_a_passage_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no passage"):
        select("abc", start, end)


def test_offsets_are_code_points() -> None:
    assert find_quote("𝄞𝄞 clef and bass", "clef") == Span(3, 7)


def test_a_quote_said_once_is_found() -> None:
    assert find_quote(FOX, "lazy dog") == Span(23, 31)


def test_a_quote_never_said_is_not_found() -> None:
    assert find_quote(FOX, "lazy cat") is None
    assert find_quote(FOX, "  ") is None


def test_a_quote_said_twice_is_ambiguous_without_its_surroundings() -> None:
    assert find_quote(FOX, "quick fox") == Ambiguous(2)


def test_surroundings_tell_a_quote_from_its_twin() -> None:
    assert find_quote(FOX, "quick fox", suffix=" woke.") == Span(43, 52)
    assert find_quote(FOX, "quick fox", suffix=" ran.") == Span(4, 13)


def test_surroundings_that_hardly_fit_tell_nothing() -> None:
    assert find_quote(FOX, "quick fox", suffix=" wandered off into the woods") == Ambiguous(2)


def test_a_quote_copied_from_a_wrapped_file_is_found() -> None:
    assert find_quote(FOX, "The lazy\r\n  dog  slept.") == Span(19, 38)


def test_straight_and_curly_quotes_and_dashes_are_alike() -> None:
    text = "He said: “It’s over—now.” Then he left."
    assert find_quote(text, '"It\'s over-now."') == Span(9, 25)


def test_a_quote_repeated_without_end_is_ambiguous() -> None:
    assert isinstance(find_quote("a" * 10_000, "aaaa", prefix="aa"), Ambiguous)
