"""The rescue tool for people: find one, change a role, set a password, close an account."""

from typing import override

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as PasswordAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions.settings import keep_address
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
        "language",
        "time_zone",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["key", "kind", "date_joined", "last_login"]
    actions = ["close_accounts", "open_accounts"]
    show_full_result_count = False

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people sign up; `manage.py createsuperuser` makes the first of the staff

    @override
    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # what they wrote hangs on them: an account is closed, not deleted

    @override
    def save_model(self, request: HttpRequest, obj: User, form: Form, change: bool) -> None:
        obj.email = obj.email.lower() if obj.email else None
        super().save_model(request, obj, form, change)
        keep_address(obj)

    @admin.action(description=_("Close the accounts"))
    def close_accounts(self, request: HttpRequest, people: QuerySet[User]) -> None:
        # Not one's own: the last of the staff could lock everybody out.
        people.exclude(key=getattr(request.user, "key", "")).update(is_active=False)

    @admin.action(description=_("Open the accounts again"))
    def open_accounts(self, _request: HttpRequest, people: QuerySet[User]) -> None:
        people.update(is_active=True)
