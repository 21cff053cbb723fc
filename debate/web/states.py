"""How a debate stands, in sentences for whoever reads it."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from debate.enums import Posting, Stage, Visibility
from debate.queries.rows import DebateHead
from debate.web.times import exactly
from debate.words import SENTENCES


def states(head: DebateHead) -> list[SafeString]:
    """What is not as in a debate that is open to all: nothing of one that is."""
    if head.visibility == Visibility.DRAFT:
        return []
    if head.state.blocked:
        return [format_html("{}", SENTENCES["blocked_here"])]
    return [*_who(head), *_stage(head), *_hidden(head)]


def _who(head: DebateHead) -> list[SafeString]:
    members = head.state.posting == Posting.MEMBERS
    if head.visibility == Visibility.MEMBERS:
        return [format_html("{}", _("Only its members see this debate."))]
    if head.visibility == Visibility.UNLISTED:
        told = _("Only its members, and whoever has its link, see this debate.")
        more = [_("Its members take part; others read.")] if members else []
        return [format_html("{}", sentence) for sentence in (told, *more)]
    if members:
        return [format_html("{}", _("Everybody can read this debate; its members take part."))]
    return []


def _stage(head: DebateHead) -> list[SafeString]:
    state = head.state
    if state.stage == Stage.ARCHIVED:
        return [format_html("{}", _("It is in the archive: it can be read, but not added to."))]
    if state.stage == Stage.FROZEN:
        told = _("It is frozen for the moment: it can be read, but not added to.")
        return [format_html("{}", told)]
    if state.opens_at is not None:
        opens = format_html(_("It opens on {when}."), when=exactly(state.opens_at))
        return [opens, *_closes(head)]
    if state.stage == Stage.CLOSED and state.posting != Posting.NOBODY:
        return [format_html("{}", _("It is closed: it can be read, but not added to."))]
    if state.posting == Posting.NOBODY:
        return [format_html("{}", _("Nobody can add to it at present.")), *_closes(head)]
    return _closes(head)


def _hidden(head: DebateHead) -> list[SafeString]:
    state = head.state
    told = []
    if not state.sees.replies:
        told.append(_("The replies of others are shown once you have stated a claim."))
    if not state.sees.results and state.once_judged:
        told.append(
            _("How others judge is shown once you have taken a position or voted on the thesis.")
        )
    elif not state.sees.results:
        told.append(_("How others judge is shown later."))
    return [format_html("{}", sentence) for sentence in told]


def _closes(head: DebateHead) -> list[SafeString]:
    at = head.state.closes_at
    return [format_html(_("It closes on {when}."), when=exactly(at))] if at else []
