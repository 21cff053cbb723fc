"""The app of the classroom: classes, sessions, seats and phases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClassroomConfig(AppConfig):
    name = "classroom"
    verbose_name = _("Classroom")

    def ready(self) -> None:
        from classroom.models import register  # noqa: F401, PLC0415  needs the models
