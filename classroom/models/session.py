"""A session: a class that debates live, its phases, its groups and its teachers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS
from classroom.enums import Holding, Naming, SessionState, SideRule
from classroom.limits import (
    ANNOUNCEMENT_MAX,
    CLASS_NAME_MAX,
    CODE_CHARS,
    EXTERNAL_ID_MAX,
    GRACE_SECONDS_MAX,
    INSTRUCTION_MAX,
    PHASE_NAME_MAX,
    PHASE_SECONDS_MAX,
    SESSION_NAME_MAX,
)
from classroom.models.course import Class
from debate.enums import Answerable, RepliesHidden, ResultsHidden
from debate.models import Debate


class Session(models.Model):
    """One lesson: who teaches it, how one comes in, and where its clock stands.

    Which phase holds and when it ends stands in the windows of its debates alone (label: the key of
    the phase). `left_seconds` is what was left of it when it was paused; `undo` is what the last
    move of the clock replaced: `{"phase": key, "left": seconds or null, "paused": bool, "to": key,
    "at": moment}`.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=SESSION_NAME_MAX)
    of_class = models.ForeignKey(
        Class, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions"
    )
    source = models.ForeignKey(
        Debate,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="the debate that its own are copies of",
    )
    external_id = models.CharField(max_length=EXTERNAL_ID_MAX, blank=True)
    state = models.CharField(
        max_length=7, choices=[(s, s) for s in SessionState], default=SessionState.PLANNED
    )
    # NULL, not "", while nobody can come in: NULLs do not collide in a unique index.
    code = models.CharField(max_length=CODE_CHARS, null=True, blank=True, unique=True)
    code_until = models.DateTimeField(null=True, blank=True)
    naming = models.CharField(max_length=10, choices=[(n, n) for n in Naming], default=Naming.NAMES)
    side_rule = models.CharField(
        max_length=11, choices=[(s, s) for s in SideRule], default=SideRule.FREE
    )
    holding = models.CharField(
        max_length=7, choices=[(h, h) for h in Holding], default=Holding.NOTHING
    )
    lobby = models.BooleanField(default=True, help_text="whoever is not listed waits in it")
    grace_seconds = models.PositiveSmallIntegerField(default=0)
    runs_by_itself = models.BooleanField(
        default=False, help_text="whether each phase that ends is followed by the next"
    )
    time_zone = models.CharField(max_length=64, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="planned")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    left_seconds = models.PositiveIntegerField(null=True, blank=True)
    undo = models.JSONField(null=True, blank=True)
    announcement = models.CharField(max_length=ANNOUNCEMENT_MAX, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    rubric = models.JSONField(
        null=True, blank=True, help_text="name and criteria as they were when it was chosen"
    )
    grades_released_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["teacher", "-created_at"], name="sessions_of_a_teacher")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_session_has_a_name"),
            models.CheckConstraint(
                condition=Q(state__in=list(SessionState)),
                name="a_session_is_planned_running_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(naming__in=list(Naming)), name="a_session_shows_names_or_pseudonyms"
            ),
            models.CheckConstraint(
                condition=Q(side_rule__in=list(SideRule)), name="sides_are_given_by_a_known_rule"
            ),
            models.CheckConstraint(
                condition=Q(holding__in=list(Holding)),
                name="nothing_first_claims_or_all_are_held",
            ),
            models.CheckConstraint(
                condition=Q(grace_seconds__lte=GRACE_SECONDS_MAX), name="a_grace_is_short"
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code_until__isnull=False),
                name="a_code_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(left_seconds__isnull=True) | Q(state=SessionState.RUNNING),
                name="only_a_running_session_is_paused",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class SessionTeacher(models.Model):
    """A co-teacher of a session; `names` lets them see who students are."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="co_teachers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions_shared"
    )
    names = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="a_session_is_shared_with_somebody_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}"


class Phase(models.Model):
    """A part of a session: what may be done in it, for how long, and what students are told.

    `allow` lists debate.enums.Permission, `relations` debate.enums.Relation. The fishbowl's `inner`
    lists what those in the circle may do besides (Permission).
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="phases")
    place = models.PositiveSmallIntegerField(help_text="in the order of phases, from 1")
    name = models.CharField(max_length=PHASE_NAME_MAX)
    instruction = models.CharField(max_length=INSTRUCTION_MAX, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True, help_text="none: until the next")
    allow = models.JSONField(default=list)
    relations = models.JSONField(default=list, help_text="none: all of them")
    inner = models.JSONField(default=list)
    answer = models.CharField(
        max_length=10, choices=[(a, a) for a in Answerable], default=Answerable.ANYBODY
    )
    results_hidden = models.CharField(
        max_length=8, choices=[(r, r) for r in ResultsHidden], default=ResultsHidden.NONE
    )
    replies_hidden = models.CharField(
        max_length=6, choices=[(r, r) for r in RepliesHidden], default=RepliesHidden.NONE
    )
    tasks = models.JSONField(default=dict, help_text="Task: how many")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "place"],
                name="phases_of_a_session_are_numbered_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_phase_has_a_name"),
            models.CheckConstraint(
                condition=Q(seconds__isnull=True)
                | Q(seconds__gte=1, seconds__lte=PHASE_SECONDS_MAX),
                name="a_phase_lasts_a_second_to_two_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.place}: {self.name}"


class Group(models.Model):
    """A part of a class with a debate of its own; a session has one or more, numbered from 1."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    debate = models.OneToOneField(Debate, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"], name="groups_of_a_session_are_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"group {self.number} of {self.session_id}"


class Template(models.Model):
    """What a session was set up with, kept to start others from: no people and no words of theirs.

    `settings` and `phases` hold the columns of Session and Phase that a teacher sets.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_templates"
    )
    name = models.CharField(max_length=CLASS_NAME_MAX)
    settings = models.JSONField(default=dict)
    phases = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_template_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.key
