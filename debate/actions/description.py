"""What a debate says about itself: the title and credit of its essay, its language, its topics."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf.locale import LANG_INFO
from django.db import transaction

from accounts.errors import Conflict, Invalid
from debate.actions.floor import lock_debate, record, take_floor
from debate.actions.topic import put_under, read_topics
from debate.actions.wording import is_address
from debate.enums import Action, ChangeKind
from debate.limits import ESSAY_TITLE_MAX, ESSAY_WRITER_MAX, SOURCE_URL_MAX
from debate.logic.claim_text import canonical_line, readable, visible_chars
from debate.models import Claim, Debate, EssayRevision
from debate.policies.standing import enforce, why_not
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Credit:
    """An essay's title and where it comes from, as somebody typed it."""

    title: str
    writer: str = ""
    source_url: str = ""
    written_on: date | None = None


@transaction.atomic
def describe_debate(
    *,
    debate: str,
    credit: Credit | None = None,
    partly: Mapping[str, Any] | None = None,
    language: str | None = None,
    topics: Collection[str] | None = None,
    by: Viewer,
    at: datetime | None = None,
) -> Debate:
    """Say anew what a debate's essay is called and who wrote it, its language and its topics.

    None leaves a thing as it is; a debate without an essay has no credit. `partly` has only those
    parts of a Credit that are to be others. Saying it twice is harmless. Raises NotFound,
    NotSignedIn, NotAllowed, Conflict (parts of a credit, where there is no essay) and Invalid.
    Effects: a Change, unmarked in a draft; in another language its words are found by that
    language's rules.
    """
    kept = read_credit(credit) if credit else None
    floor = take_floor(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.DESCRIBE))
    assert by
    if language is not None:
        read_language(language)
    wanted = read_topics(topics) if topics is not None else None
    found = lock_debate(floor)
    if partly:
        kept = read_credit(_with_parts(found, partly))
    told = _credit(found, kept) if kept else []
    if language is not None and language != found.language:
        _speak(found, language)
        told.append("language")
    if wanted is not None and put_under(found, wanted):
        told.append("topics")
    if told and not floor.standing.draft:
        record(floor, ChangeKind.DESCRIBED, by=by, payload={"what": told})
        mark_dirty_on_commit(found.pk)
    elif "language" in told:  # for the copy that its owner may keep
        record(floor, ChangeKind.DESCRIBED, by=by, payload={"what": told, "unmarked": True})
    return found


def read_credit(credit: Credit) -> Credit:
    """The title and credit of an essay as they are kept. Raises Invalid."""
    for field in ("title", "writer", "source_url"):
        if not readable(getattr(credit, field)):
            raise Invalid("unreadable_characters", field=field)
    title, writer = canonical_line(credit.title), canonical_line(credit.writer)
    if not visible_chars(title):
        raise Invalid("essay_needs_a_title", field="title")
    if len(title) > ESSAY_TITLE_MAX:
        raise Invalid("title_too_long", field="title", most=ESSAY_TITLE_MAX)
    if len(writer) > ESSAY_WRITER_MAX:
        raise Invalid("writer_too_long", field="writer", most=ESSAY_WRITER_MAX)
    url = credit.source_url.strip()
    if url and (len(url) > SOURCE_URL_MAX or not is_address(url)):
        raise Invalid("bad_essay_address", field="source_url")
    return Credit(title, writer, url, credit.written_on)


def read_language(code: str) -> str:
    """A language that a debate can be in. Raises Invalid."""
    if code not in LANG_INFO:
        raise Invalid("no_such_language", field="language")
    return code


def _with_parts(debate: Debate, partly: Mapping[str, Any]) -> Credit:
    if debate.essay is None:
        raise Conflict("no_essay")
    kept = {name: getattr(debate.essay, name) for name in Credit.__slots__}
    return Credit(**{**kept, **partly})


def _credit(debate: Debate, credit: Credit) -> list[str]:
    essay = debate.essay
    if essay is None:
        return []
    told = [name for name in Credit.__slots__ if getattr(essay, name) != getattr(credit, name)]
    for name in told:
        setattr(essay, name, getattr(credit, name))
    if told:
        essay.save(update_fields=told)
    return told


def _speak(debate: Debate, language: str) -> None:
    """Put a debate, its essay and the claims that were in its language into another one."""
    spoken, debate.language = debate.language, language
    debate.save(update_fields=["language"])
    Claim.objects.filter(debate=debate, language=spoken).update(language=language)
    if debate.essay is not None:
        debate.essay.language = language
        debate.essay.save(update_fields=["language"])
        EssayRevision.objects.filter(essay=debate.essay).update(language=language)
