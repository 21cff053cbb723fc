"""The words of debates: sentences of refusals; names of relations, votes, places and orders."""

from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts import words as people
from accounts.errors import Refusal, TooMany
from debate.enums import (
    Action,
    Capacity,
    ClaimGroup,
    ClaimKind,
    DebateSort,
    Reason,
    Relation,
    Role,
    Sort,
    Stage,
    VoteValue,
)

# One for each code; `%(name)s` stands for a fact, and the fact named last chooses the plural.
SENTENCES: dict[str, Promise] = {
    # ---- Who may
    "sign_in_to_reply": _("Sign in to reply."),
    "account_deleted": _("This account is deleted."),
    "sign_in_to_vote": _("Sign in to vote."),
    "sign_in_to_edit": _("Sign in to edit your claim."),
    "sign_in_to_withdraw": _("Sign in to withdraw your claim."),
    "sign_in_to_take_a_position": _("Sign in to say where you stand."),
    "sign_in_to_start_a_debate": _("Sign in to start a debate."),
    "sign_in_to_keep_marks": _("Sign in to keep track of what you have read."),
    "sign_in_to_keep_a_draft": _("Sign in to keep a draft."),
    "sign_in_to_follow": _("Sign in to follow this debate."),
    "sign_in_for_news": _("Sign in to see what is new for you."),
    "sign_in_for_own": _("Sign in to see what is yours."),
    "sign_in_to_flag": _("Sign in to flag a claim."),
    "sign_in_to_appeal": _("Sign in to appeal."),
    "sign_in_to_join": _("Sign in to join this debate."),
    "sign_in_to_leave": _("Sign in to leave this debate."),
    "sign_in_to_keep_order": _("Sign in to keep order in this debate."),
    "sign_in_to_moderate": _("Sign in to moderate."),
    "sign_in_to_run_a_debate": _("Sign in to run your debate."),
    "no_such_page": _("There is no such page, or it is not open to you."),
    "no_act": _("There is no such act of moderation, or it is not open to you."),
    "not_for_you": _("That is not yours to do here."),
    "moderators_only": _("Only the owner and the moderators of this debate can do that."),
    "suspended": _("Your account is suspended. You can read, export and delete what is yours."),
    "blocked_here": _("You are blocked from this debate. You can read it, but not add to it."),
    "they_keep_order": _("They keep order in this debate. Take their role away first."),
    "no_seat_to_leave": _(
        "You are not a member of this debate, so you cannot leave it. Its owner can transfer it."
    ),
    "no_such_handle": _(
        "Nobody has this handle. Ask them for it: it is what they sign in with, not their name."
    ),
    "no_such_role": _("Choose a role: reader, member or moderator."),
    "they_own_it": _("They own this debate, and need no role in it."),
    "already_a_member": _("They are a member already. Change their role in the list."),
    "goes_by_another_name": _(
        "They go by another name in this debate, which this would tell. Send them a link instead."
    ),
    "they_are_blocked": _("They are blocked from this debate. Unblock them first."),
    "too_many_members": ngettext_lazy(
        "A debate has at most %(most)s member. Remove one first.",
        "A debate has at most %(most)s members. Remove one first.",
        "most",
    ),
    "sign_up_to_join": _("You are here as a guest. Sign up to join this debate."),
    "no_member": _("There is no such member of this debate any more."),
    "no_invitation": _("This invitation is not valid any more. Ask for another one."),
    "own_act": _("You did this yourself. Somebody else has to decide."),
    "held_sent_again": _("Its author sent it again in the meantime. Read it once more."),
    "own_case": _("This concerns what you wrote. Somebody else has to decide."),
    "branch_locked": _("This branch is locked. It can be read, but not added to."),
    "frozen": _("This debate is frozen for the moment. It can be read, but not added to."),
    "archived": _("This debate is in the archive. It can be read, but not added to."),
    "claim_not_hidden": _("This claim is not hidden, so it cannot be restored."),
    "relation_is_fixed": _("The relation of a point is fixed. Move the claim instead."),
    "relation_does_not_fit": _("A claim cannot have this relation to that one. Choose another."),
    "a_question_stays_one": _(
        "What has votes or replies cannot become a question, nor stop being one."
    ),
    "under_itself": _("A claim cannot hang below itself. Choose a claim outside its branch."),
    "choose_a_deed": _("Choose what is to be done."),
    "choose_a_reason": _("Choose a reason."),
    "choose_how_long": _("Choose for how long."),
    "choose_a_decision": _("Choose whether it stays or is undone."),
    "nobody_by_that_handle": _(
        "Nobody can be found here by that handle. Block them by a claim of theirs instead."
    ),
    "appeal_is_missing": _("Write what was wrong with it, in your own words."),
    "appeal_too_long": ngettext_lazy(
        "An appeal has at most %(most)s character; this has %(length)s.",
        "An appeal has at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "appealed_already": _("You have appealed against this already. There is one appeal."),
    "no_appeal": _("Nobody has appealed against this."),
    "appeal_is_decided": _("This appeal is decided already."),
    "answered_already": _(
        "Somebody has replied. Ask a moderator of this debate to change how it relates."
    ),
    "no_claim_here": _("There is no such claim in this debate. Copy the address of one that is."),
    "no_held": _("There is no such claim waiting, or it is not open to you."),
    "too_many_held": ngettext_lazy(
        "You have %(most)s claim waiting for approval here. Wait until it is read.",
        "You have %(most)s claims waiting for approval here. Wait until they are read.",
        "most",
    ),
    "held_is_waiting": _(
        "This claim is waiting for approval. It can be reworded if it is sent back."
    ),
    "held_is_removed": _("This claim was removed. You can appeal against that instead."),
    "held_is_approved": _("This claim was approved in the meantime, and is part of the debate."),
    "note_is_missing": _("Write a note, so that the author knows what to do."),
    "note_too_long": ngettext_lazy(
        "A note has at most %(most)s character; this has %(length)s.",
        "A note has at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "readers_only_read": _("You may read this debate, but not add to it."),
    "members_only": _("Only members of this debate can add to it."),
    "owner_only": _("Only the owner of this debate can do that."),
    "never_back_to_draft": _(
        "What was published does not become a draft again. Show it to its members only."
    ),
    "no_such_visibility": _("Choose who sees the debate."),
    "no_such_posting": _("Choose who takes part."),
    "not_unlisted": _("Only an unlisted debate has a link. Choose who sees it first."),
    "not_a_moderator": _(
        "A debate is handed over to one of its moderators, who has an account. "
        "Give somebody that role first."
    ),
    "others_took_part": _(
        "Somebody else has written, voted or taken a position here. Put it into the archive "
        "instead."
    ),
    "moment_is_past": _("This moment is past. Choose one that is still to come."),
    "too_far_ahead": ngettext_lazy(
        "Choose a moment within the next %(most)s day.",
        "Choose a moment within the next %(most)s days.",
        "most",
    ),
    "closes_before_it_opens": _("It has to open before it closes."),
    "nothing_to_close": _("The debate is closed. Say when it opens, too."),
    "conclusion_too_long": ngettext_lazy(
        "A statement has at most %(most)s character; this has %(length)s.",
        "A statement has at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "no_such_language": _("Choose one of the languages."),
    "choose_whether_to_archive": _("Say whether the debate is to be in the archive or not."),
    "not_your_claim": _("This claim is not yours. Only its author can change it."),
    "own_claim": _("You cannot vote on your own claim."),
    "own_claim_changes_no_view": _("This claim is yours. Choose one by somebody else."),
    "too_many_deltas": ngettext_lazy(
        "You have named %(most)s claim here already. Take it back first.",
        "You have named %(most)s claims here already. Take one back first.",
        "most",
    ),
    "reason_too_long": ngettext_lazy(
        "Your reason has at most %(most)s character; this has %(length)s.",
        "Your reason has at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    "a_question_takes_no_vote": _("A question takes no vote. Answer it instead."),
    "a_thesis_stays": _("A thesis stays: everything hangs below it. Reword it instead."),
    # ---- What there is
    "no_debate": _("There is no such debate, or it is not open to you."),
    "no_claim": _("There is no such claim, or it is not open to you."),
    "no_link": _("This link leads nowhere. Perhaps it was replaced: ask for the new one."),
    "no_topic": _("There is no such topic."),
    "no_person": _("There is no such person, or they have no public page."),
    "no_such_essay": _("There is no such essay, or it is not open to you."),
    "no_passage": _("There is no such passage, or it is not open to you."),
    "no_wording": _("There is no such wording, or it is not told any more."),
    "no_essay": _("This debate has no essay. It began with its thesis."),
    "claim_gone": _("This claim was taken away in the meantime. Its replies stay."),
    "edited_meanwhile": _(
        "This claim was edited in the meantime. Compare the two, then save yours or keep theirs."
    ),
    "too_many_drafts": ngettext_lazy(
        "One person can keep %(most)s draft. Post or drop one first.",
        "One person can keep %(most)s drafts. Post or drop one first.",
        "most",
    ),
    "too_many_unpublished": ngettext_lazy(
        "One person can have %(most)s unpublished debate. Publish one or throw it away first.",
        "One person can have %(most)s unpublished debates. Publish one or throw it away first.",
        "most",
    ),
    "name_the_accounts": _("Name the accounts by their handles, one a line."),
    "ring_too_large": ngettext_lazy(
        "Name at most %(most)s account at once; these are %(length)s.",
        "Name at most %(most)s accounts at once; these are %(length)s.",
        "most",
    ),
    "unknown_accounts": ngettext_lazy(
        "Here is %(number)s handle that belongs to nobody.",
        "Here are %(number)s handles that belong to nobody.",
        "number",
    ),
    "no_draft": _("That version of the draft is not there any more."),
    "draft_is_newer": _(
        "This draft was changed elsewhere in the meantime. Look at it again first."
    ),
    "draft_too_long": ngettext_lazy(
        "A draft has at most %(most)s character; this has %(length)s. Keep a part of it elsewhere.",
        "A draft has at most %(most)s characters; this has %(length)s. "
        "Keep a part of it elsewhere.",
        "most",
    ),
    # ---- Whether it is open
    "replies_closed": _("This debate is closed. It can be read, but not added to."),
    "votes_closed": _("Voting is closed in this debate."),
    "positions_closed": _("This debate is closed. Positions stay as they are."),
    "relation_not_now": _("Not this way at the moment. Choose another way to reply."),
    "only_the_thesis_now": _("Only the thesis and its points can be answered at the moment."),
    "answer_the_other_side": _("Answer a claim of the other side at the moment."),
    "edits_closed": _("The time in which this claim could be edited is over."),
    "keepers_do_not_judge": _("Who runs this debate does not vote in it."),
    "run_by_its_session": _(
        "This debate belongs to a class. Its session runs it: set it up there."
    ),
    "class_stays": _("Only a teacher of this session can do this."),
    "guests_stay_in_class": _(
        "You are here as a guest of a class. Sign up to take part in other debates."
    ),
    "already_published": _("This debate is published. Its outline is fixed."),
    "still_a_draft": _("This debate is still a draft. Publish it first."),
    "thread_too_deep": ngettext_lazy(
        "This thread is %(levels)s level deep. Answer a claim further up.",
        "This thread is %(levels)s levels deep. Answer a claim further up.",
        "levels",
    ),
    "too_many_print_at_once": _(
        "Several large debates are being printed or exported just now. Try again in a few seconds."
    ),
    # ---- What was written
    "choose_a_relation": _("Choose how it relates to the claim."),
    "no_undercut_of_a_thesis": _(
        "A thesis bears on nothing, so it cannot be undercut. Rebut it instead."
    ),
    "a_question_is_only_answered": _(
        "A question claims nothing. Answer it, or ask a question back."
    ),
    "unreadable_characters": _(
        "Some characters here cannot be read. Delete them and type them again."
    ),
    "claim_too_short": ngettext_lazy(
        "Write at least %(least)s letter.", "Write at least %(least)s letters.", "least"
    ),
    "claim_too_long": ngettext_lazy(
        "A claim has at most %(most)s character; this has %(length)s. "
        "Split it, or move part of it to the details.",
        "A claim has at most %(most)s characters; this has %(length)s. "
        "Split it, or move part of it to the details.",
        "most",
    ),
    "details_too_long": ngettext_lazy(
        "Details have at most %(most)s character; these have %(length)s.",
        "Details have at most %(most)s characters; these have %(length)s.",
        "most",
    ),
    "source_title_too_long": ngettext_lazy(
        "Keep the title of a source to %(most)s character.",
        "Keep the title of a source to %(most)s characters.",
        "most",
    ),
    "too_many_sources": ngettext_lazy(
        "Name at most %(most)s source.", "Name at most %(most)s sources.", "most"
    ),
    "bad_source_address": _(
        "The address of source %(number)s is not complete. Copy it whole, from https:// on."
    ),
    "source_address_too_long": ngettext_lazy(
        "Keep the address of a source to %(most)s character.",
        "Keep the address of a source to %(most)s characters.",
        "most",
    ),
    "no_such_vote": _("Choose convincing, not convincing or unsure."),
    "no_such_deed": _("That form is damaged. Load the page again and try once more."),
    "follow_or_not": _("Say whether you want to follow the debate or not."),
    "open_or_closed": _("Say whether the debate is to be open or closed."),
    "no_such_position": _("Choose a place from %(least)s to +%(most)s."),
    "bad_cursor": _("This place in the list does not exist. Start at its beginning."),
    "cursor_expired": _("This cursor is too old. Pull the thread anew and go on from there."),
    "stream_is_flat_and_oldest_first": _(
        "A stream is flat, and the oldest claims come first. Leave out sort and shape."
    ),
    "search_too_long": ngettext_lazy(
        "Search for at most %(most)s character; this has %(length)s.",
        "Search for at most %(most)s characters; this has %(length)s.",
        "most",
    ),
    # ---- Bringing in an essay
    "essay_needs_a_title": _("Give the essay a title."),
    "title_too_long": ngettext_lazy(
        "Keep the title to %(most)s character.",
        "Keep the title to %(most)s characters.",
        "most",
    ),
    "writer_too_long": ngettext_lazy(
        "Keep the writer’s name to %(most)s character.",
        "Keep the writer’s name to %(most)s characters.",
        "most",
    ),
    "bad_essay_address": _("This is not a complete web address. Copy it whole, from https:// on."),
    "essay_given_twice": _(
        "You pasted a text and chose a file. Send one of the two: empty the text, or leave the "
        "file out."
    ),
    "essay_is_missing": _("Paste an essay, choose its file, or state a thesis."),
    "essay_is_blank": _("There is not one letter in this text. Check what was copied."),
    "essay_is_empty": _("This file is empty. Choose another."),
    "essay_is_too_long": _(
        "An essay has at most %(limit)s characters; this has %(characters)s. Bring a part of it."
    ),
    "essay_has_too_many_bytes": _(
        "A file has at most %(limit)s bytes; this has %(bytes)s. Bring a part of it."
    ),
    "essay_has_no_paragraphs": _("There is a title, but no paragraph below it. Add the text."),
    "essay_is_in_another_encoding": _(
        "This file is in %(encoding)s. Save it as UTF-8 text and choose it again."
    ),
    "essay_is_not_text": _(
        "This is no text: byte %(offset)s is zero. Save it as plain text in UTF-8 and choose it "
        "again."
    ),
    "essay_is_not_utf8": _(
        "This file is not in UTF-8: byte %(offset)s is %(byte)s. Save it as UTF-8 text and choose "
        "it again."
    ),
    # ---- Bringing in a debate
    "file_is_missing": _("Choose the file of a debate."),
    "file_is_not_json": _("This file is not JSON in UTF-8. Choose the one that was exported."),
    "file_has_too_many_bytes": _("A file has at most %(most)s bytes; this has %(bytes)s."),
    "file_of_another_format": _(
        "This is no debate. Choose a file that was exported as JSON from a debate."
    ),
    "file_of_another_version": _(
        "This file has another version; this site reads version %(version)s."
    ),
    "file_not_as_described": _(
        "The file is not as its format says: look at %(place)s. Nothing was brought in."
    ),
    "file_has_too_much": ngettext_lazy(
        "The file has too much: at most %(most)s of these.",
        "The file has too much: at most %(most)s of these.",
        "most",
    ),
    # ---- The outline of a draft
    "thesis_first": _("State the thesis first. Everything else hangs below it."),
    "too_many_points": ngettext_lazy(
        "A debate starts with at most %(most)s point. Drop one, or publish.",
        "A debate starts with at most %(most)s points. Drop one, or publish.",
        "most",
    ),
    "point_already_drawn": _("There is a point on this passage already."),
    "no_such_topic": _("There is no such topic. Load the page again and choose another."),
    "too_many_topics": ngettext_lazy(
        "Choose at most %(most)s topic.", "Choose at most %(most)s topics.", "most"
    ),
    "no_such_passage": _("This passage is not in the essay. Pick a sentence of it."),
    "passage_length": _(
        "A passage has %(least)s to %(most)s characters. Pick a shorter or a longer one."
    ),
}

# Of a debate that goes on, in which something is not open at the moment.
MEANWHILE: dict[str, Promise] = {
    "replies_closed": _("Replies are not open at the moment."),
    "votes_closed": _("Voting is not open at the moment."),
    "positions_closed": _("Positions cannot be changed at the moment."),
}
# The same in a class, where a phase is under way in which it is not.
ANOTHER_PHASE: dict[str, Promise] = {
    "replies_closed": _("The class is in another phase now: claims are not taken in it."),
    "votes_closed": _("The class is in another phase now: votes are not taken in it."),
    "positions_closed": _("The class is in another phase now: positions are not taken in it."),
    "relation_not_now": _(
        "The class is in another phase now: claims are not answered in this way. Choose another."
    ),
}
# The same, where it is known when it will be.
LATER: dict[str, Promise] = {
    "replies_closed": _("Replies open at %(opens_at)s. Until then this cannot be sent."),
    "votes_closed": _("Voting opens at %(opens_at)s."),
    "positions_closed": _("Positions can be changed from %(opens_at)s on."),
    "relation_not_now": _("This way to reply opens at %(opens_at)s. Choose another until then."),
}

# Asked for too often (enums.Paced); what follows each says when to try again.
TOO_MANY: dict[str, Promise] = {
    "too_many_reply": _("You posted many claims in a short time."),
    "too_many_edit": _("You changed many claims in a short time."),
    "too_many_debate": _("You started many debates in a short time."),
    "too_many_upload": _("You brought many essays in a short time."),
    "too_many_import": _("You imported many debates in a short time."),
    "too_many_vote": _("You voted many times in a short time."),
    "too_many_position": _("You changed your position many times in a short time."),
    "too_many_flag": _("You flagged many claims in a short time."),
    "too_many_appeal": _("You appealed many times in a short time."),
    "too_many_seat": _("You changed many members or invitations in a short time."),
    "too_many_save": _("Your drafts were saved many times in a short time."),
    "too_many_follow": _("You followed or left many debates in a short time."),
    "too_many_order": _("You acted many times in a short time."),
    "too_many_manage": _("You changed many settings in a short time."),
}

FILE_OF_ANOTHER_KIND = _(
    "This is a %(kind)s file. Save it as plain text in UTF-8 and choose it again."
)


def knows(code: str) -> bool:
    """Whether a refusal's code is worded here or by accounts."""
    return code in SENTENCES or code in TOO_MANY or people.knows(code)


def sentence(refusal: Refusal) -> str:
    """What to tell the person who was refused, the same at every door."""
    if isinstance(refusal, TooMany) and refusal.code in TOO_MANY:
        return f"{TOO_MANY[refusal.code]} {people.when(refusal.retry_after_seconds)}"
    worded = SENTENCES.get(refusal.code)
    if worded is None:
        return people.sentence(refusal)
    if "opens_at" in refusal.facts:
        worded = LATER[refusal.code]
    elif "another_phase" in refusal.facts:
        worded = ANOTHER_PHASE[refusal.code]
    elif "meanwhile" in refusal.facts:
        worded = MEANWHILE[refusal.code]
    if refusal.code == "essay_is_not_text" and refusal.facts["kind"]:
        worded = FILE_OF_ANOTHER_KIND
    facts = {name: shown(fact) for name, fact in refusal.facts.items()}
    return str(worded % facts)


class Grouped(int):
    """A number that is written as people write it, 100,000, and still chooses a plural."""

    def __str__(self) -> str:
        return str(number_format(int(self), force_grouping=True))


def shown(fact: object) -> object:
    """A fact of a refusal as it stands in a sentence."""
    if isinstance(fact, datetime):
        return clock(fact)
    return Grouped(fact) if isinstance(fact, int) else fact


def clock(at: datetime) -> str:
    """The time on the reader's clock, with the day unless it is today; of who set no zone, UTC."""
    local = timezone.localtime(at)
    told = date_format(local, "H:i")
    if timezone.get_current_timezone_name() == "UTC":
        told = f"{told} UTC"
    if local.date() == timezone.localdate():
        return told
    return f"{date_format(local, 'MONTH_DAY_FORMAT')}, {told}"


# ---- What things are called

IMPORTED = pgettext_lazy("after the name of whoever said it elsewhere", "imported")


class Way(NamedTuple):
    """The words of one way to reply."""

    name: Promise | str  # of the choice: "Rebut"
    reply: Promise | str  # of what was posted by it: "Rebuttal"
    verb: Promise | str  # on the button
    meaning: Promise | str  # a sentence that goes on after the name and a colon
    posted: Promise | str  # what is said when it is there
    side: Promise | str  # over all of them on a claim's own page
    side_says: Promise | str  # below that, and each of them goes on
    counted: Promise | str  # after a number of them


WAYS = {
    Relation.SUPPORT: Way(
        pgettext_lazy("to do", "Support"),
        _("Support"),
        _("Post support"),
        _("it is more believable because of this."),
        _("Your support is posted."),
        _("For"),
        _("It is more believable because"),
        _("in support"),
    ),
    Relation.REBUT: Way(
        pgettext_lazy("to do", "Rebut"),
        _("Rebuttal"),
        _("Post rebuttal"),
        _("a reason against it."),
        _("Your rebuttal is posted."),
        _("Against"),
        _("It is not true because"),
        _("rebutting"),
    ),
    Relation.UNDERCUT: Way(
        pgettext_lazy("to do", "Undercut"),
        _("Undercut"),
        _("Post undercut"),
        _("true or not, it does not bear on the claim it answers."),
        _("Your undercut is posted."),
        _("Undercuts"),
        _("True or not, it does not bear on what it answers"),
        _("undercutting"),
    ),
    Relation.QUESTION: Way(
        pgettext_lazy("to do", "Question"),
        _("Question"),
        _("Post question"),
        _("what do you mean?"),
        _("Your question is posted."),
        _("Questions"),
        _("What is not clear"),
        _("asking"),
    ),
}
ANSWER = Way(
    pgettext_lazy("to do", "Answer"),
    _("Answer"),
    _("Post answer"),
    _("this is what is meant."),
    _("Your answer is posted."),
    _("Answers"),
    _("What is meant"),
    _("in support"),
)


def way(relation: Relation, *, answers: bool = False) -> Way:
    """The words of a relation; with `answers` below a question, whose support is an answer."""
    return ANSWER if answers and relation == Relation.SUPPORT else WAYS[relation]


class Judgement(NamedTuple):
    """The words of one way to vote."""

    label: Promise | str  # on the button
    said: Promise | str  # within a sentence


class RoleWords(NamedTuple):
    """The words of one role in a debate."""

    name: Promise | str  # of one who has it
    several: Promise | str
    link: Promise | str  # that gives it
    make: Promise | str  # such a link, on the button


ROLES = {
    Role.READER: RoleWords(
        _("Reader"),
        _("Readers"),
        _("Link for readers"),
        _("Make a link for readers"),
    ),
    Role.MEMBER: RoleWords(
        pgettext_lazy("of a debate", "Member"),
        pgettext_lazy("of a debate", "Members"),
        _("Link for members"),
        _("Make a link for members"),
    ),
    Role.MODERATOR: RoleWords(
        _("Moderator"),
        _("Moderators"),
        _("Link for moderators"),
        _("Make a link for moderators"),
    ),
}
VOTES = {
    VoteValue.CONVINCING: Judgement(_("Convincing"), _("convincing")),
    VoteValue.UNSURE: Judgement(_("Unsure"), _("unsure")),
    VoteValue.NOT_CONVINCING: Judgement(_("Not convincing"), _("not convincing")),
}
PLACES = {  # where somebody stands on a thesis
    -3: _("strongly against"),
    -2: _("against"),
    -1: _("leaning against"),
    0: _("unsure"),
    1: _("leaning for"),
    2: _("for"),
    3: _("strongly for"),
}
REASONS = {  # why a claim is flagged, or why somebody who keeps order did something
    Reason.OFF_TOPIC: _("It is off the topic"),
    Reason.INSULT: _("It insults or attacks somebody"),
    Reason.PRIVATE: _("It tells somebody’s personal details"),
    Reason.SPAM: _("It is advertising, or says the same everywhere"),
    Reason.DUPLICATE: _("It says what another claim says"),
    Reason.UNCLEAR: _("Nobody can tell what it claims"),
    Reason.MISPLACED: _("It stands in the wrong place"),
    Reason.HEATED: _("The tone became too heated"),
    Reason.RING: _("Several accounts act as one"),
    Reason.MISTAKE: _("What was done before was a mistake"),
    Reason.RESOLVED: _("What it was about is settled"),
}
SORTS = {
    Sort.BEST: _("best"),
    Sort.NEWEST: _("newest"),
    Sort.OLDEST: _("oldest"),
    Sort.CONTESTED: _("most contested"),
    Sort.OPEN: _("unanswered"),
}
CLAIM_GROUPS = {
    ClaimGroup.POINT: _("Theses and points"),
    ClaimGroup.SUPPORT: _("Supports"),
    ClaimGroup.REBUT: _("Rebuttals"),
    ClaimGroup.UNDERCUT: _("Undercuts"),
    ClaimGroup.QUESTION: _("Questions"),
}
DEBATE_SORTS = {
    DebateSort.ACTIVE: _("active"),
    DebateSort.NEW: _("new"),
    DebateSort.CONTESTED: _("contested"),
}
KIND_WORDS: dict[str, Promise | str] = {  # what can be searched for
    "essay": _("Essay"),
    ClaimKind.THESIS: _("Thesis"),
    ClaimKind.POINT: _("Point"),
    **{relation: way.reply for relation, way in WAYS.items()},
}


# ---- The permission table, as people read it

CAPACITIES: dict[Capacity, Promise] = {
    Capacity.VISITOR: _("Visitor"),
    Capacity.SUSPENDED: pgettext_lazy("somebody", "Suspended"),
    Capacity.BLOCKED: pgettext_lazy("somebody", "Blocked"),
    Capacity.PERSON: _("Signed in"),
    Capacity.READER: _("Reader"),
    Capacity.MEMBER: pgettext_lazy("of a debate", "Member"),
    Capacity.MODERATOR: _("Moderator"),
    Capacity.OWNER: _("Owner"),
    Capacity.STAFF: _("Staff"),
}
CAPACITIES_EXPLAINED: dict[Capacity, Promise] = {
    Capacity.VISITOR: _("Not signed in."),
    Capacity.SUSPENDED: _("Shut out of the whole site by its staff, for a time or for good."),
    Capacity.BLOCKED: _("Shut out of this debate by somebody who keeps order in it."),
    Capacity.PERSON: _("Signed in, without a role in this debate."),
    Capacity.READER: _("Let in to read; also whoever sees a debate in which only members post."),
    Capacity.MEMBER: _("Let in to take part."),
    Capacity.MODERATOR: _("Made a moderator of this debate by its owner."),
    Capacity.OWNER: _("Who started the debate, or to whom it was handed over."),
    Capacity.STAFF: _("Staff of the site; in public debates only, and without a seat there."),
}
STAGES: dict[Stage, Promise] = {
    Stage.DRAFT: pgettext_lazy("a debate", "draft"),
    Stage.OPEN: pgettext_lazy("a debate", "open"),
    Stage.CLOSED: pgettext_lazy("a debate", "closed"),
    Stage.FROZEN: pgettext_lazy("a debate", "frozen"),
    Stage.ARCHIVED: pgettext_lazy("a debate", "archived"),
}
ACTIONS: dict[Action, Promise] = {
    Action.REPLY: _("Reply to a claim"),
    Action.VOTE: _("Vote on somebody else’s claim"),
    Action.TAKE_A_POSITION: _("Say where one stands on the thesis"),
    Action.EDIT: _("Edit one’s own claim"),
    Action.WITHDRAW: _("Withdraw one’s own claim"),
    Action.FLAG: _("Flag somebody else’s claim"),
    Action.APPEAL: _("Appeal against an act that concerns oneself"),
    Action.FOLLOW: _("Follow the debate"),
    Action.JOIN: _("Join by an invitation"),
    Action.LEAVE: _("Leave the debate"),
    Action.SEE_QUEUE: _("See what waits for those who keep order"),
    Action.SETTLE_FLAGS: _("Dismiss flags"),
    Action.HIDE: _("Hide somebody else’s claim"),
    Action.RESTORE: _("Restore a hidden claim"),
    Action.RELATE: _("Change the relation of a claim to another"),
    Action.MOVE: _("Move a claim under another"),
    Action.LOCK: _("Lock a branch, or unlock it"),
    Action.FREEZE: _("Freeze the debate, or let it go on"),
    Action.JUDGE_HELD: _("Approve, return or remove a newcomer’s claim"),
    Action.HOLD_NEWCOMERS: _("Hold newcomers’ first claims"),
    Action.BLOCK: _("Block somebody from the debate"),
    Action.DECIDE_APPEAL: _("Decide an appeal"),
    Action.SEE_MEMBERS: _("See who the members are"),
    Action.OUTLINE: _("State the thesis and the points"),
    Action.PUBLISH: _("Publish"),
    Action.DESCRIBE: _("Edit title, credit, language and topics"),
    Action.SET_ACCESS: _("Set who sees the debate and who takes part"),
    Action.INVITE: _("Invite members, change and remove them"),
    Action.TRANSFER: _("Hand the debate over"),
    Action.CLOSE: _("Close the debate, or open it again"),
    Action.SCHEDULE: _("Plan when it opens and closes"),
    Action.ARCHIVE: _("Put it in the archive, or take it out"),
    Action.DELETE: _("Delete it, where nobody answered"),
    Action.START_A_DEBATE: _("Start a debate"),
    Action.SUSPEND: _("Suspend somebody, or readmit them"),
    Action.VOID_VOTES: _("Void the votes of accounts that act as one"),
}
