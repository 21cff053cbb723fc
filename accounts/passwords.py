"""What a new password has to be."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.errors import Invalid
from accounts.limits import PASSWORD_MAX
from accounts.models import User


def check_new_password(password: str, person: User, *, field: str = "password") -> None:
    """Raises: Invalid `password_long` or `password_weak`, with the validators' own sentences."""
    if len(password) > PASSWORD_MAX:
        raise Invalid("password_long", field=field, max=PASSWORD_MAX)
    if "\0" in password:
        raise Invalid("password_unreadable", field=field)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid("password_weak", field=field, problems=" ".join(error.messages)) from error
