"""An essay, its immutable revisions, and the passages of them that claims are anchored to."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length
from django.utils import timezone

from accounts.keys import new_key
from accounts.limits import KEY_CHARS
from debate.limits import (
    ESSAY_TEXT_MAX,
    ESSAY_TITLE_MAX,
    ESSAY_WRITER_MAX,
    PASSAGE_CONTEXT_MAX,
    PASSAGE_MAX,
    SOURCE_URL_MAX,
)
from debate.models.fields import Lexemes


class Essay(models.Model):
    """A text that argues for a thesis; its words live in EssayRevision."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=ESSAY_TITLE_MAX)
    writer = models.CharField(max_length=ESSAY_WRITER_MAX, blank=True)
    own_words = models.BooleanField(
        default=False, help_text="whoever brought it says: I wrote this"
    )
    source_url = models.URLField(max_length=SOURCE_URL_MAX, blank=True)
    written_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=12, default="en")
    lexemes = models.GeneratedField(
        expression=Lexemes(F("language"), Concat(F("title"), Value(" "), F("writer"))),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [GinIndex(fields=["lexemes"], name="essays_by_title_and_writer")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="an_essay_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class EssayRevision(models.Model):
    """One immutable wording of an essay: canonical text, blocks apart by a blank line."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12, default="en", help_text="the essay's, copied")
    text = models.TextField()
    lexemes = models.GeneratedField(
        expression=Lexemes(F("language"), F("text")),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [GinIndex(fields=["lexemes"], name="essays_by_their_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["essay", "number"], name="essay_revisions_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="essay_revisions_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(text__length__lte=ESSAY_TEXT_MAX),
                name="an_essay_is_neither_empty_nor_too_long",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.essay_id} revision {self.number}"


class Passage(models.Model):
    """A span of one revision: quote and context to find it again, start and end in code points."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    revision = models.ForeignKey(EssayRevision, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=PASSAGE_CONTEXT_MAX, blank=True)
    suffix = models.CharField(max_length=PASSAGE_CONTEXT_MAX, blank=True)

    class Meta:
        ordering = ["start", "end"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "start", "end"], name="one_passage_per_span_of_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="a_passage_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(end=F("start") + Length("exact")),
                name="a_passage_is_as_long_as_its_quote",
            ),
            models.CheckConstraint(
                condition=Q(exact__length__lte=PASSAGE_MAX), name="a_passage_is_not_too_long"
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:60]
