"""What two people may not both have: a handle, an e-mail address."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.errors import Invalid

EMAIL = "one_account_per_email_address"


@contextmanager
def refusing_what_is_taken() -> Iterator[None]:
    """Keep an account with a handle and an address that the database finds free.

    Of two people who send the same one at the same moment, one gets it and the other is told,
    however the race went. Raises Invalid `handle_taken` or `email_taken`.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        if broken == EMAIL:
            raise Invalid("email_taken", field="email") from error
        if "handle" in broken:
            raise Invalid("handle_taken", field="handle") from error
        raise
