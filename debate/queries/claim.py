"""One claim: its row, its wording as typed, and its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, F, Func, Q, TextField
from django.db.models.functions import Right
from django.db.models.lookups import GreaterThan

from accounts.errors import NotFound
from debate.enums import ClaimState, Relation, Sort
from debate.limits import FOCUS_BUDGET, PATH_LABEL_CHARS
from debate.logic.thread import AFTER_ALL, first_of, in_order
from debate.models import Claim, ClaimRevision, Source
from debate.policies.claim import why_not_edit, why_not_flag, why_not_reply, why_not_withdraw
from debate.policies.standing import enforce
from debate.queries.access import (
    Access,
    ClaimPlace,
    lineage_paths,
    open_claim,
    shown_claims,
    subtree,
)
from debate.queries.claim_moderation import read_removal
from debate.queries.claim_rows import claim_row, read_bodies, read_own_votes
from debate.queries.cursor import ALL
from debate.queries.debate import read_debate_head
from debate.queries.history import read_wording_facts
from debate.queries.rows import ClaimRow, ClaimSource, FocusPage, SourceRow, ThreadNode
from debate.queries.skeleton import read_tree
from debate.queries.thread import read_rows

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def read_claim(key: str, viewer: Viewer) -> ClaimRow:
    """One claim as it is now, for a fragment after a vote, a reply or an edit.

    Raises NotFound. Queries: 4; 3 for nobody.
    """
    access, place = open_claim(key, viewer)
    return read_opened_claim(access, place)


def read_claim_to_answer(key: str, viewer: Viewer) -> ClaimRow:
    """One claim, for the form that answers it.

    Raises NotFound and what `why_not_reply` answers. Queries: 4.
    """
    access, place = open_claim(key, viewer)
    enforce(why_not_reply(access.standing, place))
    return read_opened_claim(access, place)


def read_claim_to_withdraw(key: str, viewer: Viewer) -> ClaimRow:
    """One claim, for the question before it is withdrawn.

    Raises NotFound and what `why_not_withdraw` answers. Queries: 4.
    """
    access, place = open_claim(key, viewer)
    enforce(why_not_withdraw(access.standing, place))
    return read_opened_claim(access, place)


def read_claim_to_flag(key: str, viewer: Viewer) -> ClaimRow:
    """One claim, for the form that asks somebody to look at it.

    Raises NotFound and what `why_not_flag` answers. Queries: 4.
    """
    access, place = open_claim(key, viewer)
    enforce(why_not_flag(access.standing, place))
    return read_opened_claim(access, place)


def read_ancestors(key: str, viewer: Viewer) -> tuple[ClaimRow, ...]:
    """The claims that one hangs from, the thesis first; neither their votes nor what is below them.

    Raises NotFound. Queries: 2.
    """
    access, place = open_claim(key, viewer)
    bodies = read_bodies(access, paths=lineage_paths(place.path))
    return tuple(
        claim_row(access, body, below={}, my_vote=None)
        for body in bodies.values()
        if body.id != place.id
    )


def read_claim_source(key: str, viewer: Viewer) -> ClaimSource:
    """A claim's newest wording as it was typed, for whoever may edit it.

    Raises NotFound and what `why_not_edit` answers. Queries: 6.
    """
    access, place = open_claim(key, viewer)
    enforce(why_not_edit(access.standing, place))
    newest = ClaimRevision.objects.filter(claim=place.id).order_by("-number").first()
    if newest is None:
        raise NotFound("no_claim")
    return ClaimSource(
        claim=read_opened_claim(access, place),
        text=newest.text,
        details=newest.details,
        sources=_source_rows(Q(revision=newest)),
        revision=newest.number,
    )


def read_focus(key: str, viewer: Viewer, *, sort: Sort = Sort.BEST) -> FocusPage:
    """A claim on a page of its own: what it answers, what answers it, its sources.

    Only its own replies are shown: theirs are counted, and one click away.
    Raises NotFound. Queries: 8; 7 for nobody. One more for a hidden claim whose words the viewer
    may see.
    """
    access, place = open_claim(key, viewer)
    head = read_debate_head(access.debate.key, viewer)
    tree = read_tree(access, below=place.path)
    level = first_of(tree, in_order(tree, tree.replies[0], sort), FOCUS_BUDGET)
    lineage = lineage_paths(place.path)
    rows = read_rows(access, tree, [level], paths=lineage)
    above = [b.id for b in rows.bodies.values() if place.path.startswith(f"{b.path}.")]
    sides: dict[Relation, list[ThreadNode]] = {relation: [] for relation in Relation}
    for node in rows.nodes(level):
        if node.claim.relation is not None:
            sides[node.claim.relation].append(node)
    facts = read_wording_facts(access, place)
    passage_key, paragraph = _read_passage(access, lineage)
    return FocusPage(
        head=head,
        claim=rows.row(place.id),
        ancestors=tuple(rows.row(claim_id) for claim_id in above),
        supports=tuple(sides[Relation.SUPPORT]),
        rebuts=tuple(sides[Relation.REBUT]),
        undercuts=tuple(sides[Relation.UNDERCUT]),
        questions=tuple(sides[Relation.QUESTION]),
        hidden=level.hidden,
        sources=facts.sources if place.state == ClaimState.LIVE else (),
        wordings=facts.wordings,
        paragraph=paragraph,
        after=rows.after(level, ALL),
        passage_key=passage_key,
        new=level.new,
        removal=read_removal(access, place),
    )


def read_opened_claim(access: Access, place: ClaimPlace) -> ClaimRow:
    """A claim that is open already, as it is now. Queries: 3; 2 for nobody."""
    read_to = access.reader.read_to if access.reader else AFTER_ALL
    is_new = Q(GreaterThan(Right("path", PATH_LABEL_CHARS), read_to)) & ~Q(author=access.viewer_id)
    below = (
        Claim.objects.filter(
            subtree(place.path), shown_claims(access), debate=access.debate, state=ClaimState.LIVE
        )
        .exclude(pk=place.id)
        .values_list("relation")
        .annotate(Count("pk"), new=Count("pk", filter=is_new))
    )
    counts = {Relation(relation): (live, new) for relation, live, new in below}
    return claim_row(
        access,
        read_bodies(access, [place.id])[place.id],
        below={relation: live for relation, (live, _) in counts.items()},
        new_below=sum(new for _, new in counts.values()),
        my_vote=read_own_votes(access, [place.id]).get(place.id),
    )


def _source_rows(which: Q) -> tuple[SourceRow, ...]:
    found = Source.objects.filter(which).order_by("position")
    return tuple(SourceRow(title, url) for title, url in found.values_list("title", "url"))


def _read_passage(access: Access, lineage: Sequence[str]) -> tuple[str | None, int | None]:
    """The passage of the nearest of some claims that has one, and its paragraph. Queries: 1."""
    nearest = (
        Claim.objects.filter(debate=access.debate, path__in=lineage, passage__isnull=False)
        .order_by("-depth")
        .annotate(
            before=Func(
                F("passage__revision__text"),
                F("passage__start"),
                function="LEFT",
                output_field=TextField(),
            )
        )
        .values_list("passage__key", "before")
        .first()
    )
    if nearest is None:
        return None, None
    key, before = nearest
    return key, before.count("\n\n") + 1
