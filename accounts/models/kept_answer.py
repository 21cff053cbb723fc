"""What programs were answered, kept for a day so that asking again is answered alike."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.limits import KEPT_KEY_MAX


class KeptAnswer(models.Model):
    """The answer to what somebody asked for under a key of their own (Idempotency-Key).

    The row is written first in the transaction of the deed and filled last, so that there is either
    the deed with its answer or neither; `status` is null only in between. `asked` is a hash of
    what was asked for.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEPT_KEY_MAX)
    asked = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_person_and_key"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__range=(200, 299)),
                name="only_what_was_done_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
