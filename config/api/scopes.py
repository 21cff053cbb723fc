"""What a token has to be made for before a program may do something with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.enums import Scope
from accounts.errors import NotAllowed
from accounts.models import Token
from accounts.web.doors import Kind
from classroom.enums import Action as InSession
from config.doors import Door, door
from debate.enums import Action

READING = frozenset({"GET", "HEAD", "OPTIONS"})

NO_PROGRAMS = {InSession.DELETE_SESSION, InSession.SHARE}
NAMING = {InSession.SEE_NAMES, InSession.PRINT_SLIPS, InSession.REVEAL, InSession.REPORT}

# What is not here no token opens, whatever its owner may do.
SCOPES: Mapping[Action | InSession, Scope] = {
    **dict.fromkeys(
        [
            Action.REPLY,
            Action.EDIT,
            Action.WITHDRAW,
            Action.FLAG,
            Action.APPEAL,
            Action.FOLLOW,
            Action.JOIN,
            Action.LEAVE,
            Action.START_A_DEBATE,
            Action.OUTLINE,
            Action.PUBLISH,
        ],
        Scope.POST,
    ),
    **dict.fromkeys([Action.VOTE, Action.TAKE_A_POSITION], Scope.VOTE),
    **dict.fromkeys(
        [
            Action.SETTLE_FLAGS,
            Action.HIDE,
            Action.RESTORE,
            Action.RELATE,
            Action.MOVE,
            Action.LOCK,
            Action.FREEZE,
            Action.JUDGE_HELD,
            Action.HOLD_NEWCOMERS,
            Action.BLOCK,
            Action.DECIDE_APPEAL,
            Action.DESCRIBE,
            Action.SET_ACCESS,
            Action.INVITE,
            Action.CLOSE,
            Action.SCHEDULE,
            Action.ARCHIVE,
        ],
        Scope.MODERATE,
    ),
    # One's sessions; starting one is for whoever teaches, deleting one for nobody's program.
    **{action: Scope.TEACH for action in InSession if action not in NO_PROGRAMS | NAMING},
    **dict.fromkeys(sorted(NAMING), Scope.NAMES),
}


class ScopeOfToken(BasePermission):
    """Deny by default: a token does what its scopes name, and nothing that none of them names."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises NotAllowed `token_scope` or `not_by_token`; what its owner may is asked later."""
        if not isinstance(request.auth, Token):
            return True
        found = request.resolver_match
        entry = "GET" if request.method in READING else str(request.method)
        what = door(found.view_name, entry) if found else None
        needed = scope_needed(what, entry)
        if needed is None:
            raise NotAllowed("not_by_token")
        if needed not in request.auth.scopes:
            raise NotAllowed("token_scope", scope=str(needed))
        return True


def scope_needed(what: Door | None, method: str) -> Scope | None:
    """What a token has to be made for, to do what a door does; None where no token opens it."""
    if what == Kind.SESSION:
        return None
    if isinstance(what, InSession):
        return SCOPES.get(what)
    if method in READING:
        return Scope.READ
    if isinstance(what, Kind):
        return Scope.POST if what == Kind.OWN else None
    return SCOPES.get(what) if what else None
