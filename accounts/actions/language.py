"""Choosing the language of the pages."""

from django.conf import settings

from accounts.errors import Invalid
from accounts.models import User


def choose_language(*, language: str, by: User) -> None:
    """Show this person the site in a language, on every device.

    Raises: Invalid for a language that the site does not speak. Queries: 1.
    """
    if language not in dict(settings.LANGUAGES):
        raise Invalid("language_unknown", field="language")
    by.language = language
    by.save(update_fields=["language"])
