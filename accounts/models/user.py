"""A person: with an account, or a guest in a class."""

from __future__ import annotations

from datetime import datetime
from typing import Any, override

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import PersonKind, Role, Theme
from accounts.keys import new_key
from accounts.limits import DISPLAY_NAME_MAX, EMAIL_MAX, HANDLE_MAX, HANDLE_MIN, KEY_CHARS
from accounts.names import HANDLE

valid_handle = RegexValidator(
    rf"^{HANDLE.pattern}\Z",
    message=_(
        "Use %(min)d to %(max)d small letters, digits, hyphens or underscores, "
        "with a letter or digit at both ends."
    )
    % {"min": HANDLE_MIN, "max": HANDLE_MAX},
    code="invalid_handle",
)


class UserManager(BaseUserManager["User"]):
    """Makes people; handles and e-mail addresses are kept in small letters."""

    def create_user(
        self, handle: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """A person with an account; without a password nobody can sign in as them."""
        fields.setdefault("display_name", handle)
        user = self.model(handle=handle.lower(), email=(email or "").lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, handle: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """A person who runs the site and may use the admin."""
        return self.create_user(
            handle, email, password, role=Role.STAFF, is_superuser=True, **fields
        )

    def key_of(self, name: str) -> str | None:
        """The key of whoever signs in by this handle or e-mail address, if anybody. Queries: 1."""
        return self.named(name).values_list("key", flat=True).first()

    def named(self, name: str) -> models.QuerySet[User]:
        """Whoever signs in by this handle or e-mail address: one person, or nobody."""
        if not name.isprintable():  # NUL and half a surrogate pair are no text to PostgreSQL
            return self.none()
        return self.alias(address=Lower("email")).filter(
            Q(handle=name.lower()) | Q(address=name.lower())
        )

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(handle=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Everybody who can do something; every `by=` in the code is one of these."""

    key = models.CharField(max_length=KEY_CHARS, unique=True, default=new_key, editable=False)
    kind = models.CharField(
        max_length=6, choices=[(k, k) for k in PersonKind], default=PersonKind.PERSON
    )
    # NULL, not "", for who has none: NULLs do not collide in a unique index.
    handle = models.CharField(
        _("handle"), max_length=HANDLE_MAX, unique=True, null=True, validators=[valid_handle]
    )
    display_name = models.CharField(_("name"), max_length=DISPLAY_NAME_MAX)
    email = models.EmailField(_("e-mail"), max_length=EMAIL_MAX, null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=6, choices=[(t, t) for t in Theme], default=Theme.SYSTEM)
    role = models.CharField(max_length=9, choices=[(r, r) for r in Role], default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    suspended_until = models.DateTimeField(null=True, blank=True)
    banned = models.BooleanField(default=False, help_text="suspended without an end")
    votes_void = models.BooleanField(default=False, help_text="whether their votes do not count")
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        indexes = [models.Index(Lower("display_name"), name="people_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email_address"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[PersonKind.GUEST, PersonKind.GONE],
                    handle__isnull=True,
                    email__isnull=True,
                )
                | Q(kind=PersonKind.PERSON, handle__isnull=False),
                name="a_person_has_a_handle_and_a_guest_has_none",
            ),
            models.CheckConstraint(
                condition=Q(handle__isnull=True) | Q(handle__regex=f"^{HANDLE.pattern}$"),
                name="a_handle_is_small_letters_digits_hyphens_or_underscores",
            ),
            models.CheckConstraint(
                condition=(~Q(display_name="") & ~Q(kind=PersonKind.GONE))
                | Q(display_name="", kind=PersonKind.GONE, is_active=False),
                name="a_person_has_a_name_until_they_are_gone",
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(Role)), name="a_role_is_member_moderator_or_staff"
            ),
            models.CheckConstraint(
                condition=Q(theme__in=list(Theme)), name="a_theme_is_system_light_or_dark"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def suspended(self, at: datetime) -> bool:
        """Whether this person may add nothing to the site at that moment."""
        return self.banned or (self.suspended_until is not None and at < self.suspended_until)

    @property
    def is_staff(self) -> bool:
        """Whether the admin is open to this person (Django asks for this name)."""
        return self.role == Role.STAFF

    @override
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the admin lets this person do something: staff everything, others nothing.

        The role is the one truth; Django's flag, groups and permissions are not asked.
        """
        return self.is_active and self.is_staff

    @override
    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
