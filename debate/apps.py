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
        _tell_what_is_kept()
        user_logged_in.connect(_give_what_was_kept, dispatch_uid="kept_for_sign_in")
        user_logged_in.connect(_give_opened_links, dispatch_uid="opened_links")


def _tell_what_is_kept() -> None:
    # They need the models.
    from debate.actions.credit import tell_of_name  # noqa: PLC0415
    from debate.actions.farewell import forget_person  # noqa: PLC0415
    from debate.models import register  # noqa: F401, PLC0415
    from debate.web import own_data  # noqa: PLC0415

    hooks.exports.extend(own_data.PARTS)
    hooks.labels.update(own_data.LABELS)
    hooks.farewells.append(hooks.Farewell("debate", forget_person))
    hooks.renamings.append(tell_of_name)


def _demo_sign_ins() -> list[tuple[str, str]]:
    from debate.management.demo.seed import demo_sign_ins  # noqa: PLC0415  needs the models

    return demo_sign_ins()


def _give_opened_links(sender: object, **told: Any) -> None:
    from debate.web.links import give_links_to_who_signed_in  # noqa: PLC0415  needs the models

    give_links_to_who_signed_in(sender, **told)


def _give_what_was_kept(sender: object, **told: Any) -> None:
    from debate.web.kept import give_to_who_signed_in  # noqa: PLC0415  needs the models

    give_to_who_signed_in(sender, **told)
