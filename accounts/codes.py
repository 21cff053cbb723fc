"""Recovery codes: made, read as people type them, and turned into what is kept of them."""

import secrets

from django.utils.crypto import salted_hmac

from accounts.limits import RECOVERY_CODE_CHARS

# Crockford's base 32: no letter that is taken for a digit, and none that makes words by accident.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4  # characters between hyphens
MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """A random code as it is shown: `7K3M-X9QD-2VAB`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_CODE_CHARS))
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def digest(typed: str) -> str:
    """What is kept of a code: the same for every way in which people write it down.

    A fast hash is enough: 60 random bits cannot be tried out, and the key is not in the database.
    """
    code = "".join(char for char in typed.upper() if char.isalnum()).translate(MISREAD)
    return salted_hmac(
        "accounts.codes", code.encode("utf-8", "replace"), algorithm="sha256"
    ).hexdigest()
