"""What a teacher says of a student's work: rubrics, grades and feedback."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS
from classroom.limits import CLASS_NAME_MAX, FEEDBACK_MAX
from classroom.models.seat import Seat
from debate.models import Claim


class Rubric(models.Model):
    """Criteria and their levels: `[{"name": ..., "levels": [{"text": ..., "points": n}, ...]}]`."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rubrics"
    )
    name = models.CharField(max_length=CLASS_NAME_MAX)
    criteria = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_rubric_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.key


class Grade(models.Model):
    """What a teacher says of one claim of a seat, or of all its work (`claim` none).

    `levels` holds the chosen level of each criterion by its place in the session's rubric, from 0,
    or null. The student sees it when the session's grades are released.
    """

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="grades")
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="grades_given",
    )
    levels = models.JSONField(default=list)
    feedback = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "claim"],
                nulls_distinct=False,
                name="one_grade_for_each_claim_and_one_for_all",
            ),
            models.CheckConstraint(
                condition=Q(feedback__length__lte=FEEDBACK_MAX), name="feedback_is_not_too_long"
            ),
        ]

    def __str__(self) -> str:
        return f"grade of {self.seat_id}"
