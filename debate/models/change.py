"""The append-only record of what happened in a debate."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.limits import KEY_CHARS
from debate.enums import ChangeKind
from debate.models.claim import Claim
from debate.models.debate import Debate
from debate.models.fields import TransactionId, TransactionIdField


class Change(models.Model):
    """Who did what to which claim, when.

    `seq` is taken under the debate's row lock, so within a debate no lower number can appear later.
    Across debates the cursor is (xid, id) below `pg_snapshot_xmin`.
    """

    xid = TransactionIdField(db_default=TransactionId(), editable=False)
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="changes")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ChangeKind])
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="changes")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveSmallIntegerField(null=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["xid", "id"], name="changes_in_order_of_commit"),
            models.Index(fields=["actor", "-id"], name="changes_by_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "seq"], name="changes_of_a_debate_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(ChangeKind)), name="a_change_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debate_id} {self.seq}: {self.kind}"


class Departure(models.Model):
    """That a public debate was deleted, or is not public any more: no Change of it tells that.

    Those who follow all public debates are told of it in one order with the Changes: (xid, id).
    """

    xid = TransactionIdField(db_default=TransactionId(), editable=False)
    debate_key = models.CharField(max_length=KEY_CHARS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["xid", "id"], name="departures_in_order_of_commit")]

    def __str__(self) -> str:
        return f"{self.debate_key} left"
