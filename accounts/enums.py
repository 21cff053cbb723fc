"""The closed lists of words that describe people."""

from enum import StrEnum


class PersonKind(StrEnum):
    PERSON = "person"
    GUEST = "guest"
    GONE = "gone"  # somebody who had what they gave deleted: nothing of them is left but the row


class Theme(StrEnum):
    """How the pages are to look; `system` follows the device."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Role(StrEnum):
    """What a person may do on the whole site; roles inside one debate are Memberships."""

    MEMBER = "member"
    MODERATOR = "moderator"
    STAFF = "staff"


class Scope(StrEnum):
    """What a token lets a program do for its owner; never more than its owner may."""

    READ = "read"
    POST = "post"
    VOTE = "vote"
    MODERATE = "moderate"  # keep order in debates, and run one's own
    TEACH = "teach"  # run classes and sessions; students are told by what classmates see
    NAMES = "names"  # and by their names
