"""The sentences for what programs do wrong before a request reaches a debate."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from classroom.words import sentence

SENTENCES: Mapping[str, Promise] = {
    "not_json": _("The body is not JSON in UTF-8. Check it and send it again."),
    "body_too_large": _("The body is larger than this API takes. Send less of it."),
    "if_match_needed": _(
        "Name the revision that you edited in the header If-Match: send the ETag that you read."
    ),
    "key_used_otherwise": _(
        "This Idempotency-Key was used for something else. Use another key for another request."
    ),
    "send_json": _("This API takes JSON. Send it with Content-Type: application/json."),
    "not_acceptable": _("This resource cannot be had in that form. Ask for application/json."),
    "method_not_allowed": _("This resource does not take that method. Allow names those it does."),
    "no_resource": _("There is no such resource. Check its address in the documentation."),
    "session_not_proven": _(
        "A browser has to send the token of its page in the header X-CSRFToken. Nothing was done."
    ),
    "fields_not_valid": _("Some fields cannot be taken as they are. Each is named in errors."),
    "token_scope": _("This token does not have the scope %(scope)s. Make one that has it."),
    "not_by_token": _("No token opens this. Do it in the browser."),
    "damaged_request": _("The request is damaged and was not read. Check its address and headers."),
    "fault": _("It is our fault, not yours, and it is written down. Try again in a moment."),
    "unavailable": _("The site cannot reach its memory just now. Try again in a few seconds."),
    "not_allowed": _("You may not do this."),
}


def said(refusal: Refusal) -> str:
    """What to tell of a refusal, the same as on a page where pages know it."""
    worded = SENTENCES.get(refusal.code)
    return sentence(refusal) if worded is None else str(worded % refusal.facts)
