"""The app of debates: essays, claims, votes and what follows from them."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from accounts import hooks


class DebateConfig(AppConfig):
    name = "debate"
    verbose_name = _("Debates")

    def ready(self) -> None:
        hooks.demo_sign_ins.append(_demo_sign_ins)
        user_logged_in.connect(_give_what_was_kept, dispatch_uid="kept_for_sign_in")


def _demo_sign_ins() -> list[tuple[str, str]]:
    from debate.management.demo.seed import demo_sign_ins  # noqa: PLC0415  needs the models

    return demo_sign_ins()


def _give_what_was_kept(sender: object, **told: Any) -> None:
    from debate.web.kept import give_to_who_signed_in  # noqa: PLC0415  needs the models

    give_to_who_signed_in(sender, **told)
