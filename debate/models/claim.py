"""A claim, its immutable revisions and their sources."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS, TOKEN_NAME_MAX
from debate.enums import ClaimKind, ClaimState, Relation
from debate.limits import (
    CLAIM_DEPTH_MAX,
    CLAIM_DETAILS_MAX,
    CLAIM_TEXT_MAX,
    CLAIM_TEXT_MIN,
    PATH_LABEL_CHARS,
    SOURCE_TITLE_MAX,
    SOURCE_URL_MAX,
    SOURCES_PER_CLAIM_MAX,
)
from debate.models.debate import Debate, Membership
from debate.models.essay import Passage
from debate.models.fields import Lexemes


class Claim(models.Model):
    """One assertion in a debate, with its newest wording copied from its newest revision.

    `path` is the parent's path, a dot and an own label of 16 hex digits (the number of the Change
    that stated it), so that one range of an index is a subtree in the order of time.
    `bears_as` is the relation, or `thesis`: replies copy it as `parent_bears_as`, a composite
    foreign key holds the two together, and CHECKs forbid what may not answer what.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="claims")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
        db_constraint=False,  # the composite key a_reply_stays_in_its_parents_debate holds more
    )
    parent_bears_as = models.CharField(max_length=8, null=True, blank=True, editable=False)
    parent_revision = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="the wording that was answered"
    )
    depth = models.PositiveSmallIntegerField()
    path = models.TextField(db_collation="C")
    kind = models.CharField(max_length=6, choices=[(k, k) for k in ClaimKind])
    relation = models.CharField(
        max_length=8, choices=[(r, r) for r in Relation], null=True, blank=True
    )
    bears_as = models.GeneratedField(
        expression=Coalesce(F("relation"), Value("thesis")),
        output_field=models.CharField(max_length=8),
        db_persist=True,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    state = models.CharField(
        max_length=9, choices=[(s, s) for s in ClaimState], default=ClaimState.LIVE
    )
    language = models.CharField(max_length=12, default="en")
    text = models.CharField(max_length=CLAIM_TEXT_MAX)
    lexemes = models.GeneratedField(
        expression=Lexemes(F("language"), F("text")),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    details_html = models.TextField(blank=True)
    via = models.CharField(
        max_length=TOKEN_NAME_MAX,
        blank=True,
        default="",
        db_default="",
        help_text="what its author calls the program that posted it; empty if they did",
    )
    sources_count = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveSmallIntegerField(default=1, help_text="number of the newest one")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    locked_here = models.BooleanField(
        default=False, db_default=False, help_text="whether a lock was put on it"
    )
    locked = models.BooleanField(
        default=False, db_default=False, help_text="whether it, or a claim above it, has a lock"
    )

    class Meta:
        indexes = [
            models.Index(fields=["author", "-created_at"], name="claims_by_author_newest_first"),
            GinIndex(fields=["lexemes"], name="claims_by_their_words"),
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="claims_by_their_letters"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "path"], name="one_claim_per_place_in_a_debate"
            ),
            models.UniqueConstraint(
                fields=["debate"],
                condition=Q(kind=ClaimKind.THESIS),
                name="one_thesis_per_debate",
            ),
            models.UniqueConstraint(
                fields=["debate", "id", "bears_as"], name="a_claim_can_be_answered_as_it_bears"
            ),
            models.UniqueConstraint(
                fields=["id", "author", "bears_as"], name="a_claim_can_be_voted_on_as_it_bears"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=ClaimKind.THESIS,
                    parent__isnull=True,
                    parent_bears_as__isnull=True,
                    parent_revision__isnull=True,
                    relation__isnull=True,
                    depth=0,
                )
                | Q(
                    kind__in=[ClaimKind.POINT, ClaimKind.REPLY],
                    parent__isnull=False,
                    parent_bears_as__isnull=False,
                    parent_revision__isnull=False,
                    relation__isnull=False,  # `IN` alone answers NULL, which a CHECK lets pass
                    relation__in=list(Relation),
                    depth__gte=1,
                ),
                name="every_claim_but_the_thesis_has_a_parent_and_a_relation",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ClaimKind.POINT) | Q(relation=Relation.SUPPORT, depth=1),
                name="a_point_supports_the_thesis",
            ),
            models.CheckConstraint(
                condition=~Q(relation=Relation.UNDERCUT, parent_bears_as="thesis"),
                name="no_undercut_of_a_thesis",
            ),
            models.CheckConstraint(
                condition=~Q(
                    relation__in=[Relation.REBUT, Relation.UNDERCUT],
                    parent_bears_as=Relation.QUESTION,
                ),
                name="no_rebut_or_undercut_of_a_question",
            ),
            models.CheckConstraint(
                condition=Q(depth__lte=CLAIM_DEPTH_MAX), name="a_thread_is_not_too_deep"
            ),
            models.CheckConstraint(
                condition=Q(
                    path__length=(PATH_LABEL_CHARS + 1) * (F("depth") + 1) - 1,
                ),
                name="a_path_has_one_label_per_level",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(ClaimState)),
                name="a_claim_is_live_withdrawn_or_hidden",
            ),
            models.CheckConstraint(
                condition=Q(text__length__lte=CLAIM_TEXT_MAX)
                & (~Q(state=ClaimState.LIVE) | Q(text__length__gte=CLAIM_TEXT_MIN)),
                name="a_claim_is_neither_empty_nor_too_long",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=ClaimState.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="a_withdrawn_claim_knows_when",
            ),
            models.CheckConstraint(
                condition=Q(locked_here=False) | Q(locked=True),
                name="a_claim_with_a_lock_is_locked",
            ),
            models.CheckConstraint(
                condition=Q(sources_count__lte=SOURCES_PER_CLAIM_MAX),
                name="a_claim_has_not_too_many_sources",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def author_side(self) -> str | None:
        """The side that its author is on in this debate. Queries: 1."""
        seat = Membership.objects.filter(debate=self.debate_id, person=self.author_id)
        return seat.values_list("side", flat=True).first()


class ClaimRevision(models.Model):
    """One immutable wording of a claim, with its details as written (Markdown)."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=CLAIM_TEXT_MAX)
    details = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "number"], name="claim_revisions_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="claim_revisions_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=Q(details__length__lte=CLAIM_DETAILS_MAX),
                name="the_details_of_a_claim_are_not_too_long",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} revision {self.number}"


class Source(models.Model):
    """Where a wording of a claim got it from: an address, a title, or both."""

    revision = models.ForeignKey(ClaimRevision, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=SOURCE_TITLE_MAX, blank=True)
    url = models.URLField(max_length=SOURCE_URL_MAX, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "position"], name="sources_of_a_revision_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=SOURCES_PER_CLAIM_MAX),
                name="a_wording_has_not_too_many_sources",
            ),
            models.CheckConstraint(
                condition=~Q(title="", url=""), name="a_source_has_a_title_or_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url
