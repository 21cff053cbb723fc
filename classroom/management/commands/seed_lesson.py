"""`manage.py seed_lesson`: load the demo lesson, or put it back as it was."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from classroom.management.demo.seed import seed_lesson


class Command(BaseCommand):
    help = (
        "Load the demo lesson: a class of the demo's teacher in the middle of its debate. "
        "A second run changes nothing. For development only: it needs DEBUG, and the demo."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="put the lesson back as it was: first delete it with all that was said in it",
        )

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                _("Everybody may enter the demo lesson: it needs DEBUG."), returncode=2
            )
        if seed_lesson(at=timezone.now(), again=options["again"]):
            self.stdout.write(_("The demo lesson is loaded."))
