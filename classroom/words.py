"""The words of the classroom: sentences of refusals, and of its permission table."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.errors import Refusal
from classroom.enums import Action, SessionState
from debate import words as debates

# One for each code; `%(name)s` stands for a fact, and the fact named last chooses the plural.
SENTENCES: dict[str, Promise] = {
    # ---- Coming in
    "no_such_code": _("No class is open under this code. Compare it with the one on the board."),
    "no_such_pin": _("This PIN does not fit. Compare it with your slip, or leave it empty."),
    "session_is_full": ngettext_lazy(
        "A session has at most %(most)s seat.", "A session has at most %(most)s seats.", "most"
    ),
    "you_teach_this": _("You teach this session. Open a private window to see it as a student."),
    "seated_already": _("You have another seat in this session. Leave the PIN empty to go there."),
    "sign_in_to_come_back": _("This seat belongs to an account. Sign in to come back to it."),
    "signed_in_as_another": _("You are signed in with your account. Sign out to use this PIN."),
    "seat_is_taken": _("Somebody sits on that seat already."),
    "seat_changed_hands": _("Somebody came in on this seat just now. Try again."),
    "you_have_an_account": _("You have an account: your work is kept there."),
    # ---- Sides and groups
    "choose_a_side": _("Choose for or against."),
    "sides_are_not_chosen": _("In this session nobody chooses a side."),
    "spoke_from_this_side": _("You stated a claim from this side. Your teacher can change it."),
    "nobody_sits_there": _("Nobody sits on this seat."),
    "so_many_groups": _("Choose a number of groups from 1 to %(most)s."),
    "group_is_used": _("Somebody is in group %(number)s, or wrote there. It stays."),
    "no_group": _("There is no such group in this session."),
    # ---- In a session
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
    # ---- After it
    "no_such_level": _("The rubric of this session has no such level."),
    "no_rubric": _("There is no such rubric among yours."),
    "rubric_without_a_name": _("Give the rubric a name."),
    "rubric_name_too_long": ngettext_lazy(
        "The name of a rubric has at most %(most)s character.",
        "The name of a rubric has at most %(most)s characters.",
        "most",
    ),
    "rubric_without_criteria": _("Write at least one criterion, with its levels below it."),
    "too_many_criteria": ngettext_lazy(
        "A rubric has at most %(most)s criterion.",
        "A rubric has at most %(most)s criteria.",
        "most",
    ),
    "criterion_without_a_name": _("Give every criterion a name."),
    "criterion_too_long": ngettext_lazy(
        "The name of a criterion has at most %(most)s character.",
        "The name of a criterion has at most %(most)s characters.",
        "most",
    ),
    "criterion_without_levels": _(
        "“%(criterion)s” has no levels. Write them below it, each beginning with its points."
    ),
    "too_many_levels": ngettext_lazy(
        "A criterion has at most %(most)s level.",
        "A criterion has at most %(most)s levels.",
        "most",
    ),
    "level_without_a_text": _("A level of “%(criterion)s” says nothing. Write what earns it."),
    "level_without_a_criterion": _(
        "Line %(line)s is a level without a criterion. Write the name of the criterion above it."
    ),
    "level_too_long": ngettext_lazy(
        "A level has at most %(most)s character.",
        "A level has at most %(most)s characters.",
        "most",
    ),
    "points_out_of_range": ngettext_lazy(
        "A level is worth at most %(most)s point.",
        "A level is worth at most %(most)s points.",
        "most",
    ),
    "too_many_rubrics": ngettext_lazy(
        "You have %(most)s rubric already. Delete one first.",
        "You have %(most)s rubrics already. Delete one first.",
        "most",
    ),
    "levels_are_given": _(
        "Levels were given by the present rubric. Confirm that they go; what you wrote stays."
    ),
    "graded_meanwhile": _(
        "Another teacher changed this meanwhile. Nothing was saved: below stand yours and theirs."
    ),
    "feedback_too_long": ngettext_lazy(
        "Feedback has at most %(most)s character; this has %(length)s.",
        "Feedback has at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "kept_too_long": _("A session is kept until %(last)s at most."),
    "kept_until_is_over": _("Choose a day that is not over."),
    "no_such_day": _("That is no day. Write it as year, month and day: 2027-06-30."),
    "announcement_is_missing": _("Write what you want to tell everybody."),
    "announcement_too_long": ngettext_lazy(
        "An announcement has at most %(most)s character; this has %(length)s.",
        "An announcement has at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "a_thesis_is_shown_anyway": _("The thesis is always shown."),
    "too_many_featured": ngettext_lazy(
        "You show %(most)s claim to everybody already. Take it away first.",
        "You show %(most)s claims to everybody already. Take one away first.",
        "most",
    ),
    "join_your_class_again": _("Come in again with the code on the board."),
    "no_seat": _("There is no such student in this session any more."),
    "sessions_by_staff_only": _("On this site only its staff and moderators start sessions."),
    "no_class": _("There is no such class, or you do not teach it."),
    "class_owner_only": _("Only the teacher who made this class can do this."),
    "no_template": _("There is no such template of yours."),
    "no_such_debate_to_copy": _("There is no such debate, or you may not see it."),
    "debate_or_thesis": _("Choose a debate, or write a thesis; not both."),
    "too_many_sessions": ngettext_lazy(
        "You have %(most)s session. Delete it first.",
        "You have %(most)s sessions. Delete one first.",
        "most",
    ),
    "choose_who_to_be": _("Choose whom to be."),
    "choose_one_of_these": _("Choose one of these."),
    "line_too_long": ngettext_lazy(
        "At most %(most)s character; this has %(length)s.",
        "At most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "name_missing": _("Give it a name."),
    "grace_out_of_range": ngettext_lazy(
        "At most %(most)s second.", "At most %(most)s seconds.", "most"
    ),
    "start_is_over": _("Choose a moment that is still to come."),
    "no_phases": _("This session has no phases."),
    "no_such_phase": _("There is no such phase."),
    "last_phase": _("This is the last phase."),
    "first_phase": _("This is the first phase."),
    "phase_too_long": _("A phase lasts two weeks at most."),
    "phase_without_a_length": _("This phase has no length; it lasts until you begin the next one."),
    "time_is_up": _("The time of this phase is up."),
    "naming_is_settled": _("Students are here already: names or pseudonyms stay as they are."),
    "too_many_phases": ngettext_lazy(
        "A session has at most %(most)s phase.", "A session has at most %(most)s phases.", "most"
    ),
    "this_phase_holds": _(
        "This phase is running: only its instruction and its length can be changed now."
    ),
    "no_such_place": _("There is no such place among the phases."),
    "only_coming_phases_move": _("Only phases that are still to come can be moved or removed."),
    "one_phase_stays": _("A session has at least one phase."),
    "task_out_of_range": _("A task asks for at most %(most)s of a thing."),
    "too_many_templates": ngettext_lazy(
        "You have %(most)s template. Remove it first.",
        "You have %(most)s templates. Remove one first.",
        "most",
    ),
    "too_many_classes": ngettext_lazy(
        "You have %(most)s class. Delete it first.",
        "You have %(most)s classes. Delete one first.",
        "most",
    ),
    "list_too_long": ngettext_lazy(
        "A class has at most %(most)s name.", "A class has at most %(most)s names.", "most"
    ),
    "students_missing": _("Write at least one name."),
    "line_unreadable": _("Line %(line)s has characters that cannot be read."),
    "line_without_a_name": _("Line %(line)s has no name."),
    "line_name_too_long": _("Line %(line)s: a name has at most %(most)s characters."),
    "line_external_id_too_long": _("Line %(line)s: an id has at most %(most)s characters."),
    "external_id_twice": _("Line %(line)s has the id of another student."),
    "external_id_taken": _("Another student of this class has this id."),
    "no_student": _("There is no such student in this class any more."),
    "they_teach_it": _("They teach it already."),
    "they_sit_here": _("They are a student of this session."),
    "too_many_teachers": ngettext_lazy(
        "It has %(most)s teacher already.", "It has %(most)s teachers already.", "most"
    ),
    "start_too_far": ngettext_lazy(
        "A session is planned at most %(most)s day ahead.",
        "A session is planned at most %(most)s days ahead.",
        "most",
    ),
    "minutes_in_digits": _("Write how many minutes, in digits."),
}


def sentence(refusal: Refusal) -> str:
    """What to tell the person who was refused, the same at every door."""
    worded = SENTENCES.get(refusal.code)
    if worded is None:
        return debates.sentence(refusal)
    return str(worded % {name: debates.shown(fact) for name, fact in refusal.facts.items()})


# ---- The permission table, as people read it

STATES: dict[SessionState, Promise] = {
    SessionState.PLANNED: pgettext_lazy("session", "not started"),
    SessionState.RUNNING: pgettext_lazy("session", "running"),
    SessionState.ENDED: pgettext_lazy("session", "over"),
}
ACTIONS: dict[Action, Promise] = {
    Action.SEE: _("Open the session"),
    Action.KEEP_WORK: _("Keep one’s work by signing up"),
    Action.CHOOSE_SIDE: _("Choose one’s side"),
    Action.SAY_WHAT_MOVED: _("Say which claims changed one’s mind"),
    Action.SEE_OWN_GRADES: _("See one’s own grades, once they are released"),
    Action.SEE_BOARD: _("See the board and the wall"),
    Action.SET_UP: _("Change its rules and phases"),
    Action.RUN: _("Start, pause and end it, and go from phase to phase"),
    Action.ADMIT: _("Let in who waits in the lobby"),
    Action.REMOVE_SEAT: _("Remove a student, or let them back"),
    Action.RENEW_CODE: _("Make a new code"),
    Action.PRINT_SLIPS: _("Print slips with names and PINs"),
    Action.GROUP: _("Put students into groups, on sides and into the circle"),
    Action.ANNOUNCE: _("Tell everybody something"),
    Action.FEATURE: _("Show a claim to everybody"),
    Action.KEEP_ORDER: _("Approve, send back and hide claims"),
    Action.SHOW_RESULTS: _("Show results that are hidden"),
    Action.SEE_NAMES: _("See the names of students"),
    Action.REVEAL: _("Look up who is behind a pseudonym"),
    Action.GRADE: _("Grade, and write feedback"),
    Action.RELEASE_GRADES: _("Release grades, or take them back"),
    Action.REPORT: _("Read and export reports"),
    Action.DUPLICATE: _("Copy it, or keep it as a template"),
    Action.SHARE: _("Share it with co-teachers, or stop"),
    Action.DELETE_SESSION: _("Delete it, and say how long it is kept"),
}
