"""Copying what a debate begins with into another one: its thesis, its points and its essay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.errors import Conflict
from accounts.keys import new_key
from accounts.models import User
from debate.actions.claim_numbers import claim_numbers
from debate.actions.description import read_language
from debate.actions.wording import read_wording
from debate.enums import ChangeKind, ClaimKind, ClaimState, Posting, Visibility
from debate.limits import PATH_LABEL_CHARS
from debate.logic.ranking import best
from debate.logic.rules import Window, write_windows
from debate.models import (
    Change,
    Claim,
    ClaimRevision,
    Debate,
    DebateRules,
    DebateTally,
    Essay,
    EssayRevision,
    Passage,
    Source,
    Tally,
)
from debate.tasks.dirty import mark_dirty_on_commit


@dataclass(frozen=True, slots=True)
class Opening:
    """With which rules a debate for members alone begins."""

    windows: tuple[Window, ...] = ()
    keepers_judge: bool = True
    hold_newcomers: bool = False
    hold_all: bool = False


def copy_debate(*, debate: Debate, opening: Opening, by: User, at: datetime) -> Debate:
    """Another debate with the same live thesis and points, as they are worded now, with their
    sources, the passages they stand on and the essay; it belongs to `by`, members alone take part.

    What others said in it is not copied, nor votes and positions: it begins anew, with Changes of
    its own. Whether `by` may see the debate was asked before, and the person is held. An essay
    keeps the credit that it has. Raises Conflict (no thesis). Queries: 16 or fewer, however many
    points there are. Effects: a Change for each claim, and one that it was opened.
    """
    kinds = [ClaimKind.THESIS, ClaimKind.POINT]
    originals = list(
        Claim.objects.filter(debate=debate, kind__in=kinds, state=ClaimState.LIVE).order_by("path")
    )
    if not originals or originals[0].kind != ClaimKind.THESIS:
        raise Conflict("thesis_first")
    essay, passages = _copy_essay(debate, by=by, at=at)
    copy = _open(essay=essay, language=debate.language, opening=opening, by=by, at=at)
    copy.topics.set(debate.topics.all())
    _copy_claims(copy, originals, passages, by=by, at=at)
    return copy


def open_debate_for_members(
    *, thesis: str, language: str, opening: Opening, by: User, at: datetime
) -> Debate:
    """A debate of one thesis without an essay, for members alone. The person is held.

    Raises Invalid (thesis, language). Effects: Changes.
    """
    wording = read_wording(thesis)
    spoken = read_language(language)
    made = _open(essay=None, language=spoken, opening=opening, by=by, at=at)
    claim = Claim(text=wording.text, revision=1)
    _copy_claims(made, [claim], {}, by=by, at=at)
    return made


def _open(
    *, essay: Essay | None, language: str, opening: Opening, by: User, at: datetime
) -> Debate:
    made = Debate.objects.create(
        owner=by,
        essay=essay,
        language=language,
        visibility=Visibility.MEMBERS,
        created_at=at,
        opened_at=at,
    )
    DebateRules.objects.create(
        debate=made,
        windows=write_windows(opening.windows),
        posting=Posting.MEMBERS,
        keepers_judge=opening.keepers_judge,
        hold_newcomers=opening.hold_newcomers,
        hold_all=opening.hold_all,
    )
    DebateTally.objects.create(debate=made, active_at=at)
    return made


def _copy_essay(
    debate: Debate, *, by: User, at: datetime
) -> tuple[Essay | None, dict[int, Passage]]:
    """The essay as it is now, and its earlier wordings on which points stand; the passages of the
    copy by the numbers of those they are copies of."""
    essay = debate.essay
    if essay is None:
        return None, {}
    standing = list(
        Passage.objects.filter(
            claims__debate=debate,
            claims__kind__in=[ClaimKind.THESIS, ClaimKind.POINT],
            claims__state=ClaimState.LIVE,
        )
        .distinct()
        .order_by("pk")
    )
    wordings = list(
        EssayRevision.objects.filter(essay=essay).defer("lexemes", "text").order_by("number")
    )
    needed = {passage.revision_id for passage in standing} | {wordings[-1].pk}
    copy = Essay.objects.create(
        title=essay.title,
        writer=essay.writer or (essay.brought_by.display_name if essay.own_words else ""),
        # Whoever brings a copy did not write it, unless they wrote the original.
        own_words=essay.own_words and essay.brought_by_id == by.pk,
        source_url=essay.source_url,
        written_on=essay.written_on,
        language=essay.language,
        brought_by=by,
        created_at=at,
    )
    kept = list(EssayRevision.objects.filter(pk__in=needed).defer("lexemes").order_by("number"))
    revisions = EssayRevision.objects.bulk_create(
        EssayRevision(
            essay=copy,
            number=number,
            language=original.language,
            text=original.text,
            by=by,
            created_at=at,
        )
        for number, original in enumerate(kept, 1)
    )
    by_original = {old.pk: new for old, new in zip(kept, revisions, strict=True)}
    passages = Passage.objects.bulk_create(
        Passage(
            revision=by_original[old.revision_id],
            start=old.start,
            end=old.end,
            exact=old.exact,
            prefix=old.prefix,
            suffix=old.suffix,
        )
        for old in standing
    )
    return copy, {old.pk: new for old, new in zip(standing, passages, strict=True)}


def _copy_claims(
    copy: Debate,
    originals: list[Claim],
    passages: dict[int, Passage],
    *,
    by: User,
    at: datetime,
) -> None:
    """State the claims anew: the thesis first, then its points in their order."""
    claims: list[Claim] = []
    for number, (pk, original) in enumerate(
        zip(claim_numbers(len(originals)), originals, strict=True), 1
    ):
        thesis = claims[0] if claims else None
        label = f"{number:0{PATH_LABEL_CHARS}x}"
        claims.append(
            Claim(
                pk=pk,
                key=new_key(),
                debate=copy,
                kind=ClaimKind.POINT if thesis else ClaimKind.THESIS,
                relation=original.relation,
                parent=thesis,
                parent_bears_as=ClaimKind.THESIS if thesis else None,
                parent_revision=1 if thesis else None,
                depth=1 if thesis else 0,
                path=f"{thesis.path}.{label}" if thesis else label,
                author=by,
                passage=passages[original.passage_id] if original.passage_id else None,
                language=copy.language,
                text=original.text,
                details_html=original.details_html,
                sources_count=original.sources_count,
                created_at=at,
            )
        )
    Claim.objects.bulk_create(claims)
    _copy_wordings(claims, originals, by=by, at=at)
    Tally.objects.bulk_create(Tally(claim=claim, debate=copy, best=best(0, 0)) for claim in claims)
    Change.objects.bulk_create(
        [
            *(
                Change(
                    debate=copy,
                    seq=number,
                    kind=ChangeKind.STATED,
                    claim=claim,
                    actor=by,
                    revision=1,
                    at=at,
                )
                for number, claim in enumerate(claims, 1)
            ),
            Change(debate=copy, seq=len(claims) + 1, kind=ChangeKind.OPENED, actor=by, at=at),
        ]
    )
    copy.last_seq = len(claims) + 1
    copy.save(update_fields=["last_seq"])
    mark_dirty_on_commit(copy.pk)


def _copy_wordings(claims: list[Claim], originals: list[Claim], *, by: User, at: datetime) -> None:
    """The newest wording of each, with its details as they were written and its sources."""
    newest = {
        revision.claim_id: revision
        for revision in ClaimRevision.objects.filter(
            claim__in=[original.pk for original in originals if original.pk]
        )
        .order_by("number")
        .prefetch_related("sources")
    }
    pairs = list(zip(claims, (newest.get(original.pk) for original in originals), strict=True))
    revisions = ClaimRevision.objects.bulk_create(
        ClaimRevision(
            claim=claim,
            number=1,
            text=claim.text,
            details=worded.details if worded else "",
            by=by,
            created_at=at,
        )
        for claim, worded in pairs
    )
    Source.objects.bulk_create(
        Source(revision=revision, position=source.position, title=source.title, url=source.url)
        for revision, (_claim, worded) in zip(revisions, pairs, strict=True)
        for source in (worded.sources.all() if worded else ())
    )
