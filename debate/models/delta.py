"""What changed somebody's view: credit from a person to a claim."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from debate.limits import DELTA_REASON_MAX
from debate.models.claim import Claim


class Delta(models.Model):
    """That a claim changed the view of a person, with why, if they say so.

    Who gave it is told to nobody. `claim_author` and `claim_bears_as` are copies held to the claim
    by a composite foreign key.
    """

    claim = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        related_name="deltas",
        db_index=False,  # one_delta_per_person_per_claim begins with it
        db_constraint=False,  # the composite key a_delta_is_for_a_claim_as_it_is holds more
    )
    claim_author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    claim_bears_as = models.CharField(max_length=8, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deltas"
    )
    reason = models.CharField(max_length=DELTA_REASON_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "person"], name="one_delta_per_person_per_claim"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("claim_author")), name="no_delta_for_ones_own_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.claim_id}"
