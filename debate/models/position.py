"""Where people stand on the thesis, over time."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from debate.limits import POSITION_MAX, POSITION_MIN
from debate.models.debate import Debate


class Position(models.Model):
    """One statement of where a person stands; rows are only added, the newest holds.

    No value: the person has taken the position back.
    """

    debate = models.ForeignKey(
        Debate, on_delete=models.CASCADE, related_name="positions", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="positions"
    )
    value = models.SmallIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["debate", "person", "-id"],
                include=["value"],
                name="positions_newest_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True)
                | Q(value__gte=POSITION_MIN, value__lte=POSITION_MAX),
                name="a_position_is_from_minus_three_to_three",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.debate_id}: {self.value}"
