"""What a person has read and wants to hear of."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from debate.models.debate import Debate


class ReadMark(models.Model):
    """How far a person has read a debate: `seq` now, `previous_seq` before this visit."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks"
    )
    seq = models.BigIntegerField()
    previous_seq = models.BigIntegerField(default=0)
    visited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "debate"], name="one_read_mark_per_person_per_debate"
            ),
            models.CheckConstraint(
                condition=Q(previous_seq__lte=F("seq")), name="a_read_mark_does_not_move_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.debate_id} to {self.seq}"


class Follow(models.Model):
    """A person wants to hear of news in a debate."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "person"], name="one_follow_per_person_per_debate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.debate_id}"
