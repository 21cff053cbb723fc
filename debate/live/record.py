"""Reading the Changes that are to be told, with what is hidden in their debates now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from debate.enums import RepliesHidden, ResultsHidden
from debate.limits import MISSED_CHANGES_MAX
from debate.logic.rules import Window, read_windows, rules_at

READ = """
SELECT debate.key, debate.last_seq,
       (SELECT coalesce(max(seq), 0) FROM debate_change WHERE debate_id = debate.id),
       rules.windows, clock_timestamp(), newest.changes
  FROM unnest(%(debates)s::text[], %(since)s::bigint[]) AS asked (debate, since)
  JOIN debate_debate AS debate ON debate.key = asked.debate
  JOIN debate_debaterules AS rules ON rules.debate_id = debate.id
 CROSS JOIN LATERAL (
       SELECT coalesce(json_agg(json_build_object(
                  'seq', change.seq, 'kind', change.kind, 'claim', change.claim,
                  'parent', change.parent, 'reply', change.reply, 'author', change.author,
                  'by_keeper', change.by_keeper, 'payload', change.payload
              ) ORDER BY change.seq), '[]') AS changes
         FROM (
              SELECT change.seq, change.kind, claim.key AS claim, parent.key AS parent,
                     coalesce(claim.kind = 'reply', false) AS reply, author.key AS author,
                     coalesce(
                         claim.author_id = debate.owner_id OR seat.role = 'moderator', false
                     ) AS by_keeper,
                     jsonb_build_object(
                         'claims', change.payload->'claims', 'claim', change.payload->'claim',
                         'from', change.payload->'from', 'to', change.payload->'to'
                     ) AS payload
                FROM debate_change AS change
                LEFT JOIN debate_claim AS claim ON claim.id = change.claim_id
                LEFT JOIN debate_claim AS parent ON parent.id = claim.parent_id
                LEFT JOIN accounts_user AS author ON author.id = claim.author_id
                LEFT JOIN debate_membership AS seat
                       ON seat.debate_id = debate.id AND seat.person_id = claim.author_id
               WHERE change.debate_id = debate.id AND change.seq > asked.since
               ORDER BY change.seq DESC
               LIMIT %(most)s
              ) AS change
       ) AS newest
"""
MOST = MISSED_CHANGES_MAX + 1


@dataclass(frozen=True, slots=True)
class Told:
    """A Change as it is told.

    `claims` look different by it, `parents` are the claims that they hang or hung under. `many`
    says that it lists claims of several people. `of_reply` and `author` are of its one claim, and
    whether its author keeps order is `by_keeper`.
    """

    seq: int
    kind: str
    claims: tuple[str, ...]
    parents: tuple[str, ...]
    many: bool = False
    of_reply: bool = False
    author: str = ""
    by_keeper: bool = False


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is hidden in a debate from those who have not done what is asked for first."""

    replies: RepliesHidden = RepliesHidden.NONE
    results: ResultsHidden = ResultsHidden.NONE


@dataclass(frozen=True, slots=True)
class News:
    """The Changes of one debate after some number.

    The last of all is `newest`, and none above `known` can have been seen by anybody. Where there
    were too many, those up to `cut` are left out, else it is 0. In `bell_seconds` its rules are
    others, as far as that is known.
    """

    debate: str
    known: int
    newest: int
    changes: tuple[Told, ...]
    cut: int
    hiding: Hiding
    bell_seconds: float | None


def asking(since: Mapping[str, int]) -> dict[str, Any]:
    """The parameters of READ for some debates, each after a number."""
    return {"debates": list(since), "since": list(since.values()), "most": MOST}


def news(row: Sequence[Any]) -> News:
    """A row of READ."""
    debate, known, newest, stored, now, found = row
    windows = read_windows(stored)
    rules = rules_at(windows, at=now)
    changes = tuple(_told(change) for change in found)
    cut = changes[0].seq if len(changes) == MOST else 0
    return News(
        debate=debate,
        known=known,
        newest=newest,
        changes=changes[1:] if cut else changes,
        cut=cut,
        hiding=Hiding(rules.replies_hidden, rules.results_hidden),
        bell_seconds=_bell_seconds(windows, now),
    )


def _told(change: Mapping[str, Any]) -> Told:
    payload = change["payload"]
    listed = payload["claims"]
    claim = change["claim"] or payload["claim"]
    around = (change["parent"], payload["from"], payload["to"])
    return Told(
        seq=change["seq"],
        kind=change["kind"],
        claims=tuple(listed or ([claim] if claim else [])),
        parents=tuple(dict.fromkeys(key for key in around if key)),
        many=listed is not None,
        of_reply=change["reply"],
        author=change["author"] or "",
        by_keeper=change["by_keeper"],
    )


def _bell_seconds(windows: Sequence[Window], now: datetime) -> float | None:
    bounds = [bound for w in windows for bound in (w.start, w.end) if bound and bound > now]
    return (min(bounds) - now).total_seconds() if bounds else None
