"""Ways into a debate, and out of it: links, invitations, blocks."""

from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from debate.enums import Role
from debate.limits import LINK_KEY_CHARS
from debate.models.debate import Debate


def new_link_key() -> str:
    """A secret that is an address: 192 bits, 32 letters."""
    return token_urlsafe(LINK_KEY_CHARS * 3 // 4)


class LinkVisit(models.Model):
    """That a person opened the link of an unlisted debate; it counts while the link is the same."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="link_visits"
    )
    link_key = models.CharField(max_length=LINK_KEY_CHARS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "person"], name="one_link_visit_per_person_per_debate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.debate_id} by link"


class Invitation(models.Model):
    """A link that gives whoever signs in with it a role in a debate, until it is revoked."""

    key = models.CharField(
        max_length=LINK_KEY_CHARS, unique=True, default=new_link_key, editable=False
    )
    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=9, choices=[(r, r) for r in Role])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "role"], name="one_invitation_per_role_in_a_debate"
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(Role)),
                name="an_invitation_is_for_a_reader_member_or_moderator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.debate_id}"


class Block(models.Model):
    """That a person may add nothing to a debate any more."""

    debate = models.ForeignKey(Debate, on_delete=models.CASCADE, related_name="blocks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["debate", "person"], name="one_block_per_person_per_debate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} out of {self.debate_id}"
