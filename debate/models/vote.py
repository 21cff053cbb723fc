"""Votes on claims and the tallies kept of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from debate.enums import Relation, VoteValue
from debate.models.claim import Claim
from debate.models.debate import Debate


class Tally(models.Model):
    """A claim's votes counted: a narrow row apart from the wide claim, so that votes stay cheap.

    `version` counts its changes, `told` is the version that the last `tallied` Change told of.
    """

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.CASCADE, related_name="tally"
    )
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="+")
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    best = models.FloatField(help_text="lower bound of the share that is convinced, 0..1")
    strength = models.FloatField(null=True, help_text="0..1; null until it is computed")
    version = models.BigIntegerField(default=0)
    told = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.CheckConstraint(
                condition=Q(told__lte=F("version")), name="a_tally_is_not_told_before_it_changes"
            ),
        ]

    def __str__(self) -> str:
        return f"+{self.up} -{self.down} ?{self.unsure}"


class Vote(models.Model):
    """One person's judgement of one claim, with the number of the revision that was judged.

    `claim_author` and `claim_bears_as` are copies held to the claim by a composite foreign key.
    """

    claim = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        related_name="votes",
        db_index=False,  # one_vote_per_person_per_claim begins with it
        db_constraint=False,  # the composite key a_vote_is_on_a_claim_as_it_is holds more
    )
    claim_author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    claim_bears_as = models.CharField(max_length=8, editable=False)
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes", db_index=False
    )
    value = models.SmallIntegerField(choices=[(v, v.name.lower()) for v in VoteValue])
    previous = models.SmallIntegerField(null=True, editable=False)
    revision = models.PositiveSmallIntegerField()
    cast_at = models.DateTimeField(default=timezone.now)
    valid = models.BooleanField(
        default=True, db_default=True, help_text="void ones are kept and not counted"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "debate", "claim"],
                include=["value"],
                name="votes_of_a_person_in_a_debate",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "person"], name="one_vote_per_person_per_claim"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("claim_author")), name="no_vote_on_ones_own_claim"
            ),
            models.CheckConstraint(
                condition=~Q(claim_bears_as=Relation.QUESTION), name="no_vote_on_a_question"
            ),
            models.CheckConstraint(
                condition=Q(value__in=list(VoteValue)),
                name="a_vote_is_convincing_unsure_or_not_convincing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.claim_id}: {self.value}"
