"""Telling a demo debate: each thing that somebody did, through the real action, at its moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from django.utils.text import slugify

from accounts.models import User
from debate.actions.access import set_access
from debate.actions.edit import edit_claim
from debate.actions.flag import flag_claim
from debate.actions.hiding import hide_claim
from debate.actions.membership import seat_person
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.actions.reply import post_reply
from debate.actions.topic import choose_topics
from debate.actions.withdrawal import withdraw_claim
from debate.actions.wording import Cited
from debate.logic.passage import Span, find_quote
from debate.management.demo.shape import DemoClaim, DemoDebate, DemoFlag, DemoHiding, DemoSeat
from debate.models import Claim, Essay, EssayRevision, HeldClaim, Topic


def tell(told: DemoDebate, people: Mapping[str, User], *, at: datetime) -> dict[str, Claim]:
    """Let a demo debate happen, the oldest things first, as seen from the moment `at`.

    Returns: its claims by their names, the thesis as "".
    """
    telling = _Telling(told, people, at)
    telling.prepare()
    telling.open()
    for _hours, happen in sorted(telling.happenings(), key=itemgetter(0), reverse=True):
        happen()
    return telling.claims


@dataclass(slots=True)
class _Telling:
    told: DemoDebate
    people: Mapping[str, User]
    now: datetime
    key: str = ""
    claims: dict[str, Claim] = field(default_factory=dict)

    def prepare(self) -> None:
        told = self.told
        started = self.ago(told.started_hours)
        debate = start_debate(
            essay=EssayBrought(
                text=told.essay.text,
                title=told.essay.title,
                writer=told.essay.writer,
                own_words=told.essay.own_words,
                source_url=told.essay.source_url,
            ),
            by=self.owner,
            at=started,
        )
        Essay.objects.filter(debates=debate).update(created_at=started)
        EssayRevision.objects.filter(essay__debates=debate).update(created_at=started)
        self.key = debate.key
        self.claims[""] = state_thesis(
            debate=self.key,
            text=told.thesis,
            span=self.span(told.thesis_quote),
            by=self.owner,
            at=started,
        )
        choose_topics(debate=self.key, slugs=self.topics(), by=self.owner, at=started)
        for claim in told.claims:
            if claim.quote:
                self.draw(claim)

    def topics(self) -> list[str]:
        """The slugs of the debate's topics, which are made where they are missing."""
        slugs = []
        for name in self.told.topics:
            here = Topic.objects.filter(name__iexact=name).first()
            slugs.append((here or Topic.objects.create(name=name, slug=slugify(name))).slug)
        return slugs

    def open(self) -> None:
        publish_debate(debate=self.key, by=self.owner, at=self.ago(self.told.opened_hours))

    def happenings(self) -> list[tuple[float, Callable[[], None]]]:
        """What happens once the debate is open, each with its age in hours."""
        listed: list[tuple[float, Callable[[], None]]] = []
        for claim in self.told.claims:
            if not claim.quote:
                listed.append((claim.hours, partial(self.post, claim)))
            if claim.earlier:
                age = claim.earlier.edited_hours
                listed.append((age, partial(self.reword, claim, age)))
            if claim.withdrawn_hours is not None:
                age = claim.withdrawn_hours
                listed.append((age, partial(self.withdraw, claim, age)))
            if claim.flagged:
                listed.append((claim.flagged.hours, partial(self.flag, claim, claim.flagged)))
            if claim.hidden:
                listed.append((claim.hidden.hours, partial(self.hide, claim, claim.hidden)))
        listed += [(seat.hours, partial(self.seat, seat)) for seat in self.told.seats]
        if self.told.holding_hours is not None:
            age = self.told.holding_hours
            listed.append((age, partial(self.hold_newcomers, age)))
        listed += [(claim.hours, partial(self.wait, claim)) for claim in self.told.held]
        return listed

    def draw(self, claim: DemoClaim) -> None:
        self.claims[claim.name] = draw_point(
            debate=self.key,
            text=claim.text,
            span=self.span(claim.quote),
            by=self.owner,
            at=self.ago(claim.hours),
        )
        if claim.details or claim.sources:
            self.reword(claim, claim.hours)

    def post(self, claim: DemoClaim) -> None:
        said = self.say(claim)
        assert isinstance(said, Claim)  # whoever is held says so in `held`
        self.claims[claim.name] = said

    def wait(self, claim: DemoClaim) -> None:
        assert isinstance(self.say(claim), HeldClaim)

    def say(self, claim: DemoClaim) -> Claim | HeldClaim:
        return post_reply(
            parent=self.claims[claim.parent].key,
            relation=claim.relation,
            text=claim.earlier.text if claim.earlier else claim.text,
            details=claim.details,
            sources=_cited(claim),
            by=self.people[claim.by],
            at=self.ago(claim.hours),
        )

    def reword(self, claim: DemoClaim, hours: float) -> None:
        self.claims[claim.name] = edit_claim(
            claim=self.claims[claim.name].key,
            text=claim.text,
            details=claim.details,
            sources=_cited(claim),
            base_revision=1,
            by=self.people[claim.by],
            at=self.ago(hours),
        )

    def withdraw(self, claim: DemoClaim, hours: float) -> None:
        self.claims[claim.name] = withdraw_claim(
            claim=self.claims[claim.name].key, by=self.people[claim.by], at=self.ago(hours)
        )

    def flag(self, claim: DemoClaim, flag: DemoFlag) -> None:
        flag_claim(
            claim=self.claims[claim.name].key,
            reason=flag.reason,
            by=self.people[flag.by],
            at=self.ago(flag.hours),
        )

    def hide(self, claim: DemoClaim, hiding: DemoHiding) -> None:
        hide_claim(
            claim=self.claims[claim.name].key,
            reason=hiding.reason,
            note=hiding.note,
            by=self.people[hiding.by],
            at=self.ago(hiding.hours),
        )

    def seat(self, seat: DemoSeat) -> None:
        handle = self.people[seat.who].handle
        assert handle
        seat_person(
            debate=self.key, handle=handle, role=seat.role, by=self.owner, at=self.ago(seat.hours)
        )

    def hold_newcomers(self, hours: float) -> None:
        set_access(debate=self.key, hold_newcomers=True, by=self.owner, at=self.ago(hours))

    @property
    def owner(self) -> User:
        return self.people[self.told.owner]

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def span(self, quote: str) -> tuple[int, int]:
        found = find_quote(self.told.essay.text, quote)
        if not isinstance(found, Span):
            raise LookupError(f"the essay does not say exactly once: {quote}")
        return found.start, found.end


def _cited(claim: DemoClaim) -> list[Cited]:
    return [Cited(source.title, source.url) for source in claim.sources]
