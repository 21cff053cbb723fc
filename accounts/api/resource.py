"""What every resource of the API has in common: who asks, and strict reading of what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import User


class Resource(APIView):
    """One address of the API; its methods read or do, by the same queries and actions as pages."""

    request: Request

    @property
    def viewer(self) -> User | None:
        """Who asks; None without a token or a session."""
        return self.request.user if isinstance(self.request.user, User) else None

    def asked[Inputs: Strict](self, inputs: type[Inputs]) -> dict[str, Any]:
        """The query of the address, as `inputs` reads it. Raises ValidationError."""
        return read(inputs, {name: values[-1] for name, values in self.request.GET.lists()})

    def sent[Inputs: Strict](self, inputs: type[Inputs]) -> dict[str, Any]:
        """The body, as `inputs` reads it. Raises ValidationError."""
        return read(inputs, self.request.data)


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
