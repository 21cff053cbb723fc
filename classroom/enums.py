"""The closed lists of words of the classroom, in code, data, URL and API alike."""

from enum import StrEnum


class SessionState(StrEnum):
    """How far a session is; it is paused while `left_seconds` is set."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Preset(StrEnum):
    """What a session can be started from without thinking about phases."""

    OPEN_DISCUSSION = "open_discussion"
    STRUCTURED_DEBATE = "structured_debate"
    FISHBOWL = "fishbowl"
    ESSAY_REVIEW = "essay_review"


class Naming(StrEnum):
    """What classmates see of one another; the teacher sees names."""

    NAMES = "names"
    PSEUDONYMS = "pseudonyms"


class SideRule(StrEnum):
    """How students come to a side."""

    FREE = "free"  # nobody has one
    CHOSEN = "chosen"  # by themselves
    RANDOM = "random"
    BALANCED = "balanced"  # always the smaller one
    AGAINST_OWN = "against_own"  # the other one than one's opening position


class Holding(StrEnum):
    """Which claims wait for the teacher before the class sees them."""

    NOTHING = "nothing"
    FIRST = "first"  # the first of each student
    ALL = "all"


class SeatState(StrEnum):
    """Where a seat stands between the list of the class and the room."""

    LISTED = "listed"  # a slip was made for it; nobody has come in with it yet
    LOBBY = "lobby"  # somebody waits to be admitted
    SEATED = "seated"
    REMOVED = "removed"


class Capacity(StrEnum):
    """As what somebody acts in one session: a row of the permission table answers for each.

    For whoever is none of the last four the session does not exist.
    """

    VISITOR = "visitor"  # not signed in
    OUTSIDER = "outsider"  # of another session, or of none
    REMOVED = "removed"
    WAITING = "waiting"  # in the lobby
    STUDENT = "student"
    CO_TEACHER = "co_teacher"
    TEACHER = "teacher"


class Action(StrEnum):
    """What can be done in a session or with a class: the rows of the permission table."""

    # ---- students
    SEE = "see"  # the session: one's own page of it, its debate
    KEEP_WORK = "keep_work"  # by signing up
    CHOOSE_SIDE = "choose_side"
    SAY_WHAT_MOVED = "say_what_moved"
    SEE_OWN_GRADES = "see_own_grades"
    # ---- teachers
    SEE_BOARD = "see_board"
    SET_UP = "set_up"  # name, phases, sides, names, what is held, before and while it runs
    RUN = "run"  # start, next, back, the clock, pause, freeze, open again for one, end
    ADMIT = "admit"
    REMOVE_SEAT = "remove_seat"
    RENEW_CODE = "renew_code"
    PRINT_SLIPS = "print_slips"
    GROUP = "group"  # put students into groups and on sides, into the fishbowl
    ANNOUNCE = "announce"
    FEATURE = "feature"
    KEEP_ORDER = "keep_order"  # approve, send back, hide: as its debates let those who keep order
    SHOW_RESULTS = "show_results"  # that are hidden until the teacher reveals them
    SEE_NAMES = "see_names"  # of listed students, as the register lists them
    REVEAL = "reveal"  # who is behind a pseudonym; it is logged and the student sees it
    GRADE = "grade"
    RELEASE_GRADES = "release_grades"
    REPORT = "report"
    DUPLICATE = "duplicate"
    # ---- the one who started it
    SHARE = "share"  # with co-teachers
    DELETE_SESSION = "delete_session"
    # ---- wherever there is no session yet
    START = "start"  # a session, or a class


class Task(StrEnum):
    """What a phase can ask of every student, with a number."""

    CLAIMS = "claims"
    ANSWERS = "answers"  # to the other side
    VOTES = "votes"


class Event(StrEnum):
    """What those in a session are told of live, besides the Changes of its debates."""

    PHASE = "phase"  # another one holds, or its clock was changed
    ANNOUNCEMENT = "announcement"
    FEATURE = "feature"
    RESULTS = "results"  # are shown
    SEAT = "seat"  # one's own: admitted, on another side, in another group, looked up, removed
    ROSTER = "roster"  # who sits where, or waits in the lobby
    GRADES = "grades"  # are released, or taken back


class Stand(StrEnum):
    """Where somebody stands on the thesis, however strongly."""

    FOR = "for"
    UNSURE = "unsure"
    AGAINST = "against"


class Saying(StrEnum):
    """What became of something that a student said."""

    STANDS = "stands"
    HELD = "held"  # waits for the teacher
    RETURNED = "returned"  # was sent back before others saw it
    REMOVED = "removed"  # was taken out before others saw it
    HIDDEN = "hidden"  # by who keeps order
    WITHDRAWN = "withdrawn"  # by the student
