"""The app of debates: essays, claims, votes and what follows from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts import hooks


class DebateConfig(AppConfig):
    name = "debate"
    verbose_name = _("Debates")

    def ready(self) -> None:
        hooks.demo_sign_ins.append(_demo_sign_ins)


def _demo_sign_ins() -> list[tuple[str, str]]:
    from debate.management.demo.seed import demo_sign_ins  # noqa: PLC0415  needs the models

    return demo_sign_ins()
