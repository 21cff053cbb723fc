"""`manage.py seed_demo`: load the demo, or put it back as it was."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from debate.management.demo.cast import DEMO_PASSWORD
from debate.management.demo.seed import introductions, seed_demo


class Command(BaseCommand):
    help = (
        "Load the demo: two debates with their people, who all have the same password. "
        "A second run changes nothing. For development only: it needs DEBUG."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="put the demo back as it was: first delete all debates that its people own, "
            "with everything written in them",
        )

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                _("The demo's people share a password that everybody knows: it needs DEBUG."),
                returncode=2,
            )
        made = seed_demo(at=timezone.now(), again=options["again"])
        people = introductions()
        width = max((len(handle) for handle, _person in people), default=0)
        lines = [
            _("The demo is loaded.") if made else _("The demo is already there."),
            _("Sign in with the password %(password)s as") % {"password": DEMO_PASSWORD},
            *(f"  {handle:<{width}}  {person.name}, {person.does}" for handle, person in people),
        ]
        self.stdout.write("\n".join(lines))
