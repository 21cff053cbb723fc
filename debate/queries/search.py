"""Finding claims and essays by their words, and by their letters where no words fit.

Three things keep a search small however much there is. What fits is read through the indexes of
words; of claims that fit only the newest HITS_MAX are ranked, so that a word which half of them
have costs no more than a rare one; and a page goes on behind the last hit (score, id) instead of
counting from the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchRank,
    TrigramWordSimilarity,
)
from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Lower
from rapidfuzz import fuzz

from accounts.errors import Invalid
from accounts.models import User
from debate.enums import ClaimKind, ClaimState, Relation
from debate.limits import (
    ESSAY_HITS_MAX,
    ESSAYS_BESIDE_CLAIMS,
    HITS_MAX,
    HITS_PER_PAGE,
    NEAR_HITS_MAX,
)
from debate.logic.ranking import best
from debate.models import Claim, Debate, EssayRevision, Membership
from debate.policies.blind import hides_nothing, shown_in_any_case
from debate.policies.debate import visible_debates
from debate.policies.visitor import Viewer
from debate.queries.claim_rows import name_shown, profile_key, thesis_words
from debate.queries.cursor import ListCursor, read_score_cursor, write_list_cursor
from debate.queries.debate import name_of_bringer
from debate.queries.rows import Byline, TallyRow
from debate.queries.sought import (
    ESSAY,
    START,
    STOP,
    Readings,
    Sought,
    Stretch,
    Unmarked,
    as_printed,
    read_query,
    rules_of,
    stretches,
)

EXACT, NEAR = "exact", "near"  # the orders of hits, for their cursors

_NEAR_ENOUGH = 0.45  # of its groups of three letters; "lesonns" has .455 of "lessons"
_NEAR_WORD_MIN = 4  # letters: shorter words are near to everything
_NEAR_WORDS_MAX = 6
_NEAR_MARKED = 70  # of 100: how like a word of a text must be to be marked
_WORD = re.compile(r"\w+")
_LEFT_OUT = re.compile(r'(?:^|\s)-(?:"[^"]*"?|\S+)')


@dataclass(frozen=True, slots=True)
class Above:
    """A claim on the way to a hit; without words if it was withdrawn or hidden."""

    key: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that was found: its marked words, and where it stands.

    `thesis` and `parent` are what it hangs from (neither for a thesis, no `parent` for what answers
    the thesis), with `between` more claims between the two. `answers`: it hangs below a question.
    """

    key: str
    debate_key: str
    kind: ClaimKind
    relation: Relation | None
    answers: bool
    text: tuple[Stretch, ...]
    language: str
    byline: Byline
    created_at: datetime
    tally: TallyRow | None
    thesis: Above | None
    parent: Above | None
    between: int


@dataclass(frozen=True, slots=True)
class EssayHit:
    """An essay that was found, by the debate that was drawn from it."""

    debate_key: str
    title: tuple[Stretch, ...]
    writer: tuple[Stretch, ...]
    language: str
    passages: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: claims a page at a time (`next` is the cursor), essays on the first alone.

    `count` is of claims, HITS_MAX if there may be more; `near`: no claim has exactly the words.
    """

    claims: tuple[ClaimHit, ...] = ()
    count: int = 0
    next: str | None = None
    near: bool = False
    essays: tuple[EssayHit, ...] = ()
    essay_count: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """The one debate that is searched."""

    key: str
    thesis: str
    language: str


def read_scope(debate: str, viewer: Viewer) -> Scope | None:
    """A debate by its key; None where the viewer sees none. Queries: 1."""
    seen = Debate.objects.filter(visible_debates(viewer), key=debate)
    row = seen.values_list("key", Coalesce(thesis_words(), Value("")), "language").first()
    return Scope(*row) if row else None


class _Row(NamedTuple):
    id: int
    key: str
    debate_id: int
    debate_key: str
    kind: str
    relation: str | None
    parent_bears_as: str | None
    path: str
    depth: int
    language: str
    created_at: datetime
    author_name: str
    author_key: str | None
    pseudonym: str | None
    essayist: bool | None
    up: int | None
    down: int | None
    unsure: int | None
    told: bool
    marked: str
    score: float
    total: int


def search(
    sought: Sought, viewer: Viewer, *, limit: int = HITS_PER_PAGE, cursor: str = ""
) -> Found:
    """The best hits among all that the viewer may see, the next page of them after a cursor.

    Where no claim has the words, claims with words that are written alike; their `near` says so.
    Raises Invalid("bad_cursor"). Queries: 1 for the words, 1 for an author, 2 for claims (2 more
    where only near ones are found), 1 for essays.
    """
    if cursor:
        return _next_page(sought, viewer, limit, cursor)
    readings = read_query(sought.words)
    claims = _claims(sought, viewer) if sought.claims else None
    essays = _essays(sought, viewer, readings, limit) if readings and sought.essays else ()
    count = essays[0].total if essays else 0
    found = Found()
    if claims is not None and readings:
        found = _exact(claims, viewer, readings, None, limit)
    if claims is not None and not found.claims and not essays:
        found = _near(claims, viewer, sought.words, None, limit)
    return Found(
        found.claims,
        found.count,
        found.next,
        found.near,
        tuple(_essay_hit(row) for row in essays),
        count,
    )


def _next_page(sought: Sought, viewer: Viewer, limit: int, cursor: str) -> Found:
    claims = _claims(sought, viewer)
    try:
        at = read_score_cursor(cursor, order=EXACT)
    except Invalid:
        near = read_score_cursor(cursor, order=NEAR)
        return _near(claims, viewer, sought.words, near, limit)
    readings = read_query(sought.words)
    return _exact(claims, viewer, readings, at, limit) if readings else Found()


# ---- Claims


def _claims(sought: Sought, viewer: Viewer) -> QuerySet[Claim]:
    """The live claims of visible debates that pass the filters."""
    debates = Debate.objects.filter(visible_debates(viewer))
    debates = debates.filter(_searched(sought))
    if sought.topic:
        debates = debates.filter(topics__slug=sought.topic)
    if sought.debate is None:  # what is hidden at a moment is asked of one debate at most
        debates = debates.filter(hides_nothing(viewer))
    found = Claim.objects.filter(debate__in=debates, state=ClaimState.LIVE)
    if sought.kinds:
        relations = sought.kinds & set(Relation)
        found = found.filter(
            Q(kind__in=sought.kinds - relations) | Q(kind=ClaimKind.REPLY, relation__in=relations)
        )
    if sought.author:
        found = found.filter(_by(sought.author))
    if sought.since is not None:
        found = found.filter(created_at__gte=sought.since)
    if sought.until is not None:
        found = found.filter(created_at__lt=sought.until)
    return found


def _searched(sought: Sought) -> Q:
    """One debate, or all of them; what is in the archive is found within itself alone."""
    return Q(archived_at__isnull=True) if sought.debate is None else Q(key=sought.debate)


def _by(name: str) -> Q:
    """Claims under a name as it is shown: who goes by another one in a debate is not found there.

    Not by a handle: that is half of what signs somebody in, and nobody else sees whose it is.

    Queries: 1.
    """
    known = User.objects.alias(shown=Lower("display_name")).filter(shown=name.lower())
    people = list(known.values_list("pk"))
    ids = [pk for (pk,) in people]
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=OuterRef("author"))
    hidden = Exists(seat.exclude(byline=""))
    return Q(author__in=ids) & ~Q(hidden) | Q(Exists(seat.filter(byline__iexact=name)))


def _exact(
    claims: QuerySet[Claim],
    viewer: Viewer,
    readings: Readings,
    at: ListCursor[float] | None,
    limit: int,
) -> Found:
    language, own = F("language"), readings.own(F("language"))
    fitting = claims.filter(readings.fit())
    if readings.leave_out:  # what one language leaves out, another would let in
        fitting = fitting.filter(readings.fit_own())
    newest = fitting.order_by("-pk").values("pk")[:HITS_MAX]
    relevance = Cast(SearchRank(F("lexemes"), own), FloatField())
    marked = SearchHeadline(
        Unmarked("text"),
        own,
        config=rules_of(language),
        start_sel=START,
        stop_sel=STOP,
        highlight_all=True,
    )
    found = Claim.objects.filter(readings.fit_own(), pk__in=newest)
    ranked = _ranked(found, viewer, relevance, marked)
    return _page(ranked, at, EXACT, HITS_MAX, limit)


def _near(
    claims: QuerySet[Claim],
    viewer: Viewer,
    words: str,
    at: ListCursor[float] | None,
    limit: int,
) -> Found:
    """Claims in which every longer word of the query has one that is written much like it."""
    wanted = _words_wanted(words)
    if not wanted:
        return Found()
    for word in wanted:
        claims = claims.filter(text__trigram_word_similar=word)
    # Not the newest of them: asked for an order, the planner walks through all claims by it.
    some = claims.values("pk")[:NEAR_HITS_MAX]
    likeness: Any = sum(
        (TrigramWordSimilarity(word, F("text")) for word in wanted), start=Value(0.0)
    )
    ranked = _ranked(
        Claim.objects.filter(pk__in=some), viewer, Cast(likeness, FloatField()), Unmarked("text")
    )
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %(least)s, true)",
            {"least": str(_NEAR_ENOUGH)},
        )
        return _page(ranked, at, NEAR, NEAR_HITS_MAX, limit, mark=wanted)


def _words_wanted(words: str) -> list[str]:
    """The longer words of a query, apart from those that it leaves out."""
    kept = _LEFT_OUT.sub(" ", words).lower()
    longer = (word for word in _WORD.findall(kept) if len(word) >= _NEAR_WORD_MIN)
    return list(dict.fromkeys(longer))[:_NEAR_WORDS_MAX]


def _ranked(
    claims: QuerySet[Claim], viewer: Viewer, relevance: Combinable, marked: Combinable
) -> QuerySet[Any]:
    """Rows of hits; how convincing a claim is counts for as much again as how well it fits.

    In debates in which that may be hidden it does not count; of such ones only what is shown in any
    case is left. That is asked of the few that were found.
    """
    told = Debate.objects.filter(hides_nothing(viewer), pk=OuterRef("debate"))
    worth = Coalesce(F("tally__best"), Value(best(0, 0)))
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=OuterRef("author"))
    own_words = Case(
        When(
            debate__essay__own_words=True,
            debate__essay__brought_by=F("author"),
            then=Value(True),
        ),
        default=Value(False),
    )
    return claims.filter(shown_in_any_case(viewer)).annotate(
        pseudonym=Subquery(seat.values("byline")[:1]),
        essayist=own_words,
        marked=marked,
        told=Exists(told),
        score=relevance
        * (Value(1.0) + Case(When(Exists(told), then=worth), default=Value(best(0, 0)))),
    )


def _page(
    ranked: QuerySet[Any],
    at: ListCursor[float] | None,
    order: str,
    most: int,
    limit: int,
    *,
    mark: Sequence[str] = (),
) -> Found:
    if at is not None:
        ranked = ranked.filter(Q(score__lt=at.at) | Q(score=at.at, pk__lt=at.id))
    rows = [
        _Row._make(row)
        for row in ranked.annotate(total=Window(Count("*")))
        .order_by("-score", "-pk")
        .values_list(
            "id",
            "key",
            "debate_id",
            "debate__key",
            "kind",
            "relation",
            "parent_bears_as",
            "path",
            "depth",
            "language",
            "created_at",
            "author__display_name",
            profile_key("author"),
            "pseudonym",
            "essayist",
            "tally__up",
            "tally__down",
            "tally__unsure",
            "told",
            "marked",
            "score",
            "total",
        )[: limit + 1]
    ]
    shown = rows[:limit]
    above = _read_above(shown)
    last = shown[-1] if len(rows) > limit else None
    return Found(
        claims=tuple(_claim_hit(row, above, mark) for row in shown),
        count=rows[0].total if rows else 0,
        next=write_list_cursor(ListCursor(last.score, last.id, False, order)) if last else None,
        near=order == NEAR and bool(rows),
    )


_ABOVE = """
SELECT claim.debate_id, claim.path, claim.key, claim.language,
       CASE claim.state WHEN 'live' THEN claim.text ELSE '' END
  FROM unnest(%(debates)s::bigint[], %(paths)s::text[]) AS wanted (debate_id, path)
  JOIN debate_claim AS claim
    ON claim.debate_id = wanted.debate_id AND claim.path = wanted.path COLLATE "C"
"""


def _read_above(rows: Iterable[_Row]) -> dict[tuple[int, str], Above]:
    """The thesis and the parent of each hit, by debate and path. Queries: 1; 0 for no hits."""
    wanted = sorted(
        {
            (row.debate_id, path)
            for row in rows
            if row.depth
            for path in (row.path.partition(".")[0], row.path.rpartition(".")[0])
        }
    )
    if not wanted:
        return {}
    debates, paths = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"debates": list(debates), "paths": list(paths)})
        return {
            (debate, path): Above(key, text, language)
            for debate, path, key, language, text in cursor.fetchall()
        }


def _claim_hit(row: _Row, above: dict[tuple[int, str], Above], mark: Sequence[str]) -> ClaimHit:
    counted = row.told and None not in (row.up, row.down, row.unsure)
    return ClaimHit(
        key=row.key,
        debate_key=row.debate_key,
        kind=ClaimKind(row.kind),
        relation=Relation(row.relation) if row.relation else None,
        answers=row.parent_bears_as == Relation.QUESTION,
        text=_mark_near(as_printed(row.marked), mark) if mark else stretches(row.marked),
        language=row.language,
        byline=name_shown(
            row.author_name,
            row.author_key,
            pseudonym=row.pseudonym,
            essayist=bool(row.essayist),
        ),
        created_at=row.created_at,
        tally=TallyRow(row.up, row.down, row.unsure) if counted else None,  # type: ignore[arg-type]
        thesis=above.get((row.debate_id, row.path.partition(".")[0])) if row.depth else None,
        parent=above.get((row.debate_id, row.path.rpartition(".")[0])) if row.depth > 1 else None,
        between=max(0, row.depth - 2),
    )


def _mark_near(text: str, wanted: Sequence[str]) -> tuple[Stretch, ...]:
    """A text with the words marked that are written much like one of the wanted."""
    found, end = [], 0
    for word in _WORD.finditer(text):
        likeness = max(fuzz.ratio(word.group().lower(), near) for near in wanted)
        if likeness >= _NEAR_MARKED:
            found += [Stretch(text[end : word.start()]), Stretch(word.group(), hit=True)]
            end = word.end()
    return tuple(stretch for stretch in (*found, Stretch(text[end:])) if stretch.text)


# ---- Essays


class _Essay(NamedTuple):
    debate_key: str
    title: str
    writer: str
    brought_by: str
    own_words: bool
    language: str
    passages: str | None
    total: int


def _essays(sought: Sought, viewer: Viewer, readings: Readings, limit: int) -> list[_Essay]:
    """Debates whose essay has the words in its title, its writer's name or its newest text."""
    debates = Debate.objects.filter(visible_debates(viewer))
    debates = debates.filter(_searched(sought))
    if sought.topic:
        debates = debates.filter(topics__slug=sought.topic)
    if sought.author:
        debates = debates.filter(essay__writer__iexact=sought.author)
    if sought.since is not None:
        debates = debates.filter(opened_at__gte=sought.since)
    if sought.until is not None:
        debates = debates.filter(opened_at__lt=sought.until)
    newer = EssayRevision.objects.filter(essay=OuterRef("essay"), number__gt=OuterRef("number"))
    wordings = EssayRevision.objects.filter(readings.fit(), ~Exists(newer))
    # Each by its own number: walked from the newest where nearly all fit, sorted where few do.
    named = debates.filter(readings.fit("essay__")).order_by("-pk").values("pk")
    said = wordings.filter(essay__debates__in=debates).order_by("-pk").values("essay__debates")
    newest = named[:ESSAY_HITS_MAX].union(said[:ESSAY_HITS_MAX])
    own = readings.own(F("essay__language"))
    own_text = readings.own(F("language"))
    revision = EssayRevision.objects.filter(essay=OuterRef("essay")).order_by("-number")
    fits_own = ExpressionWrapper(readings.fit_own(), output_field=BooleanField())
    rules, text_rules = rules_of(F("essay__language")), rules_of(F("language"))
    name = SearchRank(F("essay__lexemes"), own)
    text = Subquery(revision.annotate(r=SearchRank(F("lexemes"), own_text)).values("r")[:1])
    passages = SearchHeadline(
        Unmarked("text"),
        own_text,
        config=text_rules,
        start_sel=START,
        stop_sel=STOP,
        max_fragments=2,
        max_words=26,
        min_words=12,
        fragment_delimiter=" … ",
    )
    found = (
        Debate.objects.filter(pk__in=newest)
        .annotate(said=Subquery(revision.annotate(own=fits_own).values("own")[:1]))
        .filter(readings.fit_own("essay__") | Q(said=True))
        .annotate(
            score=Cast(name, FloatField()) * Value(2.0) + Coalesce(text, Value(0.0)),
            title=_marked(Unmarked(F("essay__title")), own, rules),
            writer=_marked(Unmarked(F("essay__writer")), own, rules),
            passages=Subquery(revision.annotate(p=passages).values("p")[:1]),
            bringer=name_of_bringer("pk", "essay__brought_by"),
            total=Window(Count("*")),
        )
        .order_by("-score", "-pk")
        .values_list(
            "key",
            "title",
            "writer",
            "bringer",
            "essay__own_words",
            "essay__language",
            "passages",
            "total",
        )
    )
    most = limit if sought.kinds == {ESSAY} else ESSAYS_BESIDE_CLAIMS
    return [_Essay._make(row) for row in found[:most]]


def _marked(text: Combinable, query: Combinable, rules: Combinable) -> SearchHeadline:
    return SearchHeadline(
        text, query, config=rules, start_sel=START, stop_sel=STOP, highlight_all=True
    )


def _essay_hit(row: _Essay) -> EssayHit:
    writer = row.writer or (row.brought_by if row.own_words else "")
    return EssayHit(
        debate_key=row.debate_key,
        title=stretches(row.title),
        writer=stretches(writer),
        language=row.language,
        passages=stretches(row.passages or ""),
    )
