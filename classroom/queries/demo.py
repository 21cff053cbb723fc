"""The demo lesson: who teaches it, which session it is, and whose phone can be looked at."""

from __future__ import annotations

from accounts.models import User
from classroom.enums import SeatState
from classroom.models import Seat, Session
from debate.management.demo.cast import DEMO_DOMAIN

CLASS_NAME = "9C English"
TEACHER = f"dan@{DEMO_DOMAIN}"
PHONE = "Iris"  # whose page the demo opens as a student's


def demo_teacher() -> User | None:
    """Who teaches the demo lesson; None without a demo. Queries: 1."""
    return User.objects.filter(email=TEACHER).first()


def demo_session() -> Session | None:
    """The lesson that is going on in the demo; None without one. Queries: 1."""
    lessons = Session.objects.filter(teacher__email=TEACHER, of_class__name=CLASS_NAME)
    return lessons.select_related("teacher").order_by("-created_at").first()


def demo_seat(session: Session) -> Seat | None:
    """The seat whose page the demo shows as a student's. Queries: 1."""
    seated = session.seats.filter(name=PHONE, state=SeatState.SEATED, person__isnull=False)
    return seated.select_related("person").first()
