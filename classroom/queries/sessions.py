"""Reading sessions: those that somebody teaches or sits in, and how one is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from classroom.enums import (
    Action,
    Holding,
    Naming,
    SeatState,
    SessionState,
    SideRule,
)
from classroom.logic.phases import state_at
from classroom.models import Seat, Session, SessionTeacher, Template
from classroom.queries.access import SessionAccess, open_session, taught_by
from classroom.queries.classes import ClassTeacherRow, teacher_rows
from classroom.queries.clock import Clock, read_clock
from debate.enums import ClaimKind, ClaimState, Visibility
from debate.models import Claim, Debate
from debate.queries.paging import Order, read_page
from debate.queries.rows import Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

SESSIONS_PER_PAGE = 30
SOURCES_MAX = 60


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list of one of its teachers; `at` is when it was made."""

    key: str
    name: str
    class_name: str
    state: SessionState
    students: int
    shared: bool
    starts_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A session in which somebody sits, as they find back to it."""

    key: str
    name: str
    state: SessionState


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template of somebody's own; `phases` are their names in order."""

    key: str
    name: str
    phases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A debate of somebody's own that a session can be started with; a draft or not."""

    key: str
    title: str
    draft: bool


@dataclass(frozen=True, slots=True)
class SourceRow:
    """The debate that those of a session are copies of, where it is public: to be read there."""

    key: str
    thesis: str
    language: str


@dataclass(frozen=True, slots=True)
class SetupPage:
    """A session as one of its teachers sets it up.

    `settled` says that somebody is here, so that names and pseudonyms stay as they are.
    """

    key: str
    name: str
    class_key: str
    class_name: str
    owner: bool
    naming: Naming
    side_rule: SideRule
    holding: Holding
    lobby: bool
    grace_seconds: int
    runs_by_itself: bool
    time_zone: str
    starts_at: datetime | None
    settled: bool
    clock: Clock
    source: SourceRow | None
    teachers: tuple[ClassTeacherRow, ...]


def list_sessions(viewer: Viewer, *, cursor: str = "") -> Page[SessionLine]:
    """The sessions of a teacher, the newest first. Raises Invalid("bad_cursor"). Queries: 1."""
    number = viewer.pk if viewer else None

    def row(  # noqa: PLR0913  each of them is a column
        key: str,
        name: str,
        class_name: str | None,
        state: str,
        students: int,
        teacher: int,
        starts_at: datetime | None,
        created_at: datetime,
        now: datetime,
    ) -> SessionLine:
        return SessionLine(
            key=key,
            name=name,
            class_name=class_name or "",
            state=state_at(SessionState(state), starts_at, at=now),
            students=students,
            shared=teacher != number,
            starts_at=starts_at,
            at=created_at,
        )

    return read_page(
        _counted(taught_by(viewer)),
        [
            "key",
            "name",
            "of_class__name",
            "state",
            "seated",
            "teacher_id",
            "starts_at",
            "created_at",
            Now(),
        ],
        row,
        Order(by="created_at", of="sessions"),
        limit=SESSIONS_PER_PAGE,
        cursor=cursor,
    )


def list_joined(viewer: Viewer) -> list[SeatLine]:
    """The sessions in which somebody sits or waits, the newest first. Queries: 1."""
    if not viewer:
        return []
    seats = (
        Seat.objects.filter(person=viewer, state__in=[SeatState.LOBBY, SeatState.SEATED])
        .annotate(now=Now())
        .select_related("session")
        .order_by("-session__created_at", "-pk")[:SESSIONS_PER_PAGE]
    )
    return [
        SeatLine(
            seat.session.key,
            seat.session.name,
            state_at(SessionState(seat.session.state), seat.session.starts_at, at=seat.now),
        )
        for seat in seats
    ]


def list_templates(viewer: Viewer) -> list[TemplateLine]:
    """The templates of a teacher by name. Queries: 1."""
    if not viewer:
        return []
    kept = Template.objects.filter(teacher=viewer).order_by("name", "pk")
    return [
        TemplateLine(one.key, one.name, tuple(str(phase["name"]) for phase in one.phases))
        for one in kept
    ]


def list_sources(viewer: Viewer) -> list[SourceLine]:
    """The debates of somebody's own that a session can be started with, the newest first: drafts
    too, but not those of sessions. Queries: 1."""
    if not viewer:
        return []
    thesis = Claim.objects.filter(
        debate=OuterRef("pk"), kind=ClaimKind.THESIS, state=ClaimState.LIVE
    )
    own = (
        Debate.objects.filter(owner=viewer, archived_at__isnull=True)
        .exclude(pk__in=_debates_of_sessions(viewer))
        .annotate(thesis=Subquery(thesis.values("text")[:1]))
        .filter(thesis__isnull=False)
        .order_by("-created_at", "-pk")
    )
    named = own.values_list("key", "thesis", "essay__title", "visibility")[:SOURCES_MAX]
    return [
        SourceLine(key, essay or thesis or "", visibility == Visibility.DRAFT)
        for key, thesis, essay, visibility in named
    ]


def read_setup(key: str, viewer: Viewer) -> SetupPage:
    """How a session is set up, for one of its teachers.

    Raises NotFound and what the permission table refuses with. Queries: 10.
    """
    access = open_session(key, viewer, Action.SEE_BOARD)
    session = access.session
    shares = SessionTeacher.objects.filter(session=session).select_related("person").order_by("pk")
    taught = session.of_class
    return SetupPage(
        key=session.key,
        name=session.name,
        class_key=taught.key if taught else "",
        class_name=taught.name if taught else "",
        owner=session.teacher_id == access.standing.person_id,
        naming=Naming(session.naming),
        side_rule=SideRule(session.side_rule),
        holding=Holding(session.holding),
        lobby=session.lobby,
        grace_seconds=session.grace_seconds,
        runs_by_itself=session.runs_by_itself,
        time_zone=session.time_zone,
        starts_at=session.starts_at,
        settled=Seat.objects.filter(session=session).exclude(state=SeatState.LISTED).exists(),
        clock=read_clock(access),
        source=read_source(access),
        teachers=teacher_rows(session.teacher, shares),
    )


def read_source(access: SessionAccess) -> SourceRow | None:
    """The debate that those of a session are copies of, where everybody may read it. Queries: 1.

    One that is not public, or is no more, is not named: not all who are here may see it.
    """
    number = access.session.source_id
    if number is None:
        return None
    found = (
        Claim.objects.filter(
            debate=number,
            debate__visibility=Visibility.PUBLIC,
            kind=ClaimKind.THESIS,
            state=ClaimState.LIVE,
        )
        .values_list("debate__key", "text", "debate__language")
        .first()
    )
    return SourceRow(*found) if found else None


def _counted(sessions: QuerySet[Session]) -> QuerySet[Session]:
    seated = Count("seats", filter=Q(seats__state=SeatState.SEATED), distinct=True)
    return sessions.annotate(seated=seated)


def _debates_of_sessions(viewer: Viewer) -> QuerySet[Session, int]:
    taught = Session.objects.filter(teacher=viewer or None)
    return taught.values_list(F("groups__debate"), flat=True).filter(groups__isnull=False)
