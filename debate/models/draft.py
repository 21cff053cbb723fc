"""What somebody has begun to write."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from debate.enums import DraftPurpose
from debate.models.claim import Claim


class Draft(models.Model):
    """An unfinished reply, rewording or new debate of one person, kept until it is posted.

    `content` holds the fields of the form as they were typed. `version` counts what was saved: who
    saves over a version that they have not seen wins, and what they saved over goes to `aside`,
    the newest first, until it is taken back or dropped.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    purpose = models.CharField(max_length=6, choices=[(p, p) for p in DraftPurpose])
    claim = models.ForeignKey(
        Claim,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="drafts",
        help_text="the one answered or reworded; none for a new debate",
    )
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    aside = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "claim"],
                nulls_distinct=False,
                name="one_draft_per_person_and_purpose",
            ),
            models.CheckConstraint(
                condition=Q(purpose=DraftPurpose.DEBATE, claim__isnull=True)
                | Q(purpose__in=[DraftPurpose.REPLY, DraftPurpose.EDIT], claim__isnull=False),
                name="a_draft_is_of_a_debate_or_about_a_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose} {self.claim_id}"
