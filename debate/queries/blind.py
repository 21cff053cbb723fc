"""What a viewer of one debate is not shown yet, read with the debate and kept with its Access."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, JSONField, Q, QuerySet

from debate.models import Debate
from debate.policies.blind import OF_MANY, OF_UNSEEN, OF_VOTES, Done, Sees, what_is_seen
from debate.policies.standing import Standing

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Nothing of it is looked up where no window hides anything. `shown` is what nobody has to wait for:
# the thesis, the points, and what the owner and the moderators say, down to the first claim of
# anybody else. The same rule for single claims is policies.blind.always_shown.
_FACTS = """
CASE WHEN {blind} THEN (
    WITH RECURSIVE keeper AS (
        SELECT {owner} AS id
         UNION SELECT person_id FROM debate_membership
                WHERE debate_id = {debate} AND role = 'moderator'
    ), shown AS (
        SELECT id, state, kind FROM debate_claim WHERE debate_id = {debate} AND kind <> 'reply'
         UNION ALL
        SELECT reply.id, reply.state, reply.kind
          FROM shown JOIN debate_claim AS reply ON reply.parent_id = shown.id
         WHERE reply.kind = 'reply' AND reply.author_id IN (SELECT id FROM keeper)
    )
    SELECT jsonb_build_object(
        'posted',
            EXISTS (SELECT FROM debate_claim WHERE debate_id = {debate} AND author_id = %s)
            OR EXISTS (SELECT FROM debate_heldclaim WHERE debate_id = {debate} AND author_id = %s),
        'judged',
            EXISTS (SELECT FROM debate_position WHERE debate_id = {debate} AND person_id = %s)
            OR EXISTS (SELECT FROM debate_vote
                        WHERE debate_id = {debate} AND person_id = %s
                          AND claim_bears_as = 'thesis'),
        'shown', (SELECT jsonb_agg(id) FROM shown),
        'count', (SELECT count(*) FROM shown WHERE state = 'live' AND kind <> 'thesis'),
        'seq_without_replies', (
            SELECT max(seq) FROM debate_change
             WHERE debate_id = {debate}
               AND (claim_id IN (SELECT id FROM shown) OR (claim_id IS NULL AND kind <> ALL(%s)))
        ),
        'seq_without_votes', (
            SELECT max(seq) FROM debate_change WHERE debate_id = {debate} AND kind <> ALL(%s)
        )
    )
) END
"""


class _Facts(Func):
    """What is asked of each debate: `_FACTS`, for one viewer."""

    output_field = JSONField()

    def __init__(self, person: int | None) -> None:
        super().__init__(F("pk"), F("owner"), F("rules__blind"))
        self.person = person

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_context: Any
    ) -> tuple[str, list[Any]]:
        debate, owner, blind = (compiler.compile(e)[0] for e in self.get_source_expressions())
        sql = _FACTS.format(debate=debate, owner=owner, blind=blind)
        untold = sorted(map(str, OF_MANY | OF_UNSEEN))
        return sql, [*[self.person] * 4, untold, sorted(map(str, OF_VOTES))]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a viewer is shown of a debate: of others, and which claims; None: all of them.

    Of claims that are gone the places are shown, and not counted; nor is the thesis. `seq` is how
    far the record goes, as far as they may know, and `done` what they did there themselves.
    """

    sees: Sees
    claims: frozenset[int] | None
    count: int | None
    seq: int
    done: Done


def with_blind(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates with all that `shown_in` needs."""
    return debates.annotate(blind_facts=_Facts(viewer.pk if viewer else None))


def shown_in(debate: Debate, standing: Standing) -> Shown:
    """What somebody is shown of a debate of `with_blind` at this moment."""
    facts: Mapping[str, Any] | None = debate.blind_facts  # type: ignore[attr-defined]
    if facts is None:
        return Shown(Sees(), None, None, debate.last_seq, Done())
    done = Done(facts["posted"], facts["judged"])
    sees = what_is_seen(standing, done)
    if not sees.replies:
        claims = frozenset(facts["shown"] or ())
        return Shown(sees, claims, facts["count"], facts["seq_without_replies"] or 0, done)
    seq = debate.last_seq if sees.results else facts["seq_without_votes"] or 0
    return Shown(sees, None, None, seq, done)


def told_changes(shown: Shown) -> Q:
    """The filter on Change for what somebody is told of in a debate, by what they are shown."""
    if shown.claims is not None:
        of_all = Q(claim__isnull=True) & ~Q(kind__in=OF_MANY | OF_UNSEEN)
        return of_all | Q(claim__in=shown.claims)
    return Q() if shown.sees.results else ~Q(kind__in=OF_VOTES)


def lot(debate_key: str, claim_key: str) -> float:
    """The worth of a claim where nobody is to know what it is worth: by chance, always the same."""
    drawn = blake2b(f"{debate_key} {claim_key}".encode(), digest_size=6).digest()
    return int.from_bytes(drawn) / 2**48
