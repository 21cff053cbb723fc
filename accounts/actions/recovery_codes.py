"""Making recovery codes."""

from django.db import transaction

from accounts.actions.password import count_password_check, held
from accounts.codes import digest, new_code
from accounts.limits import RECOVERY_CODES
from accounts.models import RecoveryCode, User


def make_recovery_codes(*, by: User, password: str) -> tuple[str, ...]:
    """New recovery codes in place of all that a person had.

    Returns the codes to be shown, now or never. Raises: Invalid `password_wrong` (field
    `password`); TooMany.
    """
    count_password_check(by)
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    with transaction.atomic():
        person = held(by, password, field="password")
        person.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, digest=digest(code)) for code in codes
        )
    return codes
