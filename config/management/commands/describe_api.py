"""Write the description of the API into docs/api/openapi.json, unless it breaks a promise."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.api.description import kept
from config.api.description.document import description


class Command(BaseCommand):
    help = "Write the description of the API into docs/api/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        made = description()
        if kept.KEPT.exists():
            changelog = kept.CHANGELOG.read_text()
            missing = kept.unnamed_breaks(kept.read_kept(), made, changelog)
            if missing:
                raise CommandError(
                    "This breaks programs that use the API. If it has to be, name it in the newest "
                    "part of CHANGELOG.md:\n" + "\n".join(f"- {line}" for line in missing)
                )
        kept.write_kept(made)
        self.stdout.write(f"{kept.KEPT} is written.")
