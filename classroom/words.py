"""The words of the classroom: sentences of refusals."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from debate import words as debates

# One for each code; `%(name)s` stands for a fact, and the fact named last chooses the plural.
SENTENCES: dict[str, Promise] = {
    "sign_in_to_teach": _("Sign in to teach."),
    "no_session": _("There is no such session, or you are not in it."),
    "teachers_only": _("Only a teacher of this session can do this."),
    "teacher_only": _("Only the teacher who started this session can do this."),
    "students_only": _("Only a student of this session can do this."),
    "still_in_the_lobby": _("You are in the lobby. Your teacher lets you in."),
    "names_are_not_for_you": _("Only who may see the names of students can do this."),
    "session_not_started": _("This session has not started yet."),
    "session_is_over": _("This session is over."),
    "session_is_running": _("This session is running."),
    "kept_too_long": _("A session is kept until %(last)s at most."),
    "kept_until_is_over": _("Choose a day that is not over."),
}


def sentence(refusal: Refusal) -> str:
    """What to tell the person who was refused, the same at every door."""
    worded = SENTENCES.get(refusal.code)
    if worded is None:
        return debates.sentence(refusal)
    return str(worded % {name: debates.shown(fact) for name, fact in refusal.facts.items()})
