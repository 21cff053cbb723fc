"""The permission table of sessions: who may do what, in which state. What is not in it is refused.

For whoever is not in a session (visitors, students and teachers of others, whoever was removed) it
does not exist, whatever they ask for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from classroom.enums import Action, Capacity, SessionState

STUDENT = frozenset({Capacity.STUDENT})
TEACHERS = frozenset({Capacity.TEACHER, Capacity.CO_TEACHER})
TEACHER = frozenset({Capacity.TEACHER})
INSIDE = STUDENT | TEACHERS

ALWAYS = frozenset(SessionState)
NOT_OVER = ALWAYS - {SessionState.ENDED}
RUNNING = frozenset({SessionState.RUNNING})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may, while the session is how far; `names`: only who may see names.

    `refusal` is the code of what is told to somebody in the session who may not.
    """

    may: frozenset[Capacity]
    when: frozenset[SessionState] = ALWAYS
    names: bool = False
    refusal: str = "teachers_only"


TABLE: Mapping[Action, Rule] = {
    Action.SEE: Rule(INSIDE | {Capacity.WAITING}),
    Action.KEEP_WORK: Rule(STUDENT, refusal="students_only"),
    Action.CHOOSE_SIDE: Rule(STUDENT, NOT_OVER, refusal="students_only"),
    Action.SAY_WHAT_MOVED: Rule(STUDENT, RUNNING, refusal="students_only"),
    Action.SEE_OWN_GRADES: Rule(STUDENT, refusal="students_only"),
    Action.SEE_BOARD: Rule(TEACHERS),
    Action.SET_UP: Rule(TEACHERS, NOT_OVER),
    Action.RUN: Rule(TEACHERS),
    Action.ADMIT: Rule(TEACHERS, NOT_OVER),
    Action.REMOVE_SEAT: Rule(TEACHERS),
    Action.RENEW_CODE: Rule(TEACHERS, NOT_OVER),
    Action.PRINT_SLIPS: Rule(TEACHERS, NOT_OVER, names=True),
    Action.GROUP: Rule(TEACHERS, NOT_OVER),
    Action.ANNOUNCE: Rule(TEACHERS, NOT_OVER),
    Action.FEATURE: Rule(TEACHERS),
    Action.KEEP_ORDER: Rule(TEACHERS),
    Action.SHOW_RESULTS: Rule(TEACHERS),
    Action.SEE_NAMES: Rule(TEACHERS, names=True),
    Action.REVEAL: Rule(TEACHERS, names=True),
    Action.GRADE: Rule(TEACHERS),
    Action.RELEASE_GRADES: Rule(TEACHERS),
    Action.REPORT: Rule(TEACHERS),
    Action.DUPLICATE: Rule(TEACHERS),
    Action.SHARE: Rule(TEACHER, refusal="teacher_only"),
    Action.DELETE_SESSION: Rule(TEACHER, refusal="teacher_only"),
}
