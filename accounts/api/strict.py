"""Reading what programs send: what is not known is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts import keys


class Strict(serializers.Serializer[Any]):
    """Refuses fields that it does not know, or only answers with, instead of passing them over."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            refused = {name: self._why_not(name) for name in data if name not in self._taken()}
            if refused:
                raise serializers.ValidationError(refused)
        return super().to_internal_value(data)

    def _taken(self) -> Iterable[str]:
        return {name for name, field in self.fields.items() if not field.read_only}

    def _why_not(self, name: str) -> list[serializers.ErrorDetail]:
        if name in self.fields:
            return [serializers.ErrorDetail(_("This field is read only."), "read_only_field")]
        return [serializers.ErrorDetail(_("There is no such field here."), "unknown_field")]


class Key(serializers.RegexField):
    """The key by which something is named in an address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(rf"\A{keys.PATTERN}\Z", **options)


class Word(serializers.ChoiceField):
    """One of some words; an action judges which, and has a sentence for what is none of them."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return data


class Words(serializers.CharField):
    """Some of a few words, with commas between."""

    def __init__(self, offered: Iterable[str], **options: Any) -> None:
        self.offered = tuple(offered)
        super().__init__(**options)


class Text(serializers.CharField):
    """Text as it was typed, neither trimmed nor refused here: an action judges and tidies it.

    Nothing but text is text, and an empty one is one. What it is told to take at most and at least
    stands in the description; the action counts once it has tidied.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **options)
        self.validators = []  # among them one that refuses NUL; actions drop what is invisible

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    """A whole number, and no text or truth that could be read as one."""

    def to_internal_value(self, data: Any) -> int:
        whole = isinstance(data, int) or (isinstance(data, float) and data.is_integer())
        if isinstance(data, bool) or not whole:
            self.fail("invalid")
        return int(data)


def read[Inputs: Strict](inputs: type[Inputs], data: Any) -> dict[str, Any]:
    """What was sent, checked; all that is wrong at once. Raises ValidationError."""
    serializer = inputs(data=data)
    serializer.is_valid(raise_exception=True)
    found: dict[str, Any] = serializer.validated_data
    return found
