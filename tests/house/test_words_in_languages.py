"""Every message of the code is said in every language, whole and with what it names."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

from config import catalogues

LANGUAGES = catalogues.LANGUAGES
# {n} and the like are filled in by scripts, or by str.format
NAMED = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%%")
TAG = re.compile(r"</?[a-z][^>]*>")


@cache
def kept(language: str) -> Catalog:
    """What the .po in the repository says."""
    return read_po(BytesIO(catalogues.po_file(language).read_bytes()), locale=language)


@cache
def wanted() -> dict[tuple[str, str | None], str | tuple[str, ...]]:
    """Every message of the code, by its words and context."""
    found: dict[tuple[str, str | None], str | tuple[str, ...]] = {}
    for message, context, _path in catalogues.messages():
        words = message if isinstance(message, str) else message[0]
        if not isinstance(found.get((words, context)), tuple):
            found[words, context] = message
    return found


def entries(language: str) -> list[Message]:
    return [entry for entry in kept(language) if entry.id]


def plurals(language: str) -> list[tuple[list[str], list[str]]]:
    """Each message with a plural: its two wordings, and those of its translation."""
    return [(list(e.id), list(e.string or ())) for e in entries(language) if e.pluralizable]


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each message with its translation; of one with a plural the forms for many.

    A singular may leave its number out ("the reply below it"), in any language.
    """
    for entry in entries(language):
        if isinstance(entry.id, str):
            yield entry.id, str(entry.string)
    for said, translated in plurals(language):
        yield said[1], translated[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_what_the_code_says_and_nothing_else(language: str) -> None:
    held = {
        (e.id if isinstance(e.id, str) else e.id[0], e.context): e.id for e in entries(language)
    }
    missing = [key for key in wanted() if key not in held]
    left_over = [key for key in held if key not in wanted()]
    assert (missing, left_over) == ([], []), "make words"
    kinds = [
        key
        for key, message in wanted().items()
        if isinstance(message, str) != isinstance(held[key], str)
    ]
    assert kinds == [], "make words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    assert catalogues.untranslated(kept(language)) == []
    assert [entry.id for entry in entries(language) if entry.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_as_many_forms_as_the_language(language: str) -> None:
    forms = [len(translated) for _said, translated in plurals(language)]
    assert len(forms) > 20
    assert set(forms) == {kept(language).num_plurals}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_what_its_message_names(language: str) -> None:
    told = [
        (said, translated)
        for said, translated in pairs(language)
        if sorted(set(NAMED.findall(said))) != sorted(set(NAMED.findall(translated)))
        or sorted(TAG.findall(said)) != sorted(TAG.findall(translated))
    ]
    assert told == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_singular_names_nothing_that_its_message_lacks(language: str) -> None:
    for said, translated in plurals(language):
        assert set(NAMED.findall(translated[0])) <= set(NAMED.findall(" ".join(said))), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_breaks_the_markup_around_it(language: str) -> None:
    """Messages stand in attributes too, where Django escapes nothing of what templates say."""
    bad = [
        translated
        for said, translated in pairs(language)
        if re.search(r"""["<>&]""", TAG.sub("", translated))
        and not re.search(r"[\"<>&]", TAG.sub("", said))
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("language", "foreign"),
    [("de", r"”|«|»|'| --? |\.\.\."), ("es", r"“|”|„|'| --? |\.\.\.")],
    ids=LANGUAGES,
)
def test_quotes_and_dashes_are_those_of_the_language(language: str, foreign: str) -> None:
    assert [t for _said, t in pairs(language) if re.search(foreign, TAG.sub("", t))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_space_at_the_ends_and_the_last_sign_stay(language: str) -> None:
    def ends(text: str) -> tuple[bool, bool, str]:
        last = text.rstrip()[-1:]
        return text[:1].isspace(), text[-1:].isspace(), last if last in ".:?…" else ""

    told = [(s, t) for s, t in pairs(language) if ends(TAG.sub("", s)) != ends(TAG.sub("", t))]
    assert told == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_text(language: str) -> None:
    place = catalogues.po_file(language)
    words = catalogues.catalogue(language)
    assert place.read_bytes() == catalogues.po_text(words), "make words"
    assert place.with_suffix(".mo").read_bytes() == catalogues.mo_bytes(words), "make words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_nothing_of_places_days_or_people(language: str) -> None:
    """What changes without the words does not stand in it."""
    text = catalogues.po_file(language).read_text()
    assert (
        re.findall(r"^#[:~|].*|\d{4}-\d\d-\d\d \d\d:\d\d|Generated-By.*|@LI", text, re.MULTILINE)
        == []
    )


def test_there_is_a_catalogue_for_each_language_on_offer() -> None:
    offered = [code for code, _name in settings.LANGUAGES]
    assert sorted(offered) == sorted(["en-gb", *LANGUAGES])


def test_messages_are_found_in_every_kind_of_source() -> None:
    said = set(wanted())
    assert ("Skip to the content", None) in said  # {% translate %}
    assert ("%(n)s%% against", None) in said  # {% blocktranslate %}
    assert ("active", "debate") in said  # with a context
    assert ("You are signed out.", None) in said  # a text file
    assert ("Post reply", None) in said  # jinja2, _()
    assert ("%(n)s more reply", None) in said  # jinja2, {% trans %} with a plural
    assert ("Sign in to vote.", None) in said  # Python
    assert ("Support", "to do") in said  # Python with a context
    assert isinstance(wanted()["Name at most %(most)s source.", None], tuple)
