"""What each address of the classroom does, by method: an action of its permission table, or a kind.

`config/doors.py` joins this with the registers of people and debates.
"""

from collections.abc import Mapping

from accounts.web.doors import Kind
from classroom.enums import Action

type Door = Action | Kind

DOORS: Mapping[str, Mapping[str, Door]] = {
    "demo": {"GET": Kind.ENTRANCE, "POST": Kind.ENTRANCE},
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
    "session-ticket": {"GET": Action.SEE},
}
