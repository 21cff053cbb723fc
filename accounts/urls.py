"""The addresses of people: the door, their settings, and the ways back in.

Those of the door and of the password carry allauth's names, which it looks up by itself; its other
pages are not part of this site.
"""

from django.urls import path, re_path

from accounts import keys
from accounts.limits import KEY_CHARS
from accounts.web.forgotten import ForgottenPassword, Recovery, ResetByLink, ResetSent
from accounts.web.own_data import Deletion, Export
from accounts.web.settings import ChangePassword, Email, RecoveryCodes, Settings
from accounts.web.tokens import TokenRevocation, Tokens
from accounts.web.views import SignIn, SignOut, SignUp

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("signup/", SignUp.as_view(), name="account_signup"),
    path("logout/", SignOut.as_view(), name="account_logout"),
    path("settings/", Settings.as_view(), name="settings"),
    path("email/", Email.as_view(), name="email"),
    path("password/change/", ChangePassword.as_view(), name="account_change_password"),
    path("password/reset/", ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/reset/sent/", ResetSent.as_view(), name="account_reset_password_done"),
    re_path(
        rf"^password/reset/(?P<uidb36>[a-z0-9]{{{KEY_CHARS}}})-(?P<key>[0-9a-z-]{{1,100}})/\Z",
        ResetByLink.as_view(),
        name="account_reset_password_from_key",
    ),
    path("export/", Export.as_view(), name="export"),
    path("deletion/", Deletion.as_view(), name="account-deletion"),
    path("recovery/", Recovery.as_view(), name="recovery"),
    path("recovery-codes/", RecoveryCodes.as_view(), name="recovery-codes"),
    path("tokens/", Tokens.as_view(), name="tokens"),
    re_path(
        rf"^tokens/(?P<key>{keys.PATTERN})/revocation/\Z",
        TokenRevocation.as_view(),
        name="token-revocation",
    ),
]
