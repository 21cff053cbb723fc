"""What each address of the classroom's API does, by method, as in `classroom/web/doors.py`.

A token needs the scope that the action has (`config/api/scopes.py`).
"""

from collections.abc import Mapping

from classroom.enums import Action

READ = {"GET": Action.SEE_BOARD}
RUN: Mapping[str, Action] = {"POST": Action.RUN}
GROUP: Mapping[str, Action] = {"POST": Action.GROUP}

DOORS: Mapping[str, Mapping[str, Action]] = {
    # ---- Classes
    "api-classes": {"GET": Action.START, "POST": Action.START},
    "api-class": {"GET": Action.START, "PATCH": Action.START, "DELETE": Action.START},
    "api-students": {"GET": Action.SEE_NAMES, "POST": Action.SEE_NAMES},
    "api-student": {
        "GET": Action.SEE_NAMES,
        "PUT": Action.SEE_NAMES,
        "DELETE": Action.SEE_NAMES,
    },
    # ---- Sessions
    "api-sessions": {"GET": Action.START, "POST": Action.START},
    "api-session": {**READ, "PATCH": Action.SET_UP},
    "api-phases": {**READ, "POST": Action.SET_UP},
    "api-phase": {**READ, "PUT": Action.SET_UP, "DELETE": Action.SET_UP},
    "api-phase-place": {"PUT": Action.SET_UP},
    # ---- The clock
    "api-clock": READ,
    "api-clock-start": RUN,
    "api-clock-next": RUN,
    "api-clock-back": RUN,
    "api-clock-undo": RUN,
    "api-clock-phase": {"PUT": Action.RUN},
    "api-clock-seconds": RUN,
    "api-clock-pause": {"PUT": Action.RUN, "DELETE": Action.RUN},
    "api-clock-freeze": {"PUT": Action.RUN, "DELETE": Action.RUN},
    "api-clock-results": {"PUT": Action.SHOW_RESULTS},
    "api-clock-reopening": RUN,
    "api-clock-end": RUN,
    # ---- Seats and groups
    "api-seats": READ,
    "api-seat": {**READ, "DELETE": Action.REMOVE_SEAT},
    "api-admissions": {"POST": Action.ADMIT},
    "api-admission": {"POST": Action.ADMIT},
    "api-return-of-seat": {"POST": Action.REMOVE_SEAT},
    "api-side": {"PUT": Action.GROUP},
    "api-group-of-seat": {"PUT": Action.GROUP},
    "api-circle": {"PUT": Action.GROUP, "DELETE": Action.GROUP},
    "api-name-of-seat": {"POST": Action.REVEAL},
    "api-sides-switched": GROUP,
    "api-sides-dealt": GROUP,
    "api-groups": {**READ, "PUT": Action.GROUP},
    "api-placing": GROUP,
    "api-code": {"POST": Action.RENEW_CODE},
    # ---- What everybody is told, and what is left
    "api-announcement": {**READ, "PUT": Action.ANNOUNCE, "DELETE": Action.ANNOUNCE},
    "api-features": {**READ, "POST": Action.FEATURE},
    "api-feature": {"DELETE": Action.FEATURE},
    "api-report": {"GET": Action.REPORT},
    "api-positions-of-session": READ,
    "api-report-of-seat": {"GET": Action.REPORT},
    "api-credited": READ,
    # ---- Grades
    "api-rubrics": {"GET": Action.START, "POST": Action.START},
    "api-rubric": {"GET": Action.START, "PUT": Action.START, "DELETE": Action.START},
    "api-rubric-of-session": {"GET": Action.GRADE, "PUT": Action.GRADE},
    "api-grades": {"GET": Action.GRADE},
    "api-grades-of-seat": {"GET": Action.GRADE, "PATCH": Action.GRADE},
    "api-release": {"PUT": Action.RELEASE_GRADES, "DELETE": Action.RELEASE_GRADES},
}
