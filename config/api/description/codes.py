"""Every code of a problem with its sentence, as the words have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.functional import Promise

from accounts.words import SENTENCES as OF_PEOPLE
from config.api.words import SENTENCES as OF_PROGRAMS
from debate.words import SENTENCES as OF_DEBATES
from debate.words import TOO_MANY

# What can be wrong with one field, beside the codes of the list above.
FIELD_CODES: Mapping[str, str] = {
    "unknown_field": "There is no such field or parameter here.",
    "read_only_field": "The field is only answered with.",
    "required": "The field has to be sent.",
    "null": "The field cannot be null.",
    "blank": "The text cannot be empty.",
    "invalid": "The value is not of the type, or not in the form, that the field takes.",
    "invalid_choice": "The value is not one of those that the field takes.",
    "max_length": "The text is too long, or there are too many items.",
    "min_length": "The text is too short, or there are too few items.",
    "max_value": "The number is too large.",
    "min_value": "The number is too small.",
    "not_a_list": "A list has to be sent.",
    "empty": "The list cannot be empty.",
}
_FACT = re.compile(r"%\((\w+)\)[sd]")


class _Fact(int):
    """Stands for a fact in a sentence; a number, so that it can choose a plural."""

    def __new__(cls, name: str) -> _Fact:
        fact = super().__new__(cls, 2)
        fact.name = name
        return fact

    name: str

    def __str__(self) -> str:
        return f"{{{self.name}}}"


class _Facts(dict[str, _Fact]):
    def __missing__(self, name: str) -> _Fact:
        return _Fact(name)


def sentences() -> dict[str, str]:
    """The sentence of every code, in the language that is active, with `{facts}` in braces."""
    told: dict[str, Promise | Callable[[], str]] = {
        **OF_PEOPLE,
        **TOO_MANY,
        **OF_DEBATES,
        **OF_PROGRAMS,
    }
    return {code: _written(told[code]) for code in sorted(told)}


def _written(words: Promise | Callable[[], str]) -> str:
    if isinstance(words, Promise):
        return str(words % _Facts())
    return _FACT.sub(r"{\1}", words())
