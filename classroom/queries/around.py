"""The session that a debate is a part of, for who reads it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.errors import Refusal
from classroom.models import Group
from classroom.queries.access import SessionAccess, open_session

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def session_around(debate: str, viewer: Viewer) -> SessionAccess | None:
    """The session of a debate, by the debate's key, for somebody who is in it; else None.

    Queries: 1, and 3 where there is one.
    """
    group = Group.objects.filter(debate__key=debate)
    key = group.values_list("session__key", flat=True).first()
    if key is None:
        return None
    try:
        return open_session(key, viewer)
    except Refusal:
        return None
