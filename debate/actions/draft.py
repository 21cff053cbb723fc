"""Keeping what somebody has begun to write, until they post or drop it.

A draft is its writer's alone: whoever asks, only their own are found. A save that knew the present
version takes its place; one that did not (another tab, another device) takes it too, and what it
overtook is set aside and offered.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.enums import DraftPurpose
from debate.limits import DRAFT_CHARS_MAX, DRAFTS_MAX
from debate.logic import draft as logic
from debate.logic.claim_text import canonical_line, canonical_lines
from debate.logic.draft import Content
from debate.models import Claim, ClaimRevision, Debate, Draft
from debate.policies.blind import shown_in_any_case
from debate.policies.debate import visible_debates

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# A draft's first number is any: a page that still holds the number of a draft that was dropped must
# not be taken for one that knows the next draft of the same thing. From there they count.
FIRST_VERSION_MAX = 900_000_000

# Makes the row, or takes hold of the one there is: no moment in between, in which another save or
# a drop could slip in. Version 0 says that it is new. The claim is held too, so that it cannot be
# deleted meanwhile; where it just was, or its writer has left, there is no row.
_HOLD = """
WITH writer AS MATERIALIZED (
    SELECT id FROM accounts_user WHERE id = %(person)s AND kind <> 'gone' FOR NO KEY UPDATE
), held AS MATERIALIZED (
    SELECT id FROM debate_claim WHERE id = %(claim)s::bigint AND EXISTS (SELECT FROM writer)
       FOR KEY SHARE
)
INSERT INTO debate_draft (person_id, purpose, claim_id, content, version, aside, saved_at)
SELECT id, %(purpose)s, %(claim)s::bigint, '{}', 0, '[]', %(at)s FROM writer
 WHERE %(claim)s::bigint IS NULL OR EXISTS (SELECT FROM held)
ON CONFLICT ON CONSTRAINT one_draft_per_person_and_purpose
DO UPDATE SET purpose = excluded.purpose
RETURNING id, content::text, version, aside::text, saved_at
"""


def save_draft(
    *,
    purpose: str,
    claim: str | None = None,
    content: Mapping[str, object],
    base_version: int = 0,
    by: Viewer,
    at: datetime | None = None,
) -> Draft | None:
    """Keep what a form holds now; `base_version` is the draft that the form was filled from, or 0.

    Where another version was saved since, this one takes its place and that one is set aside.
    Saving the same again changes nothing; of a form without words nothing is kept (None), nor of
    a rewording that says what the claim says.

    Raises NotSignedIn, NotFound, NotAllowed (rewording somebody else's claim), Invalid (purpose,
    length) and Conflict (too many drafts). Queries: 3, 5 for a rewording, 2 more for a new draft.
    """
    person, what = _writer(by), read_purpose(purpose)
    kept = _read(what, content)
    with transaction.atomic():
        about = _claim_of(what, claim, person)
        if logic.says_nothing(kept) or _says_what_the_claim_says(what, about, kept):
            return _emptied(what, about, base_version, person, at)
        draft = _hold(what, about, person, at)
        if draft.version and logic.says_the_same(draft.content, kept):
            return draft
        overtaken = draft.content if draft.version != base_version else {}
        return _write(draft, kept, overtaken=overtaken, at=at)


def keep_aside(
    *,
    purpose: str,
    claim: str | None = None,
    content: Mapping[str, object],
    by: Viewer,
    at: datetime | None = None,
) -> Draft | None:
    """Offer an older version beside the draft; where there is none, it is the draft.

    Raises what `save_draft` raises. Queries: 3.
    """
    person, what = _writer(by), read_purpose(purpose)
    kept = _read(what, content)
    with transaction.atomic():
        about = _claim_of(what, claim, person)
        if logic.says_nothing(kept):
            return _find(what, claim, person)
        draft = _hold(what, about, person, at)
        if logic.says_nothing(draft.content):
            return _write(draft, kept, overtaken={}, at=at)
        draft.aside = logic.set_aside(
            draft.aside, kept, saved_at=_now(at).isoformat(), present=draft.content
        )
        draft.save(update_fields=["aside"])
        return draft


def take_back(
    *,
    purpose: str,
    claim: str | None = None,
    which: str,
    by: Viewer,
    at: datetime | None = None,
) -> Draft:
    """Make a version that was set aside the draft again; the present one is set aside for it.

    `which` is the version's mark (logic.draft.mark_of). Raises NotSignedIn, NotFound and Invalid.
    Queries: 2.
    """
    person, what = _writer(by), read_purpose(purpose)
    with transaction.atomic():
        draft = _find(what, claim, person)
        if draft is None:
            raise NotFound("no_draft")
        if draft.content and logic.mark_of(draft.content) == which:
            return draft  # asked twice
        for version in draft.aside:
            if logic.mark_of(version["content"]) == which:
                return _write(draft, version["content"], overtaken=draft.content, at=at)
    raise NotFound("no_draft")


def drop_aside(*, purpose: str, claim: str | None = None, which: str, by: Viewer) -> Draft | None:
    """Throw a version away that was set aside; None where nothing is left of the draft.

    Raises NotSignedIn and Invalid. Queries: 2.
    """
    person, what = _writer(by), read_purpose(purpose)
    with transaction.atomic():
        draft = _find(what, claim, person)
        if draft is None:
            return None
        draft.aside = [v for v in draft.aside if logic.mark_of(v["content"]) != which]
        return _kept_or_gone(draft)


def drop_draft(
    *,
    purpose: str,
    claim: str | None = None,
    version: int,
    by: Viewer,
) -> None:
    """Throw a draft away with all its versions; dropping it twice is harmless.

    `version` is the one that the person saw. Raises NotSignedIn, Invalid, and Conflict where a
    newer one was saved elsewhere: its words stay. Queries: 2.
    """
    person, what = _writer(by), read_purpose(purpose)
    with transaction.atomic():
        draft = _find(what, claim, person)
        if draft is None:
            return
        if draft.version != version:
            raise Conflict("draft_is_newer")
        draft.delete()


def drop_posted(
    *,
    purpose: str,
    claim: str | None = None,
    content: Mapping[str, object],
    version: int,
    by: User,
) -> None:
    """Forget what was posted: the draft that the form was filled from, and every version of which
    no word is lost.

    What was written elsewhere meanwhile and says something else stays, the newest first.
    Queries: 2.
    """
    what = read_purpose(purpose)
    posted = logic.kept_of(what, content)
    with transaction.atomic():
        draft = _find(what, claim, by)
        if draft is None:
            return
        if draft.version == version or logic.says_all_of(posted, draft.content):
            draft.content = {}
        draft.aside = [v for v in draft.aside if not logic.says_all_of(posted, v["content"])]
        if not draft.content and draft.aside:
            newest, *draft.aside = draft.aside
            draft.content, draft.version = newest["content"], draft.version + 1
        _kept_or_gone(draft)


def read_purpose(purpose: str) -> DraftPurpose:
    """What a word says that somebody is writing. Raises Invalid."""
    try:
        return DraftPurpose(purpose)
    except ValueError:
        raise Invalid("no_such_deed", field="purpose") from None


def _writer(by: Viewer) -> User:
    if not by:
        raise NotSignedIn("sign_in_to_keep_a_draft")
    return by


def _read(purpose: DraftPurpose, content: Mapping[str, object]) -> Content:
    kept = logic.kept_of(purpose, content)
    length = sum(map(len, kept.values()))
    if length > DRAFT_CHARS_MAX:
        raise Invalid("draft_too_long", most=DRAFT_CHARS_MAX, length=length)
    return kept


def _claim_of(purpose: DraftPurpose, key: str | None, person: User) -> Claim | None:
    """The claim that is answered or reworded: one that the person can see, or has a draft about."""
    if purpose == DraftPurpose.DEBATE:
        return None
    seen = Q(debate__in=Debate.objects.filter(visible_debates(person)))
    begun = Q(pk__in=Draft.objects.filter(person=person, claim__isnull=False).values("claim"))
    shown = shown_in_any_case(person)
    claim = Claim.objects.filter(Q(seen, shown) | begun, key=key).first()
    if claim is None:
        raise NotFound("no_claim")
    if purpose == DraftPurpose.EDIT and claim.author_id != person.pk:
        raise NotAllowed("not_your_claim")
    return claim


def _says_what_the_claim_says(purpose: DraftPurpose, claim: Claim | None, content: Content) -> bool:
    if purpose != DraftPurpose.EDIT or claim is None:
        return False
    if canonical_line(content.get("text", "")) != claim.text:
        return False
    newest = ClaimRevision.objects.prefetch_related("sources").get(
        claim=claim, number=claim.revision
    )
    if canonical_lines(content.get("details", "")) != newest.details:
        return False
    cited = [(source.url, source.title) for source in newest.sources.all()]
    typed = [
        (content.get(f"source_url_{n}", "").strip(), content.get(f"source_title_{n}", "").strip())
        for n in range(1, len(logic.FIELDS[purpose]))
    ]
    return [source for source in typed if any(source)] == cited


def _hold(purpose: DraftPurpose, claim: Claim | None, person: User, at: datetime | None) -> Draft:
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLD,
            {
                "person": person.pk,
                "purpose": purpose,
                "claim": claim.pk if claim else None,
                "at": _now(at),
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound("no_claim")
    number, content, version, aside, saved_at = row
    if not version:
        _leave_room(person)
    return Draft(
        pk=number,
        person=person,
        purpose=purpose,
        claim=claim,
        content=json.loads(content),
        version=version,
        aside=json.loads(aside),
        saved_at=saved_at,
    )


def _leave_room(person: User) -> None:
    """Refuse the draft that was just made where it is one too many; the person is held, so that
    several at once cannot all be the last."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Draft.objects.filter(person=person).count() > DRAFTS_MAX:
        raise Conflict("too_many_drafts", most=DRAFTS_MAX)


def _find(purpose: DraftPurpose, claim: str | None, person: User) -> Draft | None:
    """A person's draft, held until the transaction ends."""
    about: dict[str, Any] = (
        {"claim": None} if purpose == DraftPurpose.DEBATE else {"claim__key": claim}
    )
    found = Draft.objects.filter(person=person, purpose=purpose, **about)
    return found.select_for_update(of=("self",)).first()


def _write(draft: Draft, content: Content, *, overtaken: Content, at: datetime | None) -> Draft:
    draft.aside = logic.set_aside(
        draft.aside, overtaken, saved_at=draft.saved_at.isoformat(), present=content
    )
    draft.content = content
    draft.version = draft.version + 1 if draft.version else _first_version()
    draft.saved_at = _now(at)
    draft.save(force_update=True, update_fields=["content", "version", "aside", "saved_at"])
    return draft


def _emptied(
    purpose: DraftPurpose,
    claim: Claim | None,
    base_version: int,
    person: User,
    at: datetime | None,
) -> Draft | None:
    """A form was emptied: its draft goes, but no version that the form did not know."""
    draft = _find(purpose, claim.key if claim else None, person)
    if draft is None:
        return None
    if draft.version == base_version and not draft.aside:
        draft.delete()
        return None
    if not draft.content:
        return draft
    return _write(
        draft, {}, overtaken=draft.content if draft.version != base_version else {}, at=at
    )


def _kept_or_gone(draft: Draft) -> Draft | None:
    if not draft.content and not draft.aside:
        draft.delete()
        return None
    draft.save(update_fields=["content", "version", "aside"])
    return draft


def _first_version() -> int:
    return random.randint(1, FIRST_VERSION_MAX)  # noqa: S311 - told to its writer, no secret


def _now(at: datetime | None) -> datetime:
    return at or timezone.now()
