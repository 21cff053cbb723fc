"""What each address of people does, method by method.

`config/doors.py` joins this with the register of debates; what is in neither is not answered. An
entry is a method, where it matters with the field of the form that says which deed ("POST
deed=hide"); HEAD does what GET does.
"""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What is no action of the permission table."""

    READING = "reading"  # what everybody may see
    DEBATE = "debate"  # reading a debate, by whoever sees it
    PUBLISHED = "published"  # the same once it is published
    AS_VISITOR = "as_visitor"  # what a visitor sees of it: programs read it that sign in nowhere
    OWN = "own"  # one's own things; nobody else's can be asked for
    SESSION = "session"  # one's own things that no token opens
    ENTRANCE = "entrance"  # signing in, signing up and the ways back
    ADMIN = "admin"  # staff alone, by the rules of the admin


DOORS: Mapping[str, Mapping[str, Kind]] = {
    "account_login": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "account_signup": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "account_logout": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "account_reset_password": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "account_reset_password_done": {"GET": Kind.ENTRANCE},
    "account_reset_password_from_key": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "recovery": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "settings": {"GET": Kind.OWN, "POST": Kind.OWN},
    "email": {"GET": Kind.OWN, "POST": Kind.OWN},
    "account_change_password": {"GET": Kind.OWN, "POST": Kind.OWN},
    "recovery-codes": {"GET": Kind.OWN, "POST": Kind.OWN},
    "tokens": {"GET": Kind.OWN, "POST": Kind.OWN},
    "token-revocation": {"GET": Kind.OWN, "POST": Kind.OWN},
    "export": {"GET": Kind.OWN, "POST": Kind.OWN},
    "account-deletion": {"GET": Kind.OWN, "POST": Kind.OWN},
    "language": {"POST": Kind.READING},
}
