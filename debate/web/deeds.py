"""What somebody did, in a sentence: one whole sentence for each deed, so that each can be put into
another language as it has to be said there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debate.enums import ActKind, ChangeKind, ClaimKind, ClaimState, NoticeReason, Relation, Role
from debate.queries.notices import Told
from debate.queries.record import Deed
from debate.queries.rows import Byline
from debate.web.acted import ACTED

type Sentence = Promise | str

ACTS = {str(kind) for kind in ActKind}  # a Change of an act has the word of the act

OF_DEBATE: dict[ChangeKind, Sentence] = {
    ChangeKind.OPENED: _("{who} opened the debate."),
    ChangeKind.CLOSED: _("{who} closed the debate."),
    ChangeKind.REOPENED: _("{who} opened the debate again."),
    ChangeKind.DESCRIBED: _("{who} changed what the debate says about itself."),
    ChangeKind.ADMITTED: _("{who} changed who sees the debate, or who takes part."),
    ChangeKind.SCHEDULED: _("{who} changed when the debate opens or closes."),
    ChangeKind.ARCHIVED: _("{who} put the debate into the archive."),
    ChangeKind.REVIVED: _("{who} took the debate out of the archive."),
    ChangeKind.TRANSFERRED: _("{who} handed the debate over to somebody else."),
}
STATED: dict[Relation, Sentence] = {
    Relation.SUPPORT: _("{who} supported a claim."),
    Relation.REBUT: _("{who} rebutted a claim."),
    Relation.UNDERCUT: _("{who} undercut a claim."),
    Relation.QUESTION: _("{who} asked a question."),
}
STATED_THESIS = _("{who} stated the thesis.")
STATED_POINT = _("{who} stated a point for the thesis.")
ANSWERED = _("{who} answered a question.")
EDITED: dict[Relation, Sentence] = {
    Relation.SUPPORT: _("{who} edited a support."),
    Relation.REBUT: _("{who} edited a rebuttal."),
    Relation.UNDERCUT: _("{who} edited an undercut."),
    Relation.QUESTION: _("{who} edited a question."),
}
EDITED_THESIS = _("{who} edited the thesis.")
EDITED_POINT = _("{who} edited a point.")
EDITED_ANSWER = _("{who} edited an answer.")

# Of what is gone it is told neither what it said nor whose it was.
GONE: dict[tuple[ChangeKind, ClaimState], Sentence] = {
    (ChangeKind.STATED, ClaimState.WITHDRAWN): _("A claim was stated that is withdrawn by now."),
    (ChangeKind.STATED, ClaimState.HIDDEN): _("A claim was stated that is hidden by now."),
    (ChangeKind.EDITED, ClaimState.WITHDRAWN): _("A claim was edited that is withdrawn by now."),
    (ChangeKind.EDITED, ClaimState.HIDDEN): _("A claim was edited that is hidden by now."),
    (ChangeKind.WITHDRAWN, ClaimState.WITHDRAWN): _("A claim was withdrawn by its author."),
    (ChangeKind.WITHDRAWN, ClaimState.HIDDEN): _("A claim was withdrawn by its author."),
}

# Of acts of keeping order, whether the claim is withdrawn or hidden by now.
ACTS_ON_GONE: dict[ChangeKind, Sentence] = {
    ChangeKind.HIDDEN: _("A claim was hidden."),
    ChangeKind.RESTORED: _("A claim was restored that is gone by now."),
    ChangeKind.RELATED: _("A claim that is gone by now was given another relation."),
    ChangeKind.MOVED: _("A claim was moved that is gone by now."),
    ChangeKind.LOCKED: _("A branch was locked."),
    ChangeKind.UNLOCKED: _("A branch was unlocked."),
    ChangeKind.UPHELD: _("An appeal was decided: what was done stays."),
    ChangeKind.OVERTURNED: _("An appeal was decided: what was done was a mistake."),
}

KINDS: dict[ChangeKind, Sentence] = {  # to choose from, over a list of deeds
    ChangeKind.STATED: _("Stated"),
    ChangeKind.EDITED: _("Edited"),
    ChangeKind.WITHDRAWN: pgettext_lazy("claims", "Withdrawn"),
}
REASONS: dict[NoticeReason, Sentence] = {  # to choose from, over what somebody is told
    NoticeReason.REPLY: _("Replies"),
    NoticeReason.ANSWER: pgettext_lazy("to a question", "Answers"),
    NoticeReason.REWORDED: _("Edits"),
    NoticeReason.FOLLOWED: _("Debates followed"),
    NoticeReason.MODERATED: _("Moderation"),
    NoticeReason.SEATED: pgettext_lazy("in debates", "Roles"),
}

# To whom an act of moderation concerns; who did it is told on the page of the act.
TO_YOU: dict[ChangeKind, Sentence] = {
    ChangeKind.HIDDEN: _("Your claim was hidden."),
    ChangeKind.RESTORED: _("Your claim is shown again."),
    ChangeKind.RELATED: _("The relation of your claim was changed."),
    ChangeKind.MOVED: _("Your claim was moved to another place in the debate."),
    ChangeKind.LOCKED: _("Your claim was locked, with all that answers it."),
    ChangeKind.UNLOCKED: _("Your claim is no longer locked."),
    ChangeKind.RETURNED: _("Your claim was sent back to you."),
    ChangeKind.REMOVED: _("Your claim was removed before others saw it."),
    ChangeKind.BLOCKED: _("You are blocked from this debate."),
    ChangeKind.UNBLOCKED: _("You are no longer blocked from this debate."),
    ChangeKind.UPHELD: _("Your appeal was answered: it stays as it is."),
    ChangeKind.OVERTURNED: _("Your appeal was answered in your favour."),
    ChangeKind.STATED: _("Your claim was approved. It is part of the debate now."),
}
CONCERNS_YOU = _("Somebody who keeps order did something that concerns you.")
SEATED: dict[Role, Sentence] = {
    Role.READER: _("{who} made you a reader."),
    Role.MEMBER: _("{who} made you a member."),
    Role.MODERATOR: _("{who} made you a moderator."),
}
HANDED_TO_YOU = _("{who} handed the debate over to you.")
OPENED_FOR_YOU = _("{who} opened the debate. You have a role in it.")


@dataclass(frozen=True, slots=True)
class Day:
    """The deeds of one day, in universal time, as moments on a page are (docs/adr)."""

    day: date
    deeds: tuple[Deed, ...]


def by_day(deeds: Iterable[Deed]) -> list[Day]:
    """Deeds in their order, those of one day together."""
    return [
        Day(day, tuple(together))
        for day, together in groupby(deeds, key=lambda deed: deed.at.astimezone(UTC).date())
    ]


def told(deed: Deed) -> SafeString:
    """The sentence of a deed, with the name of whoever did it."""
    if deed.by is None:
        return format_html("{}", _gone(deed))
    return format_html(str(_sentence(deed)), who=_name(deed.by))


def told_to_you(notice: Told, reason: NoticeReason) -> SafeString:
    """The sentence of what concerns somebody themselves: an act, or a role that they were given."""
    deed = notice.deed
    if reason == NoticeReason.MODERATED or deed.by is None:
        return format_html("{}", TO_YOU.get(deed.kind, CONCERNS_YOU))
    if notice.role is not None:
        sentence = SEATED[notice.role]
    else:
        sentence = OPENED_FOR_YOU if deed.kind == ChangeKind.OPENED else HANDED_TO_YOU
    return format_html(str(sentence), who=_name(deed.by))


def _name(byline: Byline) -> SafeString:
    """The name of whoever did it, which leads to their page unless it is a pseudonym."""
    if byline.key is None:
        shown = byline.name or _("Somebody who left the site")
        return format_html('<bdi class="author">{}</bdi>', shown)
    address = reverse("person", args=[byline.key])
    return format_html('<a class="author" href="{}"><bdi>{}</bdi></a>', address, byline.name)


def _gone(deed: Deed) -> Sentence:
    told_of = GONE.get((deed.kind, deed.state)) or ACTS_ON_GONE.get(deed.kind)
    return told_of or GONE[ChangeKind.STATED, ClaimState.HIDDEN]


def _sentence(deed: Deed) -> Sentence:
    if deed.kind in OF_DEBATE:
        return OF_DEBATE[deed.kind]
    if deed.kind in ACTS:
        return ACTED[ActKind(deed.kind)]
    edited = deed.kind == ChangeKind.EDITED
    if deed.relation is None:
        return EDITED_THESIS if edited else STATED_THESIS
    if deed.claim_kind == ClaimKind.POINT:
        return EDITED_POINT if edited else STATED_POINT
    if deed.answers and deed.relation == Relation.SUPPORT:
        return EDITED_ANSWER if edited else ANSWERED
    return (EDITED if edited else STATED)[deed.relation]
