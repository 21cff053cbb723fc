"""A debate, what holds in it at a moment, its kept numbers and the people in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import DISPLAY_NAME_MAX, KEY_CHARS
from debate.enums import Posting, Role, Side, Visibility
from debate.limits import CONCLUSION_MAX, LINK_KEY_CHARS
from debate.models.essay import Essay
from debate.models.topic import Topic


class Debate(models.Model):
    """One thesis and everything under it; `last_seq` numbers its Changes under this row's lock."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    essay = models.ForeignKey(
        Essay, null=True, blank=True, on_delete=models.PROTECT, related_name="debates"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="debates"
    )
    visibility = models.CharField(
        max_length=8, choices=[(v, v) for v in Visibility], default=Visibility.DRAFT
    )
    link_key = models.CharField(
        max_length=LINK_KEY_CHARS,
        null=True,
        blank=True,
        unique=True,
        help_text="of an unlisted debate; a new one revokes the old one",
    )
    language = models.CharField(max_length=12, default="en")
    topics = models.ManyToManyField(Topic, blank=True, related_name="debates")
    last_seq = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(blank=True, help_text="what its owner says in closing (Markdown)")
    conclusion_html = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "-id"], name="debates_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=list(Visibility)),
                name="a_debate_is_draft_members_unlisted_or_public",
            ),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.DRAFT, opened_at__isnull=True)
                | (~Q(visibility=Visibility.DRAFT) & Q(opened_at__isnull=False)),
                name="a_debate_is_opened_when_it_is_no_longer_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) | ~Q(visibility=Visibility.DRAFT),
                name="a_draft_is_not_archived",
            ),
            models.CheckConstraint(
                condition=Q(conclusion__length__lte=CONCLUSION_MAX),
                name="a_conclusion_is_not_too_long",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def next_seq(self) -> int:
        """Take the next number in the record; this row must be locked. Queries: 1."""
        self.last_seq += 1
        self.save(update_fields=["last_seq"])
        return self.last_seq


class DebateRules(models.Model):
    """What may be done in a debate and when: the first row that every write locks.

    `windows` and `personal` are the validated lists that `debate.logic.rules` reads. `blind` is the
    database's own: some window hides, or once hid, what others say or how they judge.
    """

    debate = models.OneToOneField(
        Debate, primary_key=True, on_delete=models.CASCADE, related_name="rules"
    )
    windows = models.JSONField(default=list)
    frozen = models.BooleanField(default=False)
    posting = models.CharField(
        max_length=9, choices=[(p, p) for p in Posting], default=Posting.EVERYBODY
    )
    hold_newcomers = models.BooleanField(
        default=False, help_text="whether first claims wait for somebody who keeps order"
    )
    personal = models.JSONField(
        default=list, db_default=Value([], models.JSONField()), help_text="windows of one person"
    )
    hold_all = models.BooleanField(
        default=False, db_default=False, help_text="whether all claims wait, not only first ones"
    )
    keepers_judge = models.BooleanField(
        default=True, db_default=True, help_text="whether the owner and moderators vote too"
    )
    blind = models.GeneratedField(
        expression=Func(
            F("windows"),
            Value("$[*] ? (exists(@.replies_hidden) || exists(@.results_hidden))"),
            function="jsonb_path_exists",
            template="%(function)s(%(expressions)s::jsonpath)",
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "debate rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(posting__in=list(Posting)),
                name="everybody_members_or_nobody_takes_part",
            ),
        ]

    def __str__(self) -> str:
        return f"rules of {self.debate_id}"


class DebateTally(models.Model):
    """A debate's kept numbers, for lists; only the worker and `recount` write them."""

    debate = models.OneToOneField(
        Debate, primary_key=True, on_delete=models.CASCADE, related_name="tally"
    )
    claims = models.PositiveIntegerField(default=0, help_text="live ones, the thesis apart")
    people = models.PositiveIntegerField(default=0, help_text="who wrote, voted or took a position")
    positions = models.JSONField(default=list, help_text="people at each place, -3 first")
    active_at = models.DateTimeField(default=timezone.now)
    seq = models.BigIntegerField(default=0, help_text="the last Change that was counted")
    position = models.BigIntegerField(default=0, help_text="the last Position that was counted")
    contested = models.FloatField(default=0, help_text="how evenly people are split on the thesis")

    class Meta:
        verbose_name_plural = "debate tallies"
        indexes = [
            models.Index(fields=["-active_at", "-debate"], name="debates_by_last_activity"),
            models.Index(fields=["-contested", "-debate"], name="debates_most_contested_first"),
        ]

    def __str__(self) -> str:
        return f"tally of {self.debate_id}"


class DirtyDebate(models.Model):
    """A debate that the worker has to look at: one row however often it was marked."""

    debate = models.OneToOneField(Debate, primary_key=True, on_delete=models.CASCADE)
    marked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"dirty {self.debate_id}"


class Membership(models.Model):
    """A person's place in one debate: access, role, side and the name shown there.

    Whoever went by a pseudonym and is no longer a member keeps the row without a role: it gives no
    access, but without it their name would stand under all that they wrote.
    """

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(
        max_length=9, choices=[(r, r) for r in Role], default=Role.MEMBER, null=True, blank=True
    )
    side = models.CharField(max_length=7, choices=[(s, s) for s in Side], null=True, blank=True)
    byline = models.CharField(max_length=DISPLAY_NAME_MAX, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "person"], name="one_membership_per_person_per_debate"
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(Role)), name="a_member_is_reader_member_or_moderator"
            ),
            models.CheckConstraint(
                condition=Q(side__isnull=True) | Q(side__in=list(Side)),
                name="a_side_is_for_or_against",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.debate_id}"
