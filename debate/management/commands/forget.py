"""`manage.py forget`: delete what is no longer needed, as docs/retention.md says."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import hooks
from accounts.actions.deletion import forget_ended, forget_old_answers
from debate.tasks.retention import forget


class Command(BaseCommand):
    help = "Delete what is kept no longer (docs/retention.md); the worker does so once an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        for forgotten in forget(at):
            if forgotten.rows:
                self.stdout.write(f"{forgotten.rows} {forgotten.what}")
        for forget_more in hooks.forgettings:
            for what, rows in forget_more(at):
                if rows:
                    self.stdout.write(f"{rows} {what}")
        answers = forget_old_answers(at)
        sessions, rates = forget_ended(at)
        self.stdout.write(f"{sessions} sessions, {rates} counters, {answers} answers")
