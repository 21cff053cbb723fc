"""The jinja2 environment: what the components of a claim may call."""

from functools import lru_cache
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, gettext, ngettext

from debate import words
from debate.enums import Relation, VoteValue
from debate.limits import SIMILAR_FROM
from debate.logic.direction import direction
from debate.web.icons import icon
from debate.web.times import day, moment
from debate.words import clock

KEY = "0" * 12  # stands in for a claim's key while an address is cut in two


@lru_cache(maxsize=64)
def _halves(name: str, prefix: str, urlconf: str | None) -> tuple[str, str]:
    """What stands before and after the key in an address; `prefix` and `urlconf` can change it."""
    before, after = reverse(name, urlconf=urlconf, args=[KEY]).split(KEY)
    return before, after


def claim_url(name: str, key: str) -> str:
    """The address of a page of one claim.

    `reverse()` costs more than the rest of a claim's markup, so each name is reversed once.
    """
    before, after = _halves(name, get_script_prefix(), get_urlconf())
    return f"{before}{key}{after}"


@lru_cache(maxsize=1024)
def _said(language: str | None, message: str) -> str:
    """A sentence in a language; gettext looks through its catalogues anew for every claim."""
    return gettext(message)


def remembered(message: str) -> str:
    """The translation of one of the components' own words, of which a thread has hundreds."""
    return _said(get_language(), message)


@lru_cache(maxsize=64)
def _worded(_language: str | None, relation: Relation, answers: bool) -> words.Way:
    return words.Way(*map(str, words.way(relation, answers=answers)))


def way(relation: Relation, answers: bool) -> words.Way:
    """What a relation is called in the reader's language, remembered like the sentences."""
    return _worded(get_language(), relation, answers)


@lru_cache(maxsize=64)
def _judged(_language: str | None, value: int) -> str:
    return str(words.VOTES[VoteValue(value)].label)


def vote_label(value: int) -> str:
    """What stands on the button of a vote, remembered like the sentences."""
    return _judged(get_language(), value)


def grouped(number: int) -> int:
    """A number to be shown, as 1,200 or 1.200; it still chooses the plural."""
    return words.Grouped(number) if number >= 1000 else number


def environment(**options: Any) -> jinja2.Environment:
    """Escaping, translated, and strict: a name that nobody gave is an error, not an empty space."""
    options |= {
        "autoescape": True,
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    env = jinja2.Environment(**options)  # noqa: S701 - autoescape is set above
    env.install_gettext_callables(remembered, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.filters.update(direction=direction, grouped=grouped)
    env.globals.update(icon=icon, moment=moment, day=day, clock=clock)
    env.globals.update(way=way, vote_label=vote_label)
    env.globals.update(similar_from=SIMILAR_FROM)
    env.globals.update(language=get_language, claim_url=claim_url, url=reverse, static=static)
    return env
