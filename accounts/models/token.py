"""The tokens by which programs act for people; what is kept of one opens nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken

from accounts.enums import Scope
from accounts.keys import new_key
from accounts.limits import KEY_CHARS, TOKEN_NAME_MAX


class Token(AbstractAuthToken):
    """What one program may do for one person, until it expires or is revoked.

    `digest` is a hash of the token, which is shown once; deleting the row revokes it. `name` is
    what its owner calls the program; it stands beside what the program posts.
    """

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=TOKEN_NAME_MAX)
    scopes = ArrayField(models.CharField(max_length=8, choices=[(s, s) for s in Scope]))
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[str(scope) for scope in Scope])
                & Q(scopes__len__gte=1),
                name="a_token_has_known_scopes",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
