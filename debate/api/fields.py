"""Fields that several resources take from programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from accounts.api.strict import Strict, Text
from accounts.errors import Refusal
from debate.actions.wording import Cited
from debate.limits import SOURCE_TITLE_MAX, SOURCE_URL_MAX, SOURCES_PER_CLAIM_MAX
from debate.words import sentence


class Number(serializers.ChoiceField):
    """One of a few whole numbers; any other is refused with a code of ours and its sentence."""

    def __init__(self, numbers: Iterable[int], *, refusal: Refusal, **options: Any) -> None:
        self.refusal = refusal
        super().__init__(choices=list(numbers), **options)

    def to_internal_value(self, data: Any) -> int:  # type: ignore[override]
        whole = isinstance(data, int) or (isinstance(data, float) and data.is_integer())
        if isinstance(data, bool) or not whole or data not in self.choices:
            raise serializers.ValidationError(sentence(self.refusal), self.refusal.code)
        return int(data)


class SourceSent(Strict):
    """A source: a title, an address, or both."""

    title = Text(default="", max_length=SOURCE_TITLE_MAX)
    url = Text(default="", max_length=SOURCE_URL_MAX)


def sources(**options: Any) -> serializers.BaseSerializer[Any]:
    """The sources of a claim, as programs send them."""
    return SourceSent(many=True, max_length=SOURCES_PER_CLAIM_MAX, **options)  # type: ignore[call-arg]


def cited(sent: Iterable[Mapping[str, str]]) -> list[Cited]:
    """Sources as actions take them."""
    return [Cited(source["title"], source["url"]) for source in sent]
