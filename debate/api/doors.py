"""What each address of the API does, by method: an action of the permission table, or a kind.

As in `debate/web/doors.py`. A token needs the scope that the action has (`config/api/scopes.py`).
"""

from collections.abc import Mapping

from accounts.web.doors import Kind
from debate.enums import Action

PUBLIC: Mapping[str, Action | Kind] = {"GET": Kind.READING}
OF_A_DEBATE: Mapping[str, Action | Kind] = {"GET": Kind.DEBATE}

DOORS: Mapping[str, Mapping[str, Action | Kind]] = {
    "api-debates": PUBLIC,
    "api-debate": OF_A_DEBATE,
    "api-claim": OF_A_DEBATE,
    "api-replies": OF_A_DEBATE,
    "api-changes": OF_A_DEBATE,
    "api-thread": OF_A_DEBATE,
}
