"""What each address of the classroom does, by method: an action of its permission table, or a kind.

`config/doors.py` joins this with the registers of people and debates.
"""

from collections.abc import Mapping

from accounts.web.doors import Kind
from classroom.enums import Action

type Door = Action | Kind

# The buttons of the clock (web/clock.py), apart from the one that shows results.
CLOCK_DEEDS = (
    "start",
    "next",
    "back",
    "to",
    "undo",
    "longer",
    "shorter",
    "pause",
    "resume",
    "freeze",
    "thaw",
    "reopen",
    "end",
)

DOORS: Mapping[str, Mapping[str, Door]] = {
    "demo": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "classroom-permissions": {"GET": Kind.READING},
    # ---- coming in
    "join": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "join-code": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "join-slip": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
    "keep-work": {"GET": Action.KEEP_WORK, "POST": Action.KEEP_WORK},
    "session-leaving": {"GET": Action.SEE, "POST": Action.SEE},
    # ---- seats and groups
    "session-seats": {
        "GET": Action.SEE_BOARD,
        "POST deed=admit": Action.ADMIT,
        "POST deed=admit_all": Action.ADMIT,
        "POST deed=remove": Action.REMOVE_SEAT,
        "POST deed=let_back": Action.REMOVE_SEAT,
        "POST deed=side": Action.GROUP,
        "POST deed=deal_sides": Action.GROUP,
        "POST deed=switch_sides": Action.GROUP,
    },
    "session-code": {"GET": Action.SEE_BOARD, "POST": Action.RENEW_CODE},
    "session-slips": {"GET": Action.PRINT_SLIPS},
    "session-groups": {
        "GET": Action.SEE_BOARD,
        "POST deed=open": Action.GROUP,
        "POST deed=place": Action.GROUP,
        "POST deed=place_all": Action.GROUP,
    },
    # ---- classes, starting and setting up sessions, the clock
    "classroom": {"GET": Kind.OWN, "POST deed=drop": Kind.OWN},
    "new-session": {"GET": Action.START, "POST": Action.START},
    "new-class": {"GET": Action.START, "POST": Action.START},
    "class": {
        "GET": Kind.OWN,
        "POST deed=rename": Kind.OWN,
        "POST deed=add": Kind.OWN,
        "POST deed=student": Kind.OWN,
        "POST deed=remove": Kind.OWN,
    },
    "class-sharing": {"GET": Kind.OWN, "POST deed=share": Kind.OWN, "POST deed=unshare": Kind.OWN},
    "class-deletion": {"GET": Kind.OWN, "POST": Kind.OWN},
    "session-setup": {
        "GET": Action.SEE_BOARD,
        "POST deed=rules": Action.SET_UP,
        "POST deed=add": Action.SET_UP,
        "POST deed=phase": Action.SET_UP,
        "POST deed=place": Action.SET_UP,
        "POST deed=remove": Action.SET_UP,
        "POST deed=template": Action.DUPLICATE,
    },
    "session-sharing": {
        "GET": Action.SEE_BOARD,
        "POST deed=share": Action.SHARE,
        "POST deed=unshare": Action.SHARE,
    },
    "session-clock": {
        "GET": Action.SEE_BOARD,
        **{f"POST deed={deed}": Action.RUN for deed in CLOCK_DEEDS},
        "POST deed=results": Action.SHOW_RESULTS,
    },
    "session-copy": {"GET": Action.DUPLICATE, "POST": Action.DUPLICATE},
    "session-deletion": {"GET": Action.DELETE_SESSION, "POST": Action.DELETE_SESSION},
    # ---- a student's page
    "session": {"GET": Action.SEE},
    "session-side": {"GET": Action.CHOOSE_SIDE, "POST": Action.CHOOSE_SIDE},
    "session-cards": {"GET": Action.SEE, "POST": Action.SEE},
    "session-moved": {"GET": Action.SAY_WHAT_MOVED, "POST": Action.SAY_WHAT_MOVED},
    # ---- the teacher's board
    "session-board": {"GET": Action.SEE_BOARD},
    "session-projector": {"GET": Action.SEE_BOARD},
    "session-claims": {
        "GET": Action.KEEP_ORDER,
        "POST deed=approve": Action.KEEP_ORDER,
        "POST deed=settle": Action.KEEP_ORDER,
        "POST deed=return": Action.KEEP_ORDER,
        "POST deed=hide": Action.KEEP_ORDER,
        "POST deed=remove": Action.KEEP_ORDER,
    },
    "announcement": {"GET": Action.ANNOUNCE, "POST": Action.ANNOUNCE},
    "features": {"GET": Action.SEE_BOARD, "POST": Action.FEATURE},
    "reveals": {"GET": Action.REVEAL, "POST": Action.REVEAL},
    "circle": {
        "GET": Action.SEE_BOARD,
        "POST deed=in": Action.GROUP,
        "POST deed=out": Action.GROUP,
    },
    "session-ticket": {"GET": Action.SEE},
    # ---- after the lesson
    "session-report": {"GET": Action.REPORT, "POST": Action.REVEAL},
    "session-report-student": {"GET": Action.REPORT},
    "session-report-table": {"GET": Action.REPORT},
    "session-summary": {"GET": Action.REPORT},
    "session-grades": {"GET": Action.SEE_OWN_GRADES},
    "session-grading": {
        "GET": Action.GRADE,
        "POST deed=rubric": Action.GRADE,
        "POST deed=release": Action.RELEASE_GRADES,
        "POST deed=take_back": Action.RELEASE_GRADES,
    },
    "session-grading-seat": {"GET": Action.GRADE, "POST": Action.GRADE},
    "session-retention": {"GET": Action.DELETE_SESSION, "POST": Action.DELETE_SESSION},
    "class-report": {"GET": Kind.OWN},
    "class-report-table": {"GET": Kind.OWN},
    "rubrics": {"GET": Kind.OWN},
    "new-rubric": {"GET": Kind.OWN, "POST": Kind.OWN},
    "rubric": {
        "GET": Kind.OWN,
        "POST deed=save": Kind.OWN,
        "POST deed=copy": Kind.OWN,
        "POST deed=delete": Kind.OWN,
    },
}
