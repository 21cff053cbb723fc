"""Claims that the whole class is shown."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from classroom.actions.feature import feature_claim, stop_featuring
from classroom.web.deeds import done, of_session
from debate.enums import Paced
from debate.web import asked
from debate.web.answers import viewer
from debate.web.paced import count

CHANGED = ("latest", "featured")


@of_session
def features(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    count(request, Paced.ORDER)
    claim = asked.key(request.POST, "claim") or ""
    match request.POST.get("deed", ""):
        case "feature":
            feature_claim(session=key, claim=claim, by=who)
            return done(request, key, CHANGED, told=_("The whole class is shown this claim."))
        case "stop":
            stop_featuring(session=key, claim=claim, by=who)
            return done(request, key, CHANGED, told=_("This claim is shown to all no more."))
    raise Invalid("no_such_deed", field="deed")
