"""Making ClaimRows: the words of a few chosen claims, and what a viewer may do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db import connection
from django.db.models import Case, F, OuterRef, Subquery, When

from accounts.enums import PersonKind
from debate.enums import Action, ClaimKind, ClaimState, Relation
from debate.limits import PATH_LABEL_CHARS
from debate.logic.thread import Level, Tree
from debate.models import Claim
from debate.policies.claim import (
    may_edit,
    may_flag,
    may_vote,
    may_withdraw,
    relations_open_now,
)
from debate.policies.debate import may
from debate.queries.access import Access, shown_ids
from debate.queries.cursor import OTHERS, Shown, write_shown
from debate.queries.rows import Below, Byline, ClaimRights, ClaimRow, TallyRow, ThreadNode

NO_RIGHTS = ClaimRights()


class Credited(Protocol):
    """What a byline is made of."""

    @property
    def author_id(self) -> int: ...
    @property
    def author_name(self) -> str: ...
    @property
    def author_key(self) -> str | None: ...
    @property
    def pseudonym(self) -> str | None: ...


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
    parent_key: str | None
    parent_revision: int | None
    author_id: int
    author_name: str
    author_key: str | None  # None: a guest or a closed account, without a page of their own
    pseudonym: str | None
    passage_key: str | None
    up: int | None
    down: int | None
    unsure: int | None
    parent_edited: bool
    answered: bool | None
    locked: bool
    via: str
    author_side: str | None

    @property
    def label(self) -> str:
        """The claim's number in the record of its debate, as its path ends with it."""
        return self.path[-PATH_LABEL_CHARS:]


class OwnVote(NamedTuple):
    """How the viewer judged a claim, and the number of the wording that they judged."""

    value: int
    revision: int


# Written out: the ORM takes twice as long to put this together as PostgreSQL to answer it. Of the
# questions alone it is asked whether they are answered, so that search costs the others nothing.
_BODIES = """
SELECT claim.id, claim.key, claim.path, claim.kind, claim.relation, claim.bears_as, claim.state,
       claim.depth, claim.text, claim.details_html, claim.language, claim.revision,
       claim.created_at, claim.edited_at, claim.sources_count, parent.key,
       claim.parent_revision, claim.author_id,
       author.display_name,
       CASE WHEN author.kind = 'person' AND author.is_active THEN author.key END,
       seat.byline, passage.key,
       tally.up, tally.down, tally.unsure,
       coalesce(parent.revision > claim.parent_revision AND parent.edited_at IS NOT NULL, false),
       CASE WHEN claim.relation = 'question' THEN EXISTS (
           SELECT FROM debate_claim AS answer
            WHERE answer.parent_id = claim.id
              AND answer.relation = 'support' AND answer.state = 'live'
              AND (%(shown)s::bigint[] IS NULL OR answer.id = ANY(%(shown)s))
       ) END,
       claim.locked, claim.via, seat.side
  FROM debate_claim AS claim
  JOIN accounts_user AS author ON author.id = claim.author_id
  LEFT JOIN debate_membership AS seat
    ON seat.debate_id = claim.debate_id AND seat.person_id = claim.author_id
  LEFT JOIN debate_passage AS passage ON passage.id = claim.passage_id
  LEFT JOIN debate_tally AS tally ON tally.claim_id = claim.id
  LEFT JOIN debate_claim AS parent ON parent.id = claim.parent_id
 WHERE claim.debate_id = %(debate)s
   AND (claim.id = ANY(%(ids)s) OR claim.path = ANY(%(paths)s))
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
 ORDER BY claim.path
"""

_OWN_VOTES = """
SELECT claim_id, value, revision FROM debate_vote
 WHERE person_id = %(person)s AND debate_id = %(debate)s AND claim_id = ANY(%(ids)s)
"""


def read_bodies(
    access: Access, ids: Sequence[int] = (), *, paths: Sequence[str] = ()
) -> dict[int, Body]:
    """The words of some claims of a debate, by id, in the order of their paths. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            _BODIES,
            {
                "debate": access.debate.pk,
                "ids": list(ids),
                "paths": list(paths),
                "shown": shown_ids(access),
            },
        )
        return {row[0]: Body._make(row) for row in cursor.fetchall()}


def read_own_votes(access: Access, ids: Iterable[int]) -> dict[int, OwnVote]:
    """How the viewer judged some claims of a debate, by claim. Queries: 1; 0 for nobody."""
    if access.viewer_id is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _OWN_VOTES,
            {"person": access.viewer_id, "debate": access.debate.pk, "ids": list(ids)},
        )
        return {claim: OwnVote(value, revision) for claim, value, revision in cursor.fetchall()}


def thesis_words(debate: str = "pk") -> Subquery:
    """What a debate's thesis says, for a statement on other rows; NULL where none stands there.

    `debate` is the column of theirs that holds the debate.
    """
    thesis = Claim.objects.filter(
        debate=OuterRef(debate), kind=ClaimKind.THESIS, state=ClaimState.LIVE
    )
    return Subquery(thesis.values("text")[:1])


def profile_key(person: str) -> Case:
    """The key of somebody with a page of their own, else NULL, for a statement on other rows.

    `person` is the column of theirs that holds the person.
    """
    own_page = {f"{person}__kind": PersonKind.PERSON, f"{person}__is_active": True}
    return Case(When(**own_page, then=F(f"{person}__key")))


def claim_row(
    access: Access,
    body: Body,
    *,
    below: Mapping[Relation, int],
    my_vote: OwnVote | None,
    new_below: int = 0,
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
        byline=byline(access, body, via=body.via) if live else None,
        created_at=body.created_at,
        edited_at=body.edited_at if live else None,
        revision=body.revision,
        depth=body.depth,
        tally=_tally(body) if access.sees.results else None,
        sources=body.sources if live else 0,
        passage_key=body.passage_key,
        parent_key=body.parent_key,
        parent_revision=body.parent_revision,
        parent_edited=live and body.parent_edited,
        answered=body.answered,
        locked=body.locked,
        below=count_below(below, new=new_below),
        my_vote=my_vote.value if my_vote else None,
        vote_earlier=_earlier(body, my_vote) if live else None,
        mine=body.author_id == access.viewer_id,
        may=_rights(access, body) if live else _rights_of_gone(access),
        new=access.reader is not None and access.reader.finds_new(body),
    )


def count_below(counts: Mapping[Relation, int], *, new: int) -> Below:
    """What hangs below a claim, by relation, and how much of it all is new to the viewer."""
    return Below(
        support=counts.get(Relation.SUPPORT, 0),
        rebut=counts.get(Relation.REBUT, 0),
        undercut=counts.get(Relation.UNDERCUT, 0),
        question=counts.get(Relation.QUESTION, 0),
        new=new,
    )


def byline(access: Access, body: Credited, *, via: str = "") -> Byline:
    """The name under a claim, and the program that posted it."""
    return name_shown(
        body.author_name,
        body.author_key,
        pseudonym=body.pseudonym,
        essayist=body.author_id == access.essayist_id,
        via=via,
    )


def name_shown(
    name: str, key: str | None, *, pseudonym: str | None, essayist: bool = False, via: str = ""
) -> Byline:
    """A person as they go by in a debate: the pseudonym where they have one there.

    A pseudonym stands alone: a key would lead from it to the person, and so could the name that
    they gave to their program, which may stand beside their own name elsewhere.
    """
    if pseudonym:
        return Byline(pseudonym)
    return Byline(name, key, essayist, via)


def _earlier(body: Body, vote: OwnVote | None) -> int | None:
    """The wording that a vote is on, if it is an earlier one than is shown; typos do not count."""
    if vote is None or body.edited_at is None or vote.revision >= body.revision:
        return None
    return vote.revision


def _tally(body: Body) -> TallyRow | None:
    if body.up is None or body.down is None or body.unsure is None:
        return None
    return TallyRow(body.up, body.down, body.unsure)


def _rights_of_gone(access: Access) -> ClaimRights:
    return ClaimRights(moderate=True) if may(access.standing, Action.SEE_QUEUE) else NO_RIGHTS


def _rights(access: Access, body: Body) -> ClaimRights:
    standing = access.standing.once_signed_in()
    reply_as = relations_open_now(standing, body)
    return ClaimRights(
        reply=bool(reply_as),
        vote=may_vote(standing, body),
        edit=may_edit(standing, body),
        withdraw=may_withdraw(standing, body),
        relate=body.kind == ClaimKind.REPLY and may_edit(standing, body),
        flag=may_flag(standing, body),
        moderate=may(standing, Action.SEE_QUEUE),
        reply_as=reply_as,
    )


class Rows:
    """The rows of claims chosen from a tree, with their words and the viewer's votes in memory."""

    def __init__(
        self, access: Access, tree: Tree, bodies: Mapping[int, Body], votes: Mapping[int, OwnVote]
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
            new_below=self.tree.new_below(place) if place is not None else 0,
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
                new=branch.level.new,
            )
            for branch in level.shown
        )

    def after(self, level: Level, group: str = OTHERS) -> str:
        """Where `read_more_replies` goes on after a level."""
        keys = tuple(self.tree.bones[place].key for place in level.besides)
        return write_shown(Shown(level.after, keys, group))
