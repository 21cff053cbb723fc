"""The recovery codes of people, as far as they are kept: nobody can read them here."""

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class RecoveryCode(models.Model):
    """One unused code of a person; using it deletes the row, which only one can do.

    `digest` is a keyed hash (`accounts.codes.digest`): without SECRET_KEY the table is worth
    nothing, and with another one the codes are void.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest"], name="a_recovery_code_is_kept_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.person_id}"
