"""The app of people: who they are and how they come in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        # They need the models.
        from accounts import hooks  # noqa: PLC0415
        from accounts.models import register  # noqa: F401, PLC0415
        from accounts.web import archive  # noqa: PLC0415

        hooks.exports[:0] = archive.PARTS
        hooks.labels.update(archive.LABELS)
