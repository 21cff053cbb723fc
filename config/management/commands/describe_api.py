"""Write the description of the API into docs/api/openapi.json, unless it breaks a promise."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.api.description.document import description
from config.api.description.kept import CHANGELOG, KEPT, read_kept, unnamed_breaks, write_kept


class Command(BaseCommand):
    help = "Write the description of the API into docs/api/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        made = description()
        if KEPT.exists():
            missing = unnamed_breaks(read_kept(), made, CHANGELOG.read_text())
            if missing:
                raise CommandError(
                    "This breaks programs that use the API. If it has to be, name it in the newest "
                    "part of CHANGELOG.md:\n" + "\n".join(f"- {line}" for line in missing)
                )
        write_kept(made)
        self.stdout.write(f"{KEPT} is written.")
