"""What the tables of the classroom keep of somebody: every column, by name.

A test compares this with the tables themselves; docs/retention.md is made of it.
"""

from accounts.hooks import Leaving, describe
from classroom.limits import KEPT_DAYS

# ---- Classes

describe(
    "classroom.Class",
    whose="its teacher",
    leaving=Leaving.DELETED,
    given=True,
    words="name external_id",
    link="teacher",
    fact="created_at",
    neutral="id key",
)
describe(
    "classroom.ClassTeacher",
    whose="the co-teacher",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="names created_at",
    neutral="id of_class",
)
describe(
    "classroom.Student",
    whose="the student; the teacher of the class keeps the list",
    leaving=Leaving.DELETED,
    given=True,
    leaving_note="The list goes with its class, and a name when the teacher takes it off.",
    words="name external_id",
    neutral="id key of_class place",
)

# ---- Sessions

describe(
    "classroom.Session",
    whose="the teacher who started it",
    leaving=Leaving.DELETED,
    given=True,
    leaving_note="It goes whole, with its debates and everything of its guests.",
    forgotten=f"{KEPT_DAYS} days after it ended, or when the teacher says",
    words="name external_id announcement rubric",
    link="teacher",
    access="code",
    fact="state code_until naming side_rule holding lobby grace_seconds runs_by_itself time_zone "
    "starts_at started_at ended_at left_seconds announced_at grades_released_at kept_until "
    "created_at",
    neutral="id key of_class source undo",
)
describe(
    "classroom.SessionTeacher",
    whose="the co-teacher",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="names created_at",
    neutral="id session",
)
describe(
    "classroom.Phase",
    whose="the teacher",
    leaving=Leaving.DELETED,
    given=True,
    words="name instruction",
    neutral="id key session place seconds allow relations inner answer results_hidden "
    "replies_hidden tasks",
)
describe("classroom.Group", neutral="id key session number debate")
describe(
    "classroom.Template",
    whose="the teacher",
    leaving=Leaving.DELETED,
    given=True,
    words="name phases",
    link="teacher",
    fact="settings created_at",
    neutral="id key",
)
describe(
    "classroom.Seat",
    whose="the student",
    leaving=Leaving.DELETED,
    given=True,
    forgotten="with its session",
    leaving_note="What they wrote in its debate is withdrawn and emptied.",
    words="name byline",
    link="person student",
    access="pin",
    fact="state inner created_at entered_at seen_at",
    neutral="id key session group",
)
describe(
    "classroom.Reveal",
    whose="the student who was looked up, and the teacher who did it",
    leaving=Leaving.DELETED,
    given=True,
    forgotten="with its session",
    leaving_note="That they looked up a student of a colleague stays, by somebody who has left.",
    link="seat by",
    fact="at",
    neutral="id",
)
describe(
    "classroom.Feature",
    whose="the teacher",
    leaving=Leaving.DELETED,
    given=True,
    link="by",
    fact="at",
    neutral="id session claim",
)

# ---- Grades

describe(
    "classroom.Rubric",
    whose="the teacher",
    leaving=Leaving.DELETED,
    given=True,
    words="name criteria",
    link="teacher",
    fact="created_at",
    neutral="id key",
)
describe(
    "classroom.Grade",
    whose="the student",
    leaving=Leaving.DELETED,
    given=True,
    forgotten="with its session",
    leaving_note="One that they gave to a student of a colleague stays, without their name.",
    words="feedback",
    link="seat by",
    fact="levels at",
    neutral="id claim",
)
