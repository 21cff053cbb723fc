"""Making ClaimRows: the words of a few chosen claims, and what a viewer may do with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Value, When

from debate.enums import ClaimKind, ClaimState, Relation
from debate.logic.thread import Level, Tree
from debate.models import Claim, Vote
from debate.policies.claim import (
    may_edit,
    may_reply,
    may_vote,
    may_withdraw,
    relations_open_to_a_reply,
)
from debate.queries.access import Access
from debate.queries.cursor import OTHERS, Shown, write_shown
from debate.queries.rows import Below, Byline, ClaimRights, ClaimRow, TallyRow, ThreadNode

NO_RIGHTS = ClaimRights()


class Body(NamedTuple):
    """Everything about a claim that is the same for every viewer."""

    id: int
    key: str
    path: str
    kind: str
    relation: str | None
    bears_as: str
    state: str
    depth: int
    text: str
    details_html: str
    language: str
    revision: int
    created_at: datetime
    edited_at: datetime | None
    sources: int
    author_id: int
    author_name: str
    author_key: str
    pseudonym: str | None
    passage_key: str | None
    up: int | None
    down: int | None
    unsure: int | None
    parent_edited: bool
    answered: bool | None


def read_bodies(access: Access, which: Q) -> dict[int, Body]:
    """The words of some claims of a debate, by id, in the order of their paths. Queries: 1."""
    answers = Claim.objects.filter(
        parent=OuterRef("pk"), state=ClaimState.LIVE, relation=Relation.SUPPORT
    )
    rows = (
        Claim.objects.filter(which, debate=access.debate)
        .annotate(
            sources=F("sources_count"),
            author_name=F("author__display_name"),
            author_key=F("author__key"),
            seat=FilteredRelation(
                "debate__memberships", condition=Q(debate__memberships__person=F("author"))
            ),
            pseudonym=F("seat__byline"),
            passage_key=F("passage__key"),
            up=F("tally__up"),
            down=F("tally__down"),
            unsure=F("tally__unsure"),
            parent_edited=Case(
                When(parent__revision__gt=F("parent_revision"), then=True), default=False
            ),
            # Only questions are asked, so the search for an answer costs the others nothing.
            answered=Case(
                When(relation=Relation.QUESTION, then=Exists(answers)), default=Value(None)
            ),
        )
        .order_by("path")
        .values_list(*Body._fields)
    )
    return {row[0]: Body._make(row) for row in rows}


def read_own_votes(access: Access, claim_ids: list[int]) -> dict[int, int]:
    """How the viewer judged some claims of a debate, by claim. Queries: 1; 0 for nobody."""
    if access.viewer_id is None:
        return {}
    votes = Vote.objects.filter(
        person_id=access.viewer_id, debate=access.debate, claim__in=claim_ids
    )
    return dict(votes.values_list("claim_id", "value"))


def claim_row(
    access: Access, body: Body, *, below: Mapping[Relation, int], my_vote: int | None
) -> ClaimRow:
    """A claim as the viewer sees it; what is withdrawn or hidden keeps only its place."""
    live = body.state == ClaimState.LIVE
    return ClaimRow(
        key=body.key,
        debate_key=access.debate.key,
        kind=ClaimKind(body.kind),
        relation=Relation(body.relation) if body.relation else None,
        state=ClaimState(body.state),
        text=body.text if live else "",
        details_html=body.details_html if live else "",
        language=body.language,
        byline=_byline(access, body) if live else None,
        created_at=body.created_at,
        edited_at=body.edited_at if live else None,
        revision=body.revision,
        depth=body.depth,
        tally=_tally(body),
        sources=body.sources if live else 0,
        passage_key=body.passage_key,
        parent_edited=live and body.parent_edited,
        answered=body.answered,
        below=Below(*(below.get(relation, 0) for relation in Relation)),
        my_vote=my_vote,
        mine=body.author_id == access.viewer_id,
        may=_rights(access, body) if live else NO_RIGHTS,
    )


def _byline(access: Access, body: Body) -> Byline:
    if body.pseudonym:
        return Byline(body.pseudonym)  # no key: it would lead from the pseudonym to the person
    return Byline(body.author_name, body.author_key, body.author_id == access.essayist_id)


def _tally(body: Body) -> TallyRow | None:
    if body.up is None or body.down is None or body.unsure is None:
        return None
    return TallyRow(body.up, body.down, body.unsure)


def _rights(access: Access, body: Body) -> ClaimRights:
    standing = access.standing
    if standing.person_id is None:
        return NO_RIGHTS
    reply = may_reply(standing, body)
    return ClaimRights(
        reply=reply,
        vote=may_vote(standing, body),
        edit=may_edit(standing, body),
        withdraw=may_withdraw(standing, body),
        reply_as=relations_open_to_a_reply(body) if reply else (),
    )


class Rows:
    """The rows of claims chosen from a tree, with their words and the viewer's votes in memory."""

    def __init__(
        self, access: Access, tree: Tree, bodies: Mapping[int, Body], votes: Mapping[int, int]
    ) -> None:
        self.access = access
        self.tree = tree
        self.bodies = bodies
        self.votes = votes

    def row(self, claim_id: int) -> ClaimRow:
        """One claim; what hangs below it is counted if it is part of the tree."""
        place = self.tree.place_of.get(claim_id)
        return claim_row(
            self.access,
            self.bodies[claim_id],
            below=self.tree.below(place) if place is not None else {},
            my_vote=self.votes.get(claim_id),
        )

    def nodes(self, level: Level) -> tuple[ThreadNode, ...]:
        """The shown replies of one claim with theirs; no deeper than a thread can be."""
        return tuple(
            ThreadNode(
                claim=self.row(self.tree.bones[branch.place].id),
                replies=self.nodes(branch.level),
                hidden=branch.level.hidden,
                after=self.after(branch.level),
            )
            for branch in level.shown
        )

    def after(self, level: Level, group: str = OTHERS) -> str:
        """Where `read_more_replies` goes on after a level."""
        keys = tuple(self.tree.bones[place].key for place in level.besides)
        return write_shown(Shown(level.after, keys, group))
