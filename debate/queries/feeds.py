"""What feed readers fetch: debates that were opened and claims that were stated, in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.enums import PersonKind
from accounts.errors import NotFound
from accounts.models import User
from debate.enums import ChangeKind, ClaimKind, ClaimState, Visibility
from debate.limits import FEED_ENTRIES
from debate.models import Change, Claim, Debate, Topic
from debate.policies.blind import never_blind
from debate.policies.debate import listed_debates
from debate.queries.record import TOLD, Deed, DeedRow, deed, deed_columns, done_openly


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A debate that was opened, or a claim that was stated, as it reads now."""

    deed: Deed
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """The newest entries of something called `name`, which last changed at `changed_at`.

    That may be later than every entry: a claim may have been taken away.
    """

    name: str
    entries: tuple[FeedEntry, ...]
    changed_at: datetime | None


def read_feed() -> Feed:
    """What is new in all public debates, the archive apart; its name is empty. Queries: 2."""
    return _read("", _listed())


def read_debate_feed(debate: str) -> Feed:
    """What is new in a public debate, named by its thesis. Raises NotFound. Queries: 3."""
    thesis = Claim.objects.filter(
        debate__key=debate, debate__visibility=Visibility.PUBLIC, kind=ClaimKind.THESIS
    ).values_list("debate_id", "text", "state")
    found = thesis.first()
    if found is None:
        raise NotFound("no_debate")
    debate_id, text, state = found
    return _read(text if state == ClaimState.LIVE else "", Q(debate=debate_id))


def read_topic_feed(slug: str) -> Feed:
    """What is new in the public debates of a topic. Raises NotFound. Queries: 3."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise NotFound("no_topic")
    return _read(topic.name, Q(debate__in=Debate.objects.filter(listed_debates(), topics=topic)))


def read_person_feed(person: str) -> Feed:
    """What a person states in public debates under their own name. Raises NotFound. Queries: 3."""
    who = User.objects.filter(key=person, kind=PersonKind.PERSON, is_active=True).first()
    if who is None:
        raise NotFound("no_person")
    return _read(who.display_name, Q(actor=who), openly=True)


def _read(name: str, which: Q, *, openly: bool = False) -> Feed:
    """A feed is the same for everybody, so it shows what nobody in particular may see."""
    public = done_openly(None) if openly else _in_public()
    told = Change.objects.filter(TOLD, public, which, never_blind(None))
    shown = (
        told.filter(
            Q(kind=ChangeKind.OPENED)
            | Q(kind=ChangeKind.STATED, claim__state=ClaimState.LIVE)
            # The thesis is told by the opening; what was said in a draft is told to nobody.
            & ~Q(claim__kind=ClaimKind.THESIS)
            & Q(at__gte=F("debate__opened_at"))
        )
        .order_by("-pk")
        .values_list(Coalesce("claim__edited_at", "at"), *deed_columns())
    )
    found = [
        FeedEntry(deed(DeedRow._make(rest)), updated) for updated, *rest in shown[:FEED_ENTRIES]
    ]
    entries = tuple(entry for entry in found if entry.deed.text or entry.deed.thesis)
    return Feed(name, entries, told.order_by("-pk").values_list("at", flat=True).first())


def _listed() -> Q:
    return Q(debate__in=Debate.objects.filter(listed_debates()))


def _in_public() -> Q:
    return Q(debate__in=Debate.objects.filter(visibility=Visibility.PUBLIC))
