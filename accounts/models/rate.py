"""How often something was done in the present window of time: the memory of the rate limits."""

from django.db import models


class Rate(models.Model):
    """One counter for one scope (`sign_in_person`) and one subject (a name, a network).

    The table is UNLOGGED: counters are written on every sign-in and need not survive a crash.
    """

    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    window = models.BigIntegerField(help_text="number of whole windows since the epoch")
    count = models.IntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "subject", "window"], name="one_counter_per_subject_and_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject}: {self.count}"
