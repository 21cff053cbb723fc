"""A seat: one person's place in a session, and what a teacher picks out or looks up."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS
from classroom.enums import SeatState
from classroom.limits import PIN_CHARS, STUDENT_NAME_MAX
from classroom.models.course import Student
from classroom.models.session import Group, Session
from debate.models import Claim


class Seat(models.Model):
    """One person's place in a session; nobody sits on a listed one yet.

    `name` is for teachers. What classmates see (`byline`: the name or a pseudonym, unlike every
    other in the session) and the side stand in the Membership of the group's debate, the byline
    here too, so that it goes along to another group.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats"
    )
    student = models.ForeignKey(
        Student, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="class_seats",
    )
    state = models.CharField(
        max_length=7, choices=[(s, s) for s in SeatState], default=SeatState.LISTED
    )
    name = models.CharField(max_length=STUDENT_NAME_MAX)
    byline = models.CharField(max_length=STUDENT_NAME_MAX, blank=True)
    pin = models.CharField(max_length=PIN_CHARS)
    inner = models.BooleanField(default=False, help_text="in the circle of a fishbowl")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="one_seat_per_person_in_a_session"
            ),
            models.UniqueConstraint(
                fields=["session", "pin"], name="pins_of_a_session_are_all_different"
            ),
            models.UniqueConstraint(
                fields=["session", "byline"],
                condition=~Q(byline=""),
                name="bylines_of_a_session_are_all_different",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(SeatState)),
                name="a_seat_is_listed_in_the_lobby_seated_or_removed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SeatState.LISTED, SeatState.REMOVED])
                | Q(person__isnull=False),
                name="somebody_sits_on_a_taken_seat",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_seat_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"seat {self.key}"


class Reveal(models.Model):
    """That a teacher looked up who is behind a pseudonym; the student sees it."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="reveals")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reveals_made"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.by_id} looked up {self.seat_id}"


class Feature(models.Model):
    """A claim that a teacher shows to the whole class."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="features")
    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="features_made"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.session_id}"
