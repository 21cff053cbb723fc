"""Public keys: what stands in addresses, in the API and in the ids of a page."""

import secrets
import string

from accounts.limits import KEY_CHARS

PATTERN = f"[a-z0-9]{{{KEY_CHARS}}}"
ALPHABET = string.ascii_lowercase + string.digits


def new_key() -> str:
    """A random public key: 12 characters of [a-z0-9], never guessed from another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_CHARS))
