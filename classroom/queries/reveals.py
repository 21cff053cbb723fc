"""Who was looked up behind their pseudonym, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classroom.models import Reveal, Seat


@dataclass(frozen=True, slots=True)
class RevealRow:
    """That a teacher, by the name they show, looked up who sits on a seat."""

    by: str
    at: datetime


def list_reveals(seat: Seat) -> tuple[RevealRow, ...]:
    """When and by whom somebody was looked up, for themselves. Queries: 1."""
    found = Reveal.objects.filter(seat=seat).order_by("pk")
    return tuple(RevealRow(by, at) for by, at in found.values_list("by__display_name", "at"))
