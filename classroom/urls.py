"""The addresses of the classroom: nouns, at most two deep; a state change is a noun of its own."""

from django.urls import path

import debate.urls  # noqa: F401  it registers what a key looks like in an address
from classroom.web import announcement, board, demo, features, live, orders, projector, reveals

urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    # ---- the teacher's board
    path("sessions/<key:key>/board/", board.board, name="session-board"),
    path("sessions/<key:key>/projector/", projector.projector, name="session-projector"),
    path("sessions/<key:key>/claims/", orders.claims, name="session-claims"),
    path("sessions/<key:key>/announcement/", announcement.announcement, name="announcement"),
    path("sessions/<key:key>/features/", features.features, name="features"),
    path("sessions/<key:key>/reveals/", reveals.reveals, name="reveals"),
    path("sessions/<key:key>/ticket/", live.ticket, name="session-ticket"),
]
