"""The closed lists of words that describe debates, in code, data, URL and API alike."""

from enum import IntEnum, StrEnum


class Visibility(StrEnum):
    DRAFT = "draft"
    MEMBERS = "members"
    UNLISTED = "unlisted"
    PUBLIC = "public"


class Posting(StrEnum):
    """Who may take part in a debate, among those who see it."""

    EVERYBODY = "everybody"  # who is signed in
    MEMBERS = "members"
    NOBODY = "nobody"


class Role(StrEnum):
    """What a member of one debate may do there."""

    READER = "reader"
    MEMBER = "member"
    MODERATOR = "moderator"


class Capacity(StrEnum):
    """As what somebody acts in one debate: a row of the permission table has one answer for each.

    Who sees a debate in which only members take part, and is none, acts as a reader.
    """

    VISITOR = "visitor"  # not signed in
    SUSPENDED = "suspended"  # on the whole site
    BLOCKED = "blocked"  # from this debate
    PERSON = "person"  # signed in, without a seat in this debate
    READER = "reader"
    MEMBER = "member"
    MODERATOR = "moderator"
    OWNER = "owner"
    STAFF = "staff"  # of the site, in a public debate


class Stage(StrEnum):
    """The state that a debate as a whole is in."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    FROZEN = "frozen"
    ARCHIVED = "archived"


class Whose(StrEnum):
    """Whose claim (held claim, act) something may be done to."""

    ANYBODYS = "anybodys"
    OWN = "own"
    ANOTHERS = "anothers"


class Action(StrEnum):
    """What can be done in a debate, or on the site: the rows of the permission table."""

    # ---- taking part
    REPLY = "reply"
    VOTE = "vote"
    TAKE_A_POSITION = "take_a_position"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    FLAG = "flag"
    APPEAL = "appeal"
    FOLLOW = "follow"
    JOIN = "join"  # by an invitation
    LEAVE = "leave"
    # ---- keeping order
    SEE_QUEUE = "see_queue"
    SEE_MEMBERS = "see_members"
    SETTLE_FLAGS = "settle_flags"
    HIDE = "hide"
    RESTORE = "restore"
    RELATE = "relate"
    MOVE = "move"
    LOCK = "lock"
    FREEZE = "freeze"
    JUDGE_HELD = "judge_held"
    HOLD_NEWCOMERS = "hold_newcomers"
    BLOCK = "block"
    DECIDE_APPEAL = "decide_appeal"
    # ---- running a debate
    OUTLINE = "outline"
    PUBLISH = "publish"
    DESCRIBE = "describe"
    SET_ACCESS = "set_access"
    INVITE = "invite"
    TRANSFER = "transfer"
    CLOSE = "close"
    SCHEDULE = "schedule"
    ARCHIVE = "archive"
    DELETE = "delete"
    # ---- on the whole site
    START_A_DEBATE = "start_a_debate"
    SUSPEND = "suspend"
    VOID_VOTES = "void_votes"


class Reason(StrEnum):
    """Why a claim is flagged, or why somebody who keeps order did something."""

    OFF_TOPIC = "off_topic"
    INSULT = "insult"
    PRIVATE = "private"  # somebody's personal details
    SPAM = "spam"
    DUPLICATE = "duplicate"
    UNCLEAR = "unclear"
    MISPLACED = "misplaced"
    HEATED = "heated"
    RING = "ring"  # accounts that act as one
    MISTAKE = "mistake"  # of whoever acted before
    RESOLVED = "resolved"


FLAG_REASONS = (
    Reason.OFF_TOPIC,
    Reason.INSULT,
    Reason.PRIVATE,
    Reason.SPAM,
    Reason.DUPLICATE,
    Reason.UNCLEAR,
)


class ActKind(StrEnum):
    """What the log of moderation tells; where there is a Change of an act, it has the same word."""

    HIDDEN = "hidden"
    RESTORED = "restored"
    RELATED = "related"
    MOVED = "moved"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    FROZEN = "frozen"
    THAWED = "thawed"
    APPROVED = "approved"
    RETURNED = "returned"
    REMOVED = "removed"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    SUSPENDED = "suspended"
    BANNED = "banned"
    READMITTED = "readmitted"
    VOIDED = "voided"
    COUNTED = "counted"
    UPHELD = "upheld"  # after an appeal
    OVERTURNED = "overturned"


class HeldState(StrEnum):
    """Where a newcomer's claim stands before it is part of the debate."""

    WAITING = "waiting"
    RETURNED = "returned"
    REMOVED = "removed"


class Queue(StrEnum):
    """What waits for those who keep order in a debate."""

    HELD = "held"
    FLAGS = "flags"
    APPEALS = "appeals"


class Deciders(StrEnum):
    """Who can answer an appeal: neither who acted nor whom it concerns."""

    OTHERS = "others"  # somebody else who keeps order in the debate
    STAFF = "staff"  # of the site
    NOBODY = "nobody"


class Decision(StrEnum):
    """The answer to an appeal."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"


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


class PassageState(StrEnum):
    """Whether the words of a passage are those of the essay as it is now."""

    ANCHORED = "anchored"  # in the newest wording
    EARLIER = "earlier"  # in one before it


class Permission(StrEnum):
    """What a window of a debate's rules can allow."""

    REPLY = "reply"
    VOTE = "vote"
    POSITION = "position"


class Answerable(StrEnum):
    """Which claims a window of a debate's rules lets people answer."""

    ANYBODY = "anybody"
    THESIS = "thesis"  # and its points
    OTHER_SIDE = "other_side"  # where both have a side


class ResultsHidden(StrEnum):
    """Until when nobody who takes part is told how others judge."""

    NONE = "none"
    JUDGED = "judged"  # until they took a position, or voted on the thesis
    REVEALED = "revealed"  # until another window begins


class RepliesHidden(StrEnum):
    """Until when nobody who takes part is shown the replies of others."""

    NONE = "none"
    POSTED = "posted"  # until they stated a claim themselves


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
    MODERATED = "moderated"  # somebody who keeps order acted on what they wrote
    SEATED = "seated"  # they were given a role in a debate, or the debate itself


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
    # ---- keeping order; each tells of the act of the same word (payload `act`)
    HIDDEN = "hidden"
    RESTORED = "restored"
    RELATED = "related"
    MOVED = "moved"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    FROZEN = "frozen"
    THAWED = "thawed"
    RETURNED = "returned"
    REMOVED = "removed"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    # ---- running a debate
    DESCRIBED = "described"
    ADMITTED = "admitted"  # who sees it, who takes part, whether newcomers are held
    SCHEDULED = "scheduled"
    ARCHIVED = "archived"
    REVIVED = "revived"
    TRANSFERRED = "transferred"
    SEATED = "seated"
    LEFT = "left"
    # ---- claims that look different, though nobody did anything to them (payload `claims`)
    CREDITED = "credited"  # their author is called otherwise
    ANCHORED = "anchored"  # they stand on another passage of the essay, or on none
    EMPTIED = "emptied"  # they were withdrawn long ago, and are forgotten
    MENDED = "mended"  # a kept number of theirs was wrong
    DROPPED = "dropped"  # a point of a draft is gone without a trace (payload `claim`)


# Told to copies that are kept in step, and to nobody as something that somebody did.
UNSAID = (
    ChangeKind.CREDITED,
    ChangeKind.ANCHORED,
    ChangeKind.EMPTIED,
    ChangeKind.MENDED,
    ChangeKind.DROPPED,
)


class Coming(StrEnum):
    """What becomes of a whole debate for somebody who follows all that they see."""

    ARRIVED = "arrived"
    DEPARTED = "departed"


class Paced(StrEnum):
    """What is limited in how often it can be asked for (limits.PACES)."""

    REPLY = "reply"
    EDIT = "edit"  # rewording, withdrawing, and drawing the outline of a draft
    DEBATE = "debate"  # starting one
    UPLOAD = "upload"  # of an essay, pasted or as a file
    IMPORT = "import"  # of a whole debate
    VOTE = "vote"
    POSITION = "position"
    FLAG = "flag"
    APPEAL = "appeal"
    SEAT = "seat"  # members and invitations
    SAVE = "save"  # of a draft
    FOLLOW = "follow"
    ORDER = "order"  # acts of keeping order
    MANAGE = "manage"  # what an owner sets
