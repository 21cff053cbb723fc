"""What somebody who keeps order did, in a sentence; one whole sentence for each kind of act."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from debate.enums import ActKind
from debate.queries.log import LogLine
from debate.queries.queue import AppealRow
from debate.queries.rows import Byline

ACTED: dict[ActKind, Promise | str] = {
    ActKind.HIDDEN: _("{who} hid a claim."),
    ActKind.RESTORED: _("{who} restored a hidden claim."),
    ActKind.RELATED: _("{who} changed the relation of a claim."),
    ActKind.MOVED: _("{who} moved a claim under another."),
    ActKind.LOCKED: _("{who} locked a branch."),
    ActKind.UNLOCKED: _("{who} unlocked a branch."),
    ActKind.FROZEN: _("{who} froze the debate."),
    ActKind.THAWED: _("{who} let the frozen debate go on."),
    ActKind.APPROVED: _("{who} approved a newcomer’s claim."),
    ActKind.RETURNED: _("{who} sent a newcomer’s claim back."),
    ActKind.REMOVED: _("{who} removed a newcomer’s claim."),
    ActKind.BLOCKED: _("{who} blocked somebody from the debate."),
    ActKind.UNBLOCKED: _("{who} let somebody who was blocked take part again."),
    ActKind.SUSPENDED: _("{who} suspended an account."),
    ActKind.BANNED: _("{who} banned an account."),
    ActKind.READMITTED: _("{who} readmitted an account."),
    ActKind.VOIDED: _("{who} voided the votes of accounts that act as one."),
    ActKind.COUNTED: _("{who} let voided votes count again."),
    ActKind.UPHELD: _("{who} decided an appeal: what was done stays."),
    ActKind.OVERTURNED: _("{who} decided an appeal: what was done was a mistake."),
}


def acted(line: LogLine | AppealRow) -> SafeString:
    """The sentence of an act, or of what an appeal is against, with the name of whoever did it."""
    return format_html(str(ACTED[line.kind]), who=_name(line.by))


def _name(byline: Byline | None) -> SafeString:
    """A name as people go by in a debate, which leads to their page unless it is a pseudonym."""
    if byline is None:
        return format_html("{}", _("Somebody who keeps order"))
    if not byline.name:
        return format_html("{}", _("Somebody who left the site"))
    if byline.key is None:
        return format_html('<bdi class="author">{}</bdi>', byline.name)
    address = reverse("person", args=[byline.key])
    return format_html('<a class="author" href="{}"><bdi>{}</bdi></a>', address, byline.name)
