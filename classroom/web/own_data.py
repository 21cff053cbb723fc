"""What the classroom keeps of somebody, as the copy of their data calls it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.hooks import Part
from classroom.queries import own_data as read

PARTS = [
    Part("classes", _("Classes"), read.read_classes),
    Part("class_shares", _("Classes of colleagues"), read.read_class_shares),
    Part("sessions", _("Sessions that you started"), read.read_sessions),
    Part("session_shares", _("Sessions of colleagues"), read.read_session_shares),
    Part("session_templates", _("Templates of sessions"), read.read_templates),
    Part("rubrics", _("Rubrics"), read.read_rubrics),
    Part("grades_given", _("Grades and feedback that you gave"), read.read_grades_given),
    Part("reveals_made", _("Students that you looked up"), read.read_reveals_made),
    Part("features", _("Claims that you showed to a class"), read.read_features),
    Part("seats", _("Seats in sessions"), read.read_seats),
    Part("grades", _("Grades and feedback for you"), read.read_grades),
    Part("reveals", _("When a teacher looked up who you are"), read.read_reveals),
]

LABELS = {
    "allow": _("Allows"),
    "announced_at": _("Announced"),
    "announcement": _("Announcement"),
    "code_until": _("Code until"),
    "criteria": _("Criteria"),
    "debates": _("Debates"),
    "ended_at": _("Ended"),
    "entered_at": _("Came in"),
    "external_id": _("Id elsewhere"),
    "feedback": _("Feedback"),
    "grace_seconds": _("Seconds of grace"),
    "grades_released_at": _("Grades released"),
    "holding": _("What is held"),
    "inner": _("In the circle"),
    "instruction": _("Instruction"),
    "kept_until": _("Kept until"),
    "levels": _("Levels"),
    "lobby": _("With a lobby"),
    "may_answer": _("Whom one may answer"),
    "naming": _("Names"),
    "of_class": _("Class"),
    "phases": _("Phases"),
    "points": _("Points"),
    "relations": _("Relations"),
    "replies_hidden": _("Replies hidden"),
    "results_hidden": _("Results hidden"),
    "rubric": _("Rubric"),
    "runs_by_itself": _("Runs by itself"),
    "seat": pgettext_lazy("in a class", "Seat"),
    "seconds": _("Seconds"),
    "sees_names": _("Sees names"),
    "session": pgettext_lazy("of a class", "Session"),
    "settings": _("Settings"),
    "side_rule": _("Sides"),
    "started_at": _("Started"),
    "starts_at": _("Planned for"),
    "students": _("Students"),
    "tasks": _("Tasks"),
}
