"""Reading what programs send: what is not known is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


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


def read[Inputs: Strict](inputs: type[Inputs], data: Any) -> dict[str, Any]:
    """What was sent, checked; all that is wrong at once. Raises ValidationError."""
    serializer = inputs(data=data)
    serializer.is_valid(raise_exception=True)
    found: dict[str, Any] = serializer.validated_data
    return found
