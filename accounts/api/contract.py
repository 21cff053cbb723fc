"""What one method of a resource takes and answers with, as it was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rest_framework.serializers import Serializer

from accounts.api.strict import Strict

READING = frozenset({"GET", "HEAD"})  # a body of these means nothing, and proxies drop it

type Form = type[Serializer[Any]] | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one resource.

    `asked` reads the query of the address and `sent` the body. `answers` holds for each status of
    an answer how its body looks, None for no body. `paced` is what it is counted as, besides the
    reading that every request is. `kept`: the answer to a POST may be kept for its Idempotency-Key,
    as one that holds a secret may not.
    """

    summary: str
    asked: type[Strict] = Strict
    sent: type[Strict] = Strict
    answers: Mapping[int, Form] = field(default_factory=dict)
    paced: StrEnum | None = None
    kept: bool = True


def operation_of(handler: object) -> Operation | None:
    """What was told of a method; None of what is no operation."""
    return getattr(handler, "operation", None)
