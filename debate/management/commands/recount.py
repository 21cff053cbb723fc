"""`manage.py recount`: rebuild every kept number and report what was wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debate.models import Debate
from debate.tasks.recount import recount_debate


class Command(BaseCommand):
    help = "Rebuild every kept number from votes, revisions and changes; reports what was wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("debates", nargs="*", help="keys of debates; all without any")

    def handle(self, *args: Any, **options: Any) -> None:
        debates = Debate.objects.order_by("pk")
        if options["debates"]:
            debates = debates.filter(key__in=options["debates"])
        wrong = 0
        for pk, key in debates.values_list("pk", "key"):
            for drift in recount_debate(pk):
                wrong += 1
                self.stdout.write(
                    _("%(debate)s: %(number)s of %(of)s was %(kept)s, is %(counted)s")
                    % {
                        "debate": key,
                        "number": drift.number,
                        "of": drift.of,
                        "kept": drift.kept,
                        "counted": drift.counted,
                    }
                )
        self.stdout.write(
            ngettext("%(n)d number was wrong.", "%(n)d numbers were wrong.", wrong) % {"n": wrong}
            if wrong
            else _("Every kept number is right.")
        )
