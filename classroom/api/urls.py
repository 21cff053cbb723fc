"""The addresses of the classroom's API below /api/v1/."""

from classroom.api import (
    classes,
    clock,
    grades,
    phases,
    report,
    rubrics,
    seats,
    sessions,
    telling,
)
from debate.api.urls import resource

urlpatterns = [
    # ---- Classes
    resource("classes", classes.Classes, "api-classes"),
    resource("classes/<key>", classes.ClassOfTeacher, "api-class"),
    resource("classes/<key>/students", classes.Students, "api-students"),
    resource("classes/<key>/students/<student>", classes.StudentOfClass, "api-student"),
    # ---- Sessions
    resource("sessions", sessions.Sessions, "api-sessions"),
    resource("sessions/<key>", sessions.Session, "api-session"),
    resource("sessions/<key>/phases", phases.Phases, "api-phases"),
    resource("sessions/<key>/phases/<phase>", phases.Phase, "api-phase"),
    resource("sessions/<key>/phases/<phase>/place", phases.PlaceOfPhase, "api-phase-place"),
    # ---- The clock
    resource("sessions/<key>/clock", clock.Clock, "api-clock"),
    resource("sessions/<key>/clock/start", clock.Start, "api-clock-start"),
    resource("sessions/<key>/clock/next", clock.Next, "api-clock-next"),
    resource("sessions/<key>/clock/back", clock.Back, "api-clock-back"),
    resource("sessions/<key>/clock/undo", clock.Undo, "api-clock-undo"),
    resource("sessions/<key>/clock/phase", clock.Holds, "api-clock-phase"),
    resource("sessions/<key>/clock/seconds", clock.Seconds, "api-clock-seconds"),
    resource("sessions/<key>/clock/pause", clock.Pause, "api-clock-pause"),
    resource("sessions/<key>/clock/freeze", clock.Freeze, "api-clock-freeze"),
    resource("sessions/<key>/clock/results", clock.Results, "api-clock-results"),
    resource("sessions/<key>/clock/reopening", clock.Again, "api-clock-reopening"),
    resource("sessions/<key>/clock/end", clock.End, "api-clock-end"),
    # ---- Seats and groups
    resource("sessions/<key>/seats", seats.Seats, "api-seats"),
    resource("sessions/<key>/seats/<place>", seats.Seat, "api-seat"),
    resource("sessions/<key>/admissions", seats.AdmittedAll, "api-admissions"),
    resource("sessions/<key>/seats/<place>/admission", seats.Admitted, "api-admission"),
    resource("sessions/<key>/seats/<place>/return", seats.Back, "api-return-of-seat"),
    resource("sessions/<key>/seats/<place>/side", seats.SideOfSeat, "api-side"),
    resource("sessions/<key>/seats/<place>/group", seats.GroupOfSeat, "api-group-of-seat"),
    resource("sessions/<key>/seats/<place>/circle", seats.CircleOfSeat, "api-circle"),
    resource("sessions/<key>/seats/<place>/name", seats.NameOfSeat, "api-name-of-seat"),
    resource("sessions/<key>/sides/switch", seats.Sides, "api-sides-switched"),
    resource("sessions/<key>/sides/deal", seats.SidesDealt, "api-sides-dealt"),
    resource("sessions/<key>/groups", seats.Groups, "api-groups"),
    resource("sessions/<key>/groups/placing", seats.Placing, "api-placing"),
    resource("sessions/<key>/code", seats.Code, "api-code"),
    # ---- What everybody is told, and what is left
    resource("sessions/<key>/announcement", telling.Announcement, "api-announcement"),
    resource("sessions/<key>/features", telling.Features, "api-features"),
    resource("sessions/<key>/features/<claim>", telling.FeatureOfSession, "api-feature"),
    resource("sessions/<key>/report", report.Report, "api-report"),
    resource("sessions/<key>/report/<place>", report.ReportOfOne, "api-report-of-seat"),
    resource("sessions/<key>/credited", report.Credited, "api-credited"),
    resource("sessions/<key>/positions", report.Positions, "api-positions-of-session"),
    # ---- Grades
    resource("rubrics", rubrics.Rubrics, "api-rubrics"),
    resource("rubrics/<key>", rubrics.RubricOfTeacher, "api-rubric"),
    resource("sessions/<key>/rubric", grades.Rubric, "api-rubric-of-session"),
    resource("sessions/<key>/grades", grades.Grades, "api-grades"),
    resource("sessions/<key>/grades/<place>", grades.GradesOfOne, "api-grades-of-seat"),
    resource("sessions/<key>/release", grades.Release, "api-release"),
]
