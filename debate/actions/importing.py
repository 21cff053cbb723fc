"""Bringing a debate in that was taken out elsewhere: a draft of whoever brings it.

What others said elsewhere they did not say here. Their claims come under their names with a mark
beside it, by people who are nobody here: without an account, a page or a way in. Whoever brings
them owns the draft and none of the claims. Votes and positions are not taken: nobody here gave
them. No Change is written, as nothing of it happened here; the record begins when it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import PersonKind
from accounts.errors import Invalid, NotSignedIn
from accounts.keys import new_key
from accounts.limits import DISPLAY_NAME_MAX, TOKEN_NAME_MAX
from accounts.models import User
from accounts.names import clean_display_name
from debate.actions.claim_numbers import claim_numbers
from debate.actions.description import Credit, read_credit, read_language
from debate.actions.outline import start_debate
from debate.actions.publication import read_conclusion
from debate.actions.wording import Cited, Wording, read_wording
from debate.enums import Action, ClaimKind, ClaimState, Relation
from debate.formats.debate_json import (
    DebateDocument,
    ReadClaim,
    ReadEssay,
)
from debate.formats.markdown import to_html
from debate.limits import (
    ESSAY_TEXT_MAX,
    FILE_AHEAD_SECONDS,
    PATH_LABEL_CHARS,
    POINTS_MAX,
    TOPICS_PER_DEBATE_MAX,
)
from debate.logic.claim_text import readable
from debate.logic.essay_text import canonical
from debate.logic.ranking import best
from debate.models import (
    Claim,
    ClaimRevision,
    Debate,
    Essay,
    EssayRevision,
    Passage,
    Source,
    Tally,
    Topic,
)
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer
    from debate.queries.exported import ExportedPassage

BATCH = 1_000  # rows in one statement


@dataclass(frozen=True, slots=True)
class _Read:
    """What a document says, judged by the rules of posting, before anything is kept."""

    document: DebateDocument
    credit: Credit | None
    conclusion: str
    names: tuple[str, ...]  # of the author of each claim, marked; empty where it is gone
    wordings: tuple[tuple[Wording, ...], ...]  # of each claim


def import_debate(
    *, document: DebateDocument, mark: str, by: Viewer, at: datetime | None = None
) -> Debate:
    """Bring a debate in as a draft; `mark` stands in brackets after the name of each author.

    Raises NotSignedIn, NotAllowed (suspended), Conflict (too many that are not published) and
    Invalid with the place in the document as its field; then nothing is kept. Queries: 20 and one
    for each thousand rows.
    """
    if not by:
        raise NotSignedIn("sign_in_to_start_a_debate")
    # Asked for here as well as with their row held: to judge a large document takes its time.
    enforce(why_not_on_site(by, Action.START_A_DEBATE, at=at or timezone.now()))
    read = _judge(document, mark)
    with transaction.atomic():
        debate = start_debate(language=document.language, by=by, at=at)
        _check_moments(document, debate.created_at)
        debate.conclusion, debate.conclusion_html = read.conclusion, to_html(read.conclusion)
        passages: dict[str, Passage] = {}
        if document.essay is not None and read.credit is not None:
            debate.essay, passages = _keep_essay(document.essay, read.credit, by=by)
        debate.last_seq = len(document.claims)
        debate.save(update_fields=["conclusion", "conclusion_html", "essay", "last_seq"])
        debate.topics.set(Topic.objects.filter(slug__in=document.topics)[:TOPICS_PER_DEBATE_MAX])
        _keep_claims(debate, read, _keep_authors(read, mark), passages)
        mark_dirty_on_commit(debate.pk)
    return debate


# ---- Judging


def _judge(document: DebateDocument, mark: str) -> _Read:
    """Judge everything that somebody wrote as it would be judged where they post it."""
    _check_language(document.language, "debate.language")
    try:
        conclusion = read_conclusion(document.conclusion)
    except Invalid as refusal:
        raise _placed(refusal, "debate.conclusion") from refusal
    for slug in document.topics:
        if not readable(slug) or "\0" in slug:
            raise Invalid("unreadable_characters", field="debate.topics")
    credit = _judge_essay(document.essay) if document.essay else None
    _check_points(document.claims)
    names, wordings = [], []
    known: dict[str, str] = {}
    for at, claim in enumerate(document.claims):
        place = f"claims[{at}]"
        _check_language(claim.language, f"{place}.language")
        if not claim.via.isprintable() or len(claim.via) > TOKEN_NAME_MAX:
            raise Invalid("file_not_as_described", field=f"{place}.byline.via", place=place)
        names.append(_name(claim, place, mark, known))
        wordings.append(tuple(_wordings(claim, place)))
    return _Read(document, credit, conclusion, tuple(names), tuple(wordings))


def _judge_essay(essay: ReadEssay) -> Credit:
    _check_language(essay.language, "essay.language")
    for number, worded in enumerate(essay.wordings):
        place = f"essay.wordings[{number}].text"
        if not readable(worded.text):
            raise Invalid("unreadable_characters", field=place)
        if len(worded.text) > ESSAY_TEXT_MAX:
            raise Invalid(
                "essay_is_too_long",
                field=place,
                characters=len(worded.text),
                limit=ESSAY_TEXT_MAX,
            )
        if not worded.text or canonical(worded.text) != worded.text:
            raise Invalid("file_not_as_described", field=place, place=place)
    try:
        return read_credit(Credit(essay.title, essay.writer, essay.source_url, essay.written_on))
    except Invalid as refusal:
        raise _placed(refusal, f"essay.{refusal.field}") from refusal


def _check_points(claims: Sequence[ReadClaim]) -> None:
    points = sum(c.kind == ClaimKind.POINT and c.state == ClaimState.LIVE for c in claims)
    if points > POINTS_MAX:
        raise Invalid("too_many_points", field="claims", most=POINTS_MAX)


def _check_language(language: str, place: str) -> None:
    try:
        read_language(language)
    except Invalid as refusal:
        raise _placed(refusal, place) from refusal


def _check_moments(document: DebateDocument, now: datetime) -> None:
    """Nothing was said, mended or taken back after now, as far as the clocks of two sites agree."""
    latest = now + timedelta(seconds=FILE_AHEAD_SECONDS)
    for at, claim in enumerate(document.claims):
        told = [claim.created_at, claim.edited_at, claim.withdrawn_at]
        told += [wording.at for wording in claim.wordings]
        if any(moment > latest for moment in told if moment is not None):
            place = f"claims[{at}]"
            raise Invalid("file_not_as_described", field=place, place=place)
    for number, worded in enumerate(document.essay.wordings if document.essay else ()):
        if worded.at > latest:
            place = f"essay.wordings[{number}].at"
            raise Invalid("file_not_as_described", field=place, place=place)


def _name(claim: ReadClaim, place: str, mark: str, known: dict[str, str]) -> str:
    """The name under a claim with the mark beside it; one that has it already keeps it as it is."""
    if claim.author is None:
        return ""
    name = claim.author[0]
    if name not in known:
        try:
            clean = clean_display_name(name)
        except Invalid as refusal:
            raise _placed(refusal, f"{place}.byline.name") from refusal
        tail = f" ({mark})"
        bare = clean.removesuffix(tail)
        known[name] = bare[: DISPLAY_NAME_MAX - len(tail)].rstrip() + tail
    return known[name]


def _wordings(claim: ReadClaim, place: str) -> Iterable[Wording]:
    for number, wording in enumerate(claim.wordings):
        sources = [Cited(title, url) for title, url in wording.sources]
        try:
            yield read_wording(wording.text, details=wording.details, sources=sources)
        except Invalid as refusal:
            within = f"{place}.wordings[{number}].{refusal.field}"
            raise _placed(refusal, within) from refusal


def _placed(refusal: Invalid, place: str) -> Invalid:
    return Invalid(refusal.code, field=place, **refusal.facts)


# ---- Keeping


def _keep_essay(essay: ReadEssay, credit: Credit, *, by: User) -> tuple[Essay, dict[str, Passage]]:
    """The essay, brought by whoever imports it, in all its wordings; the passages by their keys."""
    kept = Essay.objects.create(
        title=credit.title,
        writer=credit.writer,
        source_url=credit.source_url,
        written_on=credit.written_on,
        language=essay.language,
        brought_by=by,
    )
    revisions = EssayRevision.objects.bulk_create(
        EssayRevision(
            essay=kept,
            number=number,
            language=essay.language,
            text=worded.text,
            by=by,
            created_at=worded.at,
        )
        for number, worded in enumerate(essay.wordings, 1)
    )
    by_key: dict[str, Passage] = {}
    passages: list[Passage] = []
    for revision, worded in zip(revisions, essay.wordings, strict=True):
        by_span = {(p.start, p.end): _passage(revision, p) for p in worded.passages}
        by_key |= {p.key: by_span[p.start, p.end] for p in worded.passages}
        passages += by_span.values()
    Passage.objects.bulk_create(passages, batch_size=BATCH)
    return kept, by_key


def _passage(revision: EssayRevision, read: ExportedPassage) -> Passage:
    return Passage(
        revision=revision,
        start=read.start,
        end=read.end,
        exact=read.exact,
        prefix=read.prefix,
        suffix=read.suffix,
    )


def _keep_authors(read: _Read, mark: str) -> list[User]:
    """Somebody for each claim: the same for the same name and key, one for all that are gone."""
    people: dict[tuple[str, str | None] | None, User] = {}
    authors = []
    for claim, name in zip(read.document.claims, read.names, strict=True):
        author = people.get(claim.author)
        if author is None:
            author = User(kind=PersonKind.GUEST, display_name=name or mark, is_active=False)
            author.set_unusable_password()
            people[claim.author] = author
        authors.append(author)
    User.objects.bulk_create(people.values(), batch_size=BATCH)
    return authors


def _keep_claims(
    debate: Debate, read: _Read, authors: Sequence[User], passages: dict[str, Passage]
) -> None:
    claims: list[Claim] = []
    told = read.document.claims
    for label, (pk, claim) in enumerate(zip(claim_numbers(len(told)), told, strict=True), 1):
        parent = claims[claim.parent] if claim.parent is not None else None
        wordings = read.wordings[label - 1]
        made = Claim(
            pk=pk,
            key=new_key(),
            debate=debate,
            kind=claim.kind,
            relation=claim.relation,
            parent=parent,
            parent_bears_as=(parent.relation or ClaimKind.THESIS) if parent else None,
            parent_revision=claim.parent_revision,
            depth=claim.depth,
            path=f"{parent.path}." if parent else "",
            author=authors[label - 1],
            passage=passages[claim.passage] if claim.passage is not None else None,
            state=claim.state,
            language=claim.language,
            via=claim.via,
            revision=len(wordings) or 1,
            created_at=claim.created_at,
            edited_at=claim.edited_at,
            withdrawn_at=claim.withdrawn_at,
            locked=claim.locked,
            locked_here=claim.locked and not (parent and parent.locked),
        )
        made.path += f"{label:0{PATH_LABEL_CHARS}x}"
        if wordings:
            wordings[-1].copied_to(made)
        claims.append(made)
    Claim.objects.bulk_create(claims, batch_size=BATCH)
    _keep_wordings(claims, read)
    Tally.objects.bulk_create(
        (
            Tally(claim=claim, debate=debate, best=best(0, 0))
            for claim in claims
            if claim.relation != Relation.QUESTION
        ),
        batch_size=BATCH,
    )


def _keep_wordings(claims: Sequence[Claim], read: _Read) -> None:
    """All wordings with their sources; what is gone has an empty one, as what was emptied."""
    revisions: list[ClaimRevision] = []
    cited: list[tuple[ClaimRevision, Cited, int]] = []
    for claim, told, wordings in zip(claims, read.document.claims, read.wordings, strict=True):
        moments = [wording.at for wording in told.wordings] or [told.created_at]
        for number, (at, wording) in enumerate(
            zip(moments, wordings or (Wording(""),), strict=True), 1
        ):
            revision = ClaimRevision(
                claim=claim,
                number=number,
                text=wording.text,
                details=wording.details,
                by=claim.author,
                created_at=at,
            )
            revisions.append(revision)
            cited += [(revision, source, i) for i, source in enumerate(wording.sources, 1)]
    ClaimRevision.objects.bulk_create(revisions, batch_size=BATCH)
    Source.objects.bulk_create(
        (
            Source(revision=revision, position=i, title=source.title, url=source.url)
            for revision, source, i in cited
        ),
        batch_size=BATCH,
    )
