"""What the resources of the classroom have in common: teachers alone ask, and names are apart."""

from __future__ import annotations

from dataclasses import replace

from accounts.enums import Scope
from classroom.enums import Action
from classroom.queries.access import SessionAccess, open_session
from debate.api.resource import Resource as OfDebates


class Resource(OfDebates):
    """A resource of a session or a class; a program is told names only by a scope of its own."""

    @property
    def names(self) -> bool:
        """Whether whoever asks may be told who students are, as far as they may know."""
        return self.program is None or Scope.NAMES in self.program.scopes

    def open(self, key: str, action: Action = Action.SEE_BOARD) -> SessionAccess:
        """A session for somebody who may do this in it, without names for who may not be told."""
        access = open_session(key, self.viewer, action)
        if self.names:
            return access
        return replace(access, standing=replace(access.standing, names=False))
