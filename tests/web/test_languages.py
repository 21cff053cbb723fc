"""Dates and numbers as the reader's language writes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.template import engines
from django.test import Client
from django.utils.translation import override

from debate import words
from debate.enums import Relation
from debate.models import DebateTally, Tally
from debate.web.jinja import remembered, way
from debate.web.times import moment
from tests.factories import Thread

WRITTEN = {
    "en-gb": ("5 March 2026", "1,200"),
    "de": ("5. März 2026", "1.200"),
    "es": ("5 de marzo de 2026", "1\xa0200"),
}
every_language = pytest.mark.parametrize("language", WRITTEN)


@every_language
def test_a_day_is_written_as_the_language_does(language: str) -> None:
    with override(language):
        assert f">{WRITTEN[language][0]}</time>" in moment(datetime(2026, 3, 5, 12, tzinfo=UTC))


@every_language
def test_numbers_are_grouped_as_the_language_does(thread: Thread, language: str) -> None:
    Tally.objects.filter(claim=thread.rebut).update(up=1200)
    DebateTally.objects.filter(debate=thread.debate).update(claims=1200)
    address = f"/debates/{thread.debate.key}/threads/"
    html = Client().get(address, headers={"Accept-Language": language}).content.decode()
    shown = WRITTEN[language][1]
    assert f'<span class="vote-count">{shown}</span>' in html
    assert f'<span class="tab-count" id="debate-claims">{shown}</span>' in html


@every_language
def test_a_grouped_number_still_chooses_the_plural(language: str) -> None:
    template = engines["jinja2"].from_string(
        "{% trans n=n | grouped %}{{ n }} more reply"
        "{% pluralize %}{{ n }} more replies{% endtrans %}"
    )
    with override(language):
        one, many = template.render({"n": 1}), template.render({"n": 1200})
    assert one.startswith("1 ")
    assert many.startswith(WRITTEN[language][1])
    assert one.removeprefix("1 ") != many.removeprefix(f"{WRITTEN[language][1]} ")


def test_what_is_remembered_of_one_language_is_not_said_in_another() -> None:
    """Catches a memory that forgets whose words it holds, when threads take turns."""
    said = {"en-gb": ("Edit", "Rebuttal"), "de": ("Bearbeiten", "Widerspruch")}
    said["es"] = ("Editar", "Réplica")

    def say(language: str) -> tuple[str, str, str]:
        with override(language):
            rebut = way(Relation.REBUT, answers=False)
            assert rebut.reply == str(words.way(Relation.REBUT).reply)
            at = str(moment(datetime(2026, 3, 5, 12, tzinfo=UTC)))
            return remembered("Edit"), str(rebut.reply), at.partition(">")[2]

    languages = list(said) * 40
    with ThreadPoolExecutor(4) as threads:
        for language, told in zip(languages, threads.map(say, languages), strict=True):
            assert told == (*said[language], f"{WRITTEN[language][0]}</time>")
