"""What a debate is about, in a word or two."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from debate.limits import TOPIC_NAME_MAX


class Topic(models.Model):
    """A subject under which debates are found; `slug` stands in its address."""

    slug = models.SlugField(max_length=TOPIC_NAME_MAX, unique=True)
    name = models.CharField(max_length=TOPIC_NAME_MAX)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_topic_per_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_topic_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
