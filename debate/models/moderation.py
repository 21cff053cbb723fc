"""Keeping order: flags, held claims, the log of acts and what is said about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS, TOKEN_NAME_MAX
from debate.enums import (
    FLAG_REASONS,
    ActKind,
    Decision,
    HeldState,
    Reason,
    Relation,
)
from debate.limits import APPEAL_MAX, CLAIM_DETAILS_MAX, CLAIM_TEXT_MAX, NOTE_MAX
from debate.models.claim import Claim
from debate.models.debate import Debate


class Flag(models.Model):
    """That a person wants somebody who keeps order to look at a claim; nobody learns who."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="flags")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="flags")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="flags"
    )
    reason = models.CharField(max_length=9, choices=[(r, r) for r in FLAG_REASONS])
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["debate", "claim"],
                condition=Q(settled_at__isnull=True),
                name="flags_that_wait",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "person"],
                condition=Q(settled_at__isnull=True),
                name="one_waiting_flag_per_person_per_claim",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=list(FLAG_REASONS)), name="a_flag_has_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.reason}"


class HeldClaim(models.Model):
    """A newcomer's claim that is not part of the debate until somebody approves it.

    It is no Claim: nothing that reads claims can show it by mistake.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="held_claims")
    parent = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    parent_revision = models.PositiveSmallIntegerField(help_text="the wording that was answered")
    relation = models.CharField(max_length=8, choices=[(r, r) for r in Relation])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_claims"
    )
    text = models.CharField(max_length=CLAIM_TEXT_MAX)
    details = models.TextField(blank=True)
    sources = models.JSONField(default=list, help_text="pairs of title and address")
    via = models.CharField(max_length=TOKEN_NAME_MAX, blank=True, default="", db_default="")
    state = models.CharField(
        max_length=8, choices=[(s, s) for s in HeldState], default=HeldState.WAITING
    )
    at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["debate", "id"], condition=Q(state=HeldState.WAITING), name="held_that_wait"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(HeldState)),
                name="a_held_claim_is_waiting_returned_or_removed",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=list(Relation)), name="a_held_claim_has_a_relation"
            ),
            models.CheckConstraint(
                condition=Q(details__length__lte=CLAIM_DETAILS_MAX),
                name="the_details_of_a_held_claim_are_not_too_long",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Act(models.Model):
    """One line of the log of moderation: closed words and numbers, nobody's sentences.

    The database keeps it (migration 0007_act): rows are numbered without a gap, each is hashed with
    the one before, and no statement changes or deletes one. It refers to nothing by foreign key,
    because nothing that happens to a debate or a person may reach it.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in ActKind])
    reason = models.CharField(max_length=12, choices=[(r, r) for r in Reason])
    debate_key = models.CharField(max_length=KEY_CHARS, null=True)
    claim_key = models.CharField(max_length=KEY_CHARS, null=True)
    actor_number = models.BigIntegerField()
    subject_number = models.BigIntegerField(null=True, help_text="whom it concerns")
    about = models.CharField(max_length=KEY_CHARS, null=True, help_text="the act that it answers")
    detail = models.JSONField(default=dict, help_text="closed words and numbers")
    at = models.DateTimeField()
    previous = models.BinaryField(editable=False, default=b"")
    hash = models.BinaryField(editable=False, default=b"")

    class Meta:
        managed = False
        db_table = "debate_act"

    def __str__(self) -> str:
        return f"{self.id}: {self.kind}"


class Case(models.Model):
    """What people say about an act: the note of who acted, the one appeal, the answer to it."""

    act = models.OneToOneField(
        Act, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="case"
    )
    debate = models.ForeignKey(Debate, null=True, on_delete=models.CASCADE, related_name="cases")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="cases")
    held = models.ForeignKey(HeldClaim, null=True, on_delete=models.SET_NULL, related_name="cases")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    decision = models.CharField(
        max_length=10, choices=[(d, d) for d in Decision], null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=NOTE_MAX, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["debate", "appealed_at"],
                condition=Q(appealed_at__isnull=False, decided_at__isnull=True),
                name="appeals_that_wait",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(appeal__length__lte=APPEAL_MAX), name="an_appeal_is_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision__isnull=True)
                | Q(
                    decided_at__isnull=False,
                    decision__in=list(Decision),
                    appealed_at__isnull=False,
                ),
                name="only_an_appeal_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"case of {self.act_id}"
