"""What each address of the API does, by method: an action of the permission table, or a kind.

As in `debate/web/doors.py`. A token needs the scope that the action has (`config/api/scopes.py`).
"""

from collections.abc import Mapping

from accounts.web.doors import Kind
from debate.enums import Action

PUBLIC: Mapping[str, Action | Kind] = {"GET": Kind.READING}
OF_A_DEBATE: Mapping[str, Action | Kind] = {"GET": Kind.DEBATE}

DOORS: Mapping[str, Mapping[str, Action | Kind]] = {
    "api-description": PUBLIC,
    "api-docs": PUBLIC,
    "api-debates": {"GET": Kind.READING, "POST": Action.START_A_DEBATE},
    "api-debate": OF_A_DEBATE,
    "api-activity": OF_A_DEBATE,
    "api-claim-revision": OF_A_DEBATE,
    "api-claim-revisions": OF_A_DEBATE,
    "api-claim-sources": OF_A_DEBATE,
    "api-drafts": {"GET": Kind.OWN},
    "api-essay": OF_A_DEBATE,
    "api-essay-of-debate": OF_A_DEBATE,
    "api-essay-passages": OF_A_DEBATE,
    "api-essay-revision": OF_A_DEBATE,
    "api-essay-revisions": OF_A_DEBATE,
    "api-notices": {"GET": Kind.OWN},
    "api-passage": OF_A_DEBATE,
    "api-person": PUBLIC,
    "api-person-activity": PUBLIC,
    "api-positions": {"GET": Kind.OWN},
    "api-search": PUBLIC,
    "api-similar": OF_A_DEBATE,
    "api-topic": PUBLIC,
    "api-topics": PUBLIC,
    "api-votes": {"GET": Kind.OWN},
    "api-claim": {"GET": Kind.DEBATE, "PATCH": Action.EDIT},
    "api-replies": {"GET": Kind.DEBATE, "POST": Action.REPLY},
    "api-all-changes": PUBLIC,
    "api-changes": OF_A_DEBATE,
    "api-thread": OF_A_DEBATE,
    "api-export": OF_A_DEBATE,
    "api-import": {"POST": Action.START_A_DEBATE},
    # ---- Taking part
    "api-vote": {"GET": Kind.DEBATE, "PUT": Action.VOTE, "DELETE": Action.VOTE},
    "api-relation": {"PUT": Action.EDIT},
    "api-withdrawal": {"POST": Action.WITHDRAW},
    "api-flag": {"POST": Action.FLAG},
    "api-draft": {"GET": Kind.OWN, "PUT": Kind.OWN, "DELETE": Kind.OWN},
    "api-position": {
        "GET": Kind.DEBATE,
        "PUT": Action.TAKE_A_POSITION,
        "DELETE": Action.TAKE_A_POSITION,
    },
    "api-follow": {"GET": Kind.DEBATE, "PUT": Action.FOLLOW, "DELETE": Action.FOLLOW},
    "api-leaving": {"POST": Action.LEAVE},
    "api-invitation": {"GET": Kind.READING, "POST": Action.JOIN},  # the key is the right to see it
    "api-act": OF_A_DEBATE,
    "api-appeal": {"POST": Action.APPEAL},
    "api-own-held": {"GET": Kind.OWN},
    "api-held": {"GET": Action.JUDGE_HELD, "PATCH": Action.REPLY, "DELETE": Action.WITHDRAW},
    "api-notices-seen": {"POST": Kind.OWN},
    # ---- Keeping order
    "api-claim-moderation": {"GET": Action.RELATE},
    "api-hiding": {"POST": Action.HIDE},
    "api-restoration": {"POST": Action.RESTORE},
    "api-relation-by-order": {"POST": Action.RELATE},
    "api-move": {"POST": Action.MOVE},
    "api-lock": {"POST": Action.LOCK},
    "api-unlock": {"POST": Action.LOCK},
    "api-moderation": {"GET": Action.SEE_QUEUE},
    "api-moderation-log": OF_A_DEBATE,
    "api-settlement": {"POST": Action.SETTLE_FLAGS},
    "api-freeze": {"POST": Action.FREEZE},
    "api-thaw": {"POST": Action.FREEZE},
    "api-blocks": {"GET": Action.BLOCK, "POST": Action.BLOCK},
    "api-unblocking": {"POST": Action.BLOCK},
    "api-decision": {"POST": Action.DECIDE_APPEAL},
    "api-approval": {"POST": Action.JUDGE_HELD},
    "api-return": {"POST": Action.JUDGE_HELD},
    "api-removal": {"POST": Action.JUDGE_HELD},
    "api-suspension": {"GET": Action.SUSPEND, "PUT": Action.SUSPEND},
    "api-readmission": {"POST": Action.SUSPEND},
    # ---- Running a debate
    "api-outline": {"GET": Action.OUTLINE, "DELETE": Action.OUTLINE},
    "api-outline-thesis": {"PUT": Action.OUTLINE},
    "api-outline-points": {"POST": Action.OUTLINE},
    "api-outline-point": {"DELETE": Action.OUTLINE},
    "api-outline-topics": {"PUT": Action.OUTLINE},
    "api-publication": {"POST": Action.PUBLISH},
    "api-closing": {"GET": Action.CLOSE, "PUT": Action.CLOSE, "DELETE": Action.CLOSE},
    "api-manage": {"GET": Action.DESCRIBE},
    "api-describe": {"GET": Action.DESCRIBE, "PATCH": Action.DESCRIBE},
    "api-topics-of-debate": {"GET": Action.DESCRIBE, "PUT": Action.DESCRIBE},
    "api-access": {"GET": Action.SET_ACCESS, "PUT": Action.SET_ACCESS},
    "api-link": {"POST": Action.SET_ACCESS, "DELETE": Action.SET_ACCESS},
    "api-newcomers": {"PUT": Action.HOLD_NEWCOMERS, "DELETE": Action.HOLD_NEWCOMERS},
    "api-schedule": {"GET": Action.SCHEDULE, "PUT": Action.SCHEDULE},
    "api-archive": {"PUT": Action.ARCHIVE, "DELETE": Action.ARCHIVE},
    "api-transfer": {"GET": Action.TRANSFER, "POST": Action.TRANSFER},
    "api-deletion": {"GET": Action.DELETE, "POST": Action.DELETE},
    "api-members": {"GET": Action.SEE_MEMBERS, "POST": Action.INVITE},
    "api-member": {
        "GET": Action.SEE_MEMBERS,
        "PATCH": Action.INVITE,
        "DELETE": Action.INVITE,
    },
    "api-invitations": {"POST": Action.INVITE, "DELETE": Action.INVITE},
    # ---- One's programs
    "api-tokens": {"GET": Kind.SESSION, "POST": Kind.SESSION},
    "api-token": {"GET": Kind.SESSION, "DELETE": Kind.SESSION},
}
