"""What the tests of trust share."""

from typing import Any

import pytest


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """Hashing a password takes a fifth of a second, on purpose; not in tests of other things."""
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.QuickHasher"]
