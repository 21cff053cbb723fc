"""The closed lists of words that describe debates, in code, data, URL and API alike."""

from enum import IntEnum, StrEnum


class Visibility(StrEnum):
    DRAFT = "draft"
    MEMBERS = "members"
    UNLISTED = "unlisted"
    PUBLIC = "public"


class Role(StrEnum):
    """What a member of one debate may do there."""

    READER = "reader"
    MEMBER = "member"
    MODERATOR = "moderator"


class Side(StrEnum):
    FOR = "for"
    AGAINST = "against"


class ClaimKind(StrEnum):
    THESIS = "thesis"
    POINT = "point"
    REPLY = "reply"


class Relation(StrEnum):
    """How a reply bears on its parent."""

    SUPPORT = "support"
    REBUT = "rebut"
    UNDERCUT = "undercut"
    QUESTION = "question"


class ClaimGroup(StrEnum):
    """What a person's claims can be narrowed to; theses stand among the points."""

    POINT = "point"
    SUPPORT = "support"
    REBUT = "rebut"
    UNDERCUT = "undercut"
    QUESTION = "question"


class ClaimState(StrEnum):
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


class VoteValue(IntEnum):
    CONVINCING = 1
    UNSURE = 0
    NOT_CONVINCING = -1


class Permission(StrEnum):
    """What a window of a debate's rules can allow."""

    REPLY = "reply"
    VOTE = "vote"
    POSITION = "position"


class Sort(StrEnum):
    """The orders of replies; `strongest` joins them when strength is computed."""

    BEST = "best"
    NEWEST = "newest"
    OLDEST = "oldest"
    CONTESTED = "contested"
    OPEN = "open"


class DebateSort(StrEnum):
    """The orders of a list of debates."""

    ACTIVE = "active"
    NEW = "new"
    CONTESTED = "contested"


class NoticeReason(StrEnum):
    """Why a person is told of a Change."""

    REPLY = "reply"  # to a claim of theirs
    ANSWER = "answer"  # to a question of theirs
    REWORDED = "reworded"  # a claim that they answered
    FOLLOWED = "followed"  # anything else in a debate that they follow


class DraftPurpose(StrEnum):
    """What somebody was writing."""

    REPLY = "reply"
    EDIT = "edit"
    DEBATE = "debate"


class ChangeKind(StrEnum):
    """What a row of a debate's record tells."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    STATED = "stated"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    TALLIED = "tallied"
