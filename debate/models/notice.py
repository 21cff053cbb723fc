"""What people are told of."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from debate.enums import NoticeReason
from debate.models.change import Change
from debate.models.debate import Debate
from debate.models.fields import TransactionIdField


class Notice(models.Model):
    """A Change that concerns a person, and why. The worker writes it, reading it marks it seen.

    It says nothing itself: words and right of access are looked up when it is shown.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="notices")
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=9, choices=[(r, r) for r in NoticeReason])
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_newest_first"),
            models.Index(
                fields=["person"], condition=Q(seen_at__isnull=True), name="notices_not_seen"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "change"], name="a_person_is_told_once_of_a_change"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=list(NoticeReason)), name="a_notice_has_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.change_id}: {self.reason}"


class NoticeCursor(models.Model):
    """How far through the record of all debates people have been told: one row, held by the worker.

    (xid, change) of the last Change that was told; never past `pg_snapshot_xmin`, so that none
    that commits late is missed.
    """

    xid = TransactionIdField()
    change = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_cursor_of_notices"),
        ]

    def __str__(self) -> str:
        return f"told to {self.xid}, {self.change}"
