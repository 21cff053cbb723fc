"""The addresses of the classroom: nouns, at most two deep; a state change is a noun of its own."""

from django.urls import path

import debate.urls  # noqa: F401  it registers what a key looks like in an address
from classroom.web import (
    announcement,
    board,
    cards,
    circle,
    clock,
    course,
    demo,
    features,
    grades,
    groups,
    home,
    join,
    keeping,
    live,
    moved,
    new_session,
    orders,
    projector,
    report,
    retention,
    reveals,
    rubrics,
    seats,
    setup,
    side,
    slips,
    student,
)

urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    # ---- coming in
    path("join/", join.join, name="join"),
    path("join/<str:code>/", join.join_by_code, name="join-code"),
    path("join/<str:code>/<str:pin>/", join.join_by_slip, name="join-slip"),
    path("sessions/<key:key>/keeping/", keeping.keeping, name="keep-work"),
    path("sessions/<key:key>/leaving/", keeping.leaving, name="session-leaving"),
    # ---- seats and groups
    path("sessions/<key:key>/seats/", seats.seats, name="session-seats"),
    path("sessions/<key:key>/code/", seats.code, name="session-code"),
    path("sessions/<key:key>/slips/", slips.slips, name="session-slips"),
    path("sessions/<key:key>/groups/", groups.groups, name="session-groups"),
    # ---- classes, starting and setting up sessions, the clock
    path("classroom/", home.home, name="classroom"),
    path("classroom/new/", new_session.new_session, name="new-session"),
    path("classes/new/", course.new_class, name="new-class"),
    path("classes/<key:key>/", course.course, name="class"),
    path("classes/<key:key>/sharing/", course.sharing, name="class-sharing"),
    path("classes/<key:key>/deletion/", course.deletion, name="class-deletion"),
    path("sessions/<key:key>/setup/", setup.setup, name="session-setup"),
    path("sessions/<key:key>/sharing/", setup.sharing, name="session-sharing"),
    path("sessions/<key:key>/clock/", clock.clock, name="session-clock"),
    path("sessions/<key:key>/copy/", new_session.copy, name="session-copy"),
    path("sessions/<key:key>/deletion/", setup.deletion, name="session-deletion"),
    # ---- a student's page
    path("sessions/<key:key>/", student.session, name="session"),
    path("sessions/<key:key>/side/", side.side, name="session-side"),
    path("sessions/<key:key>/cards/", cards.cards, name="session-cards"),
    path("sessions/<key:key>/moved/", moved.moved, name="session-moved"),
    # ---- the teacher's board
    path("sessions/<key:key>/board/", board.board, name="session-board"),
    path("sessions/<key:key>/projector/", projector.projector, name="session-projector"),
    path("sessions/<key:key>/claims/", orders.claims, name="session-claims"),
    path("sessions/<key:key>/announcement/", announcement.announcement, name="announcement"),
    path("sessions/<key:key>/features/", features.features, name="features"),
    path("sessions/<key:key>/reveals/", reveals.reveals, name="reveals"),
    path("sessions/<key:key>/circle/", circle.circle, name="circle"),
    path("sessions/<key:key>/ticket/", live.ticket, name="session-ticket"),
    # ---- after the lesson
    path("sessions/<key:key>/report/", report.report, name="session-report"),
    path("sessions/<key:key>/report.csv", report.table, name="session-report-table"),
    path(
        "sessions/<key:key>/report/<key:seat>/", report.student, name="session-report-student"
    ),
    path("sessions/<key:key>/summary/", report.summary, name="session-summary"),
    path("sessions/<key:key>/grades/", grades.own, name="session-grades"),
    path("sessions/<key:key>/grading/", grades.grading, name="session-grading"),
    path("sessions/<key:key>/grading/<key:seat>/", grades.seat, name="session-grading-seat"),
    path("sessions/<key:key>/retention/", retention.retention, name="session-retention"),
    path("classes/<key:key>/report/", report.term, name="class-report"),
    path("classes/<key:key>/report.csv", report.term_table, name="class-report-table"),
    path("rubrics/", rubrics.rubrics, name="rubrics"),
    path("rubrics/new/", rubrics.new_rubric, name="new-rubric"),
    path("rubrics/<key:key>/", rubrics.rubric, name="rubric"),
]
