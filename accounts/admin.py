"""The rescue tool for people: find one, change a role, set a password.

Suspending, banning and voiding votes have pages of their own, which keep acts of it; an account is
closed for good by whoever has it.
"""

from typing import override

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin as PasswordAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions.settings import keep_address, tell_of_name
from accounts.enums import PersonKind
from accounts.models import User

# The admin's own sign-in knows no limits: it would be a second door to guess passwords at.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Who may do what hangs on User.role alone; groups would be a second truth.
for unused in (Group, EmailAddress):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)


@admin.register(User)
class UserAdmin(PasswordAdmin):
    """Django's own, for its page that sets somebody's password; what it lists is ours."""

    fieldsets = None
    filter_horizontal = []
    list_display = ["handle", "display_name", "kind", "role", "is_active", "date_joined"]
    list_filter = ["role", "kind", "is_active"]
    search_fields = ["handle", "display_name", "email", "key"]
    ordering = ["-id"]
    fields = [
        "key",
        "kind",
        "handle",
        "display_name",
        "email",
        "password",
        "role",
        "is_active",
        "suspended_until",
        "banned",
        "votes_void",
        "language",
        "time_zone",
        "date_joined",
        "last_login",
    ]
    readonly_fields = [
        "key",
        "kind",
        "is_active",
        "suspended_until",
        "banned",
        "votes_void",
        "date_joined",
        "last_login",
    ]
    actions = ["open_accounts"]
    show_full_result_count = False

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people sign up; `manage.py createsuperuser` makes the first of the staff

    @override
    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        gone = obj is not None and obj.kind == PersonKind.GONE  # nobody can be brought back
        return not gone and super().has_change_permission(request, obj)

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        # Not one's own role: the last of the staff could lock everybody out.
        own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, "role"] if own else list(self.readonly_fields)

    @override
    def log_change(self, request: HttpRequest, obj: User, message: object) -> LogEntry:
        """By their key: what is written here stays when the person and their name are gone."""
        entry: LogEntry = super().log_change(request, obj, message)
        entry.object_repr = obj.key
        entry.save(update_fields=["object_repr"])
        return entry

    @override
    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # what they wrote hangs on them: an account is closed, not deleted

    @override
    def save_model(self, request: HttpRequest, obj: User, form: Form, change: bool) -> None:
        obj.email = obj.email.lower() if obj.email else None
        super().save_model(request, obj, form, change)
        keep_address(obj)
        if "display_name" in form.changed_data:
            tell_of_name(obj)

    @admin.action(description=_("Open the accounts again"))
    @transaction.atomic
    def open_accounts(self, _request: HttpRequest, people: QuerySet[User]) -> None:
        closed = people.filter(is_active=False).exclude(kind=PersonKind.GONE)
        for person in closed.order_by("pk").select_for_update(no_key=True):
            person.is_active = True
            person.save(update_fields=["is_active"])
            tell_of_name(person)
