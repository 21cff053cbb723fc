"""What a program keeps that follows one debate, or all of them (docs/api/following.md)."""

from __future__ import annotations

from typing import Any

from accounts.errors import NotFound
from debate.api.thread import FIELDS, shaped
from debate.policies.visitor import Viewer
from debate.queries.cursor import write_change_cursor
from debate.queries.followed import FollowedChange, list_all_changes_since, list_changes_since
from debate.queries.pulled import Pulled, pull_thread

type Claims = dict[str, dict[str, Any]]


def claims_of(pulled: Pulled) -> Claims:
    """The claims of an answer by their keys, as the API writes them."""
    return {claim.key: shaped(pulled, claim, FIELDS) for claim in pulled.claims}


def fresh(debate: str, viewer: Viewer = None) -> Claims:
    """A debate as it is pulled now."""
    return claims_of(pull_thread(debate, viewer))


class Copy:
    """A copy of one debate: pulled once, or from the first Change on (`pulled=False`)."""

    def __init__(self, debate: str, viewer: Viewer = None, *, pulled: bool = True) -> None:
        self.debate, self.viewer = debate, viewer
        self.claims: Claims = {}
        self.told: list[FollowedChange] = []
        self.cursor = write_change_cursor(debate, 0)
        if pulled:
            whole = pull_thread(debate, viewer)
            self.claims = claims_of(whole)
            self.cursor = write_change_cursor(debate, whole.seq)

    def follow(self) -> Copy:
        """Take every answer that there is."""
        more = True
        while more:
            answer = list_changes_since(self.debate, self.viewer, since=self.cursor)
            for change in answer.changes:
                if change.kind == "dropped" and change.claim_key:
                    self.claims.pop(change.claim_key, None)
            for thread in answer.threads:
                self.claims.update(claims_of(thread))
            self.told += answer.changes
            self.cursor, more = answer.cursor, answer.more
        return self

    @property
    def kinds(self) -> list[str]:
        return [change.kind for change in self.told]


class Mirror:
    """Copies of all debates that somebody sees: a cursor first, then each is pulled."""

    def __init__(self, viewer: Viewer = None, *, debates: tuple[str, ...] = ()) -> None:
        self.viewer = viewer
        self.cursor = list_all_changes_since(viewer, since=None).cursor
        self.copies = {debate: fresh(debate, viewer) for debate in debates}
        self.told: list[FollowedChange] = []

    def follow(self) -> Mirror:
        """Take every answer that there is."""
        more = True
        while more:
            more = self.take_a_page()
        return self

    def take_a_page(self) -> bool:
        """Take one answer; whether there are more."""
        answer = list_all_changes_since(self.viewer, since=self.cursor)
        arrived = []
        for change in answer.changes:
            if change.kind == "departed":
                self.copies.pop(change.debate_key, None)
            elif change.kind == "arrived":
                arrived.append(change.debate_key)
            elif change.kind == "dropped" and change.debate_key in self.copies:
                self.copies[change.debate_key].pop(str(change.claim_key), None)
        for thread in answer.threads:
            if thread.debate_key in self.copies:
                self.copies[thread.debate_key].update(claims_of(thread))
        for debate in arrived:
            try:
                self.copies[debate] = fresh(debate, self.viewer)
            except NotFound:  # gone again, which is told next
                self.copies.pop(debate, None)
        self.told += answer.changes
        self.cursor = answer.cursor
        return answer.more

    @property
    def news(self) -> list[tuple[str, str]]:
        return [(change.debate_key, change.kind) for change in self.told]
