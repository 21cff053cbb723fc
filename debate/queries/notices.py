"""What a person is told of: answers to their claims, edits, news of debates that they follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet

from accounts.errors import NotSignedIn
from debate.enums import ClaimState, NoticeReason, Role
from debate.limits import FOLLOWED_SHOWN, NOTICES_COUNTED_MAX, NOTICES_PER_PAGE
from debate.models import Debate, Follow, Notice
from debate.policies.blind import never_blind, posted_there
from debate.policies.debate import visible_debates
from debate.queries.claim_rows import thesis_words
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.record import Deed, DeedRow, deed, deed_columns
from debate.queries.rows import Page

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a person is told, and whether they have seen it.

    `act` is the key of the act of moderation that it tells of, `own` what the claim that it
    concerns says, if that is theirs: also where nobody else sees it any more. `role` is the one
    they were given.
    """

    deed: Deed
    seen: bool
    act: str | None = None
    own: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """What a person is told for one reason about one thing, the newest first.

    Answers are about the claim answered (`subject` is its text, empty where it is gone), edits
    about the claim edited, and all else about the debate, whose `subject` is its thesis. `unseen`
    of the rows are not seen yet.
    """

    reason: NoticeReason
    debate_key: str
    subject: str
    language: str
    rows: tuple[Told, ...]
    unseen: int


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices; `up_to` says the newest that there is, for marking all as seen."""

    page: Page[NoticeGroup]
    up_to: str


@dataclass(frozen=True, slots=True)
class FollowedDebate:
    """A debate that somebody follows, by its thesis."""

    key: str
    thesis: str
    language: str


def list_notices(
    viewer: Viewer,
    *,
    reason: NoticeReason | None = None,
    limit: int = NOTICES_PER_PAGE,
    cursor: str = "",
) -> NoticePage:
    """What the viewer is told of, the newest first, a page at a time, like things together.

    What they may not see now is left out: debates that are not open to them, claims that are gone,
    except where it was their own claim that somebody who keeps order acted on.
    Raises NotSignedIn and Invalid("bad_cursor"). Queries: 1.
    """
    if not viewer:
        raise NotSignedIn("sign_in_for_news")
    at = read_list_cursor(cursor) if cursor else None
    found = _told_to(viewer)
    if reason is not None:
        found = found.filter(reason=reason)
    back = at is not None and at.back
    if at is not None:
        found = found.filter(pk__gt=at.id) if back else found.filter(pk__lt=at.id)
    rows = _read(found.order_by("pk" if back else "-pk"), limit)
    more = len(rows) > limit
    shown = rows[:limit]
    if back:
        shown.reverse()
    page = Page(
        rows=tuple(_grouped(shown)),
        next=_cursor(shown[-1]) if shown and (more or back) else None,
        previous=_cursor(shown[0], back=True) if shown and (more if back else at) else None,
    )
    return NoticePage(page=page, up_to=_cursor(shown[0]) if shown else "")


def count_unseen(viewer: Viewer) -> int:
    """How many notices the viewer has not seen, of those `list_notices` lists.

    Counted no further than one more than NOTICES_COUNTED_MAX. Queries: 1; 0 for nobody.
    """
    if not viewer:
        return 0
    unseen = _told_to(viewer).filter(seen_at__isnull=True)
    return unseen[: NOTICES_COUNTED_MAX + 1].count()


def list_followed(viewer: Viewer) -> tuple[FollowedDebate, ...]:
    """The debates that the viewer follows and may see, the one followed last first.

    Queries: 1; 0 for nobody.
    """
    if not viewer:
        return ()
    follows = Follow.objects.filter(
        person=viewer, debate__in=Debate.objects.filter(visible_debates(viewer))
    ).order_by("-created_at", "-pk")
    found = follows.values_list("debate__key", thesis_words("debate"), "debate__language")
    return tuple(
        FollowedDebate(key, text or "", lang) for key, text, lang in found[:FOLLOWED_SHOWN]
    )


def _told_to(viewer: User) -> QuerySet[Notice]:
    """The notices of somebody, apart from what is not theirs to see now.

    Of an act on a claim of theirs they are told whatever became of it. Of debates in which
    something is ever hidden, in which they have stated nothing, they are told only what concerns
    them.
    """
    return Notice.objects.filter(
        Q(change__claim__isnull=True)
        | Q(change__claim__state=ClaimState.LIVE)
        | Q(reason=NoticeReason.MODERATED, change__claim__author=viewer),
        ~Q(reason=NoticeReason.FOLLOWED) | never_blind(viewer) | posted_there(viewer),
        person=viewer,
        debate__in=Debate.objects.filter(visible_debates(viewer)),
    )


class _Row(NamedTuple):
    id: int
    reason: str
    seen_at: datetime | None
    parent_key: str | None
    parent_text: str | None
    parent_state: str | None
    payload: dict[str, Any]
    author: int | None
    person: int
    deed: DeedRow


def _read(found: QuerySet[Notice], limit: int) -> list[_Row]:
    rows = found.values_list(
        "pk",
        "reason",
        "seen_at",
        "change__claim__parent__key",
        "change__claim__parent__text",
        "change__claim__parent__state",
        "change__payload",
        "change__claim__author",
        "person",
        *deed_columns("change__"),
    )
    return [_Row._make((*row[:9], DeedRow._make(row[9:]))) for row in rows[: limit + 1]]


def _grouped(rows: Sequence[_Row]) -> Iterable[NoticeGroup]:
    """Like things of a page together, where the newest of them stands."""
    place = {row.id: number for number, row in enumerate(rows)}
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        first.setdefault(_about(row), place[row.id])
    in_order = sorted(rows, key=lambda row: (first[_about(row)], place[row.id]))
    for _about_what, together in groupby(in_order, key=_about):
        yield _group(tuple(together))


def _about(row: _Row) -> tuple[str, str]:
    """What a notice is about: that of the same reason belongs together."""
    if row.reason in {NoticeReason.REPLY, NoticeReason.ANSWER}:
        return row.reason, row.parent_key or ""
    if row.reason == NoticeReason.REWORDED:
        return row.reason, row.deed.claim_key or ""
    return row.reason, row.deed.debate_key


def _group(rows: tuple[_Row, ...]) -> NoticeGroup:
    newest = rows[0]
    reason = NoticeReason(newest.reason)
    if reason in {NoticeReason.REPLY, NoticeReason.ANSWER}:
        live = newest.parent_state == ClaimState.LIVE
        subject = (newest.parent_text or "") if live else ""
    elif reason == NoticeReason.REWORDED:
        subject = ""  # the rows say it
    else:
        subject = newest.deed.thesis or ""
    return NoticeGroup(
        reason=reason,
        debate_key=newest.deed.debate_key,
        subject=subject,
        language=newest.deed.debate_language,
        rows=tuple(map(_told, rows)),
        unseen=sum(row.seen_at is None for row in rows),
    )


def _told(row: _Row) -> Told:
    moderated = row.reason == NoticeReason.MODERATED
    theirs = row.author == row.person and row.deed.state in {ClaimState.LIVE, ClaimState.HIDDEN}
    role = row.payload.get("role") if row.reason == NoticeReason.SEATED else None
    return Told(
        deed=deed(row.deed),
        seen=row.seen_at is not None,
        act=row.payload.get("act") if moderated else None,
        own=(row.deed.text or "") if moderated and theirs else "",
        role=Role(role) if role else None,
    )


def _cursor(row: _Row, *, back: bool = False) -> str:
    return write_list_cursor(ListCursor(row.deed.at, row.id, back))
