"""What a person sets for themselves."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts import hooks
from accounts.actions.password import count_password_check, held
from accounts.actions.taken import refusing_what_is_taken
from accounts.enums import Theme
from accounts.errors import Invalid
from accounts.limits import EMAIL_MAX
from accounts.models import User
from accounts.names import clean_display_name
from accounts.zones import zone_typed


def change_settings(
    *, by: User, display_name: str, language: str, time_zone: str, theme: str
) -> User:
    """Change how a person is called and how the site meets them.

    An empty language follows the browser, an empty zone is Universal Time. Returns the person as
    they are kept now. Raises: Invalid for what cannot be taken, with its field.
    """
    name, zone = clean_display_name(display_name), zone_typed(time_zone)
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid("language_unknown", field="language")
    if theme not in set(Theme):
        raise Invalid("theme_unknown", field="theme")
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        renamed = person.display_name != name
        person.display_name, person.time_zone = name, zone
        person.language, person.theme = language, theme
        person.save(update_fields=["display_name", "language", "time_zone", "theme"])
        if renamed:
            tell_of_name(person)
    return person


def tell_of_name(person: User) -> None:
    """Let every app know that somebody, whose row is held alone, is named otherwise now."""
    for tell in hooks.renamings:
        tell(person)


def change_email(*, by: User, email: str, password: str) -> User:
    """Change the address that a link to a new password is sent to; an empty one is none.

    Links sent to the old one no longer work. Returns the person as they are kept now. Raises:
    Invalid `password_wrong`, `email_shape` or `email_taken`, with its field; TooMany.
    """
    address = email.strip().lower()
    count_password_check(by)
    with refusing_what_is_taken():
        person = held(by, password, field="password")
        if address:
            _check_email(address)
        person.email = address or None
        person.save(update_fields=["email"])
        keep_address(person)
    return person


def keep_address(person: User) -> None:
    """Let allauth know a person's address, and no other: one signs in by what it knows."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email or "").delete()
    if person.email:
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"primary": True}
        )


def _check_email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid("email_shape", field="email") from error
    if len(address) > EMAIL_MAX:
        raise Invalid("email_shape", field="email")
