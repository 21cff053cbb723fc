"""The app of the classroom: classes, sessions, seats and phases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts import hooks


class ClassroomConfig(AppConfig):
    name = "classroom"
    verbose_name = _("Classroom")

    def ready(self) -> None:
        # They need the models.
        from classroom.actions.farewell import forget_person  # noqa: PLC0415
        from classroom.actions.retention import forget_sessions  # noqa: PLC0415
        from classroom.models import register  # noqa: F401, PLC0415
        from classroom.web import own_data  # noqa: PLC0415

        hooks.exports.extend(own_data.PARTS)
        hooks.labels.update(own_data.LABELS)

        # Before the debates: of a session they would keep what others wrote in it.
        hooks.farewells.insert(0, hooks.Farewell("classroom", forget_person))
        hooks.forgettings.append(forget_sessions)
