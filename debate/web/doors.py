"""What each address of debates does, by method: an action of the permission table, or a kind.

A new address needs its entry here, or it is not answered (`config/doors.py`). "POST deed=hide" is
what a form does whose field `deed` says `hide`. Reading is public, or it is of a debate and open to
whoever sees that debate; what belongs to one person is their own.
"""

from collections.abc import Mapping

from accounts.web.doors import Kind
from debate.enums import Action

type Door = Action | Kind

PUBLIC: Mapping[str, Door] = {"GET": Kind.READING}
OF_A_DEBATE: Mapping[str, Door] = {"GET": Kind.DEBATE}

DOORS: Mapping[str, Mapping[str, Door]] = {
    # ---- What everybody may read; in lists stands what the reader may see
    "front": PUBLIC,
    "explore": PUBLIC,
    "search": PUBLIC,
    "topics": PUBLIC,
    "topic": PUBLIC,
    "topic-feed": PUBLIC,
    "feed": PUBLIC,
    "person": PUBLIC,
    "person-activity": PUBLIC,
    "person-feed": PUBLIC,
    "sitemap": PUBLIC,
    "sitemap-section": PUBLIC,
    "robots": PUBLIC,
    "how-it-works": PUBLIC,
    "permissions": PUBLIC,
    # ---- Reading one debate
    "debate": OF_A_DEBATE,
    "threads": OF_A_DEBATE,
    "print": OF_A_DEBATE,
    "export-debate": OF_A_DEBATE,
    "debate-cite": {"GET": Kind.PUBLISHED},
    "activity": OF_A_DEBATE,
    "debate-feed": {"GET": Kind.AS_VISITOR},
    "claim": OF_A_DEBATE,
    "claim-cite": {"GET": Kind.PUBLISHED},
    "claim-history": OF_A_DEBATE,
    "similar": OF_A_DEBATE,
    "ticket": OF_A_DEBATE,
    "current-claims": OF_A_DEBATE,
    "moderation-log": OF_A_DEBATE,
    "link": {"GET": Kind.READING},  # the key is the right
    # ---- One's own
    "drafts": {"GET": Kind.OWN},
    "debate-draft": {"GET": Kind.OWN, "POST": Kind.OWN},
    "claim-draft": {"GET": Kind.OWN, "POST": Kind.OWN},
    "for-you": {"GET": Kind.OWN},
    "notices-seen": {"GET": Kind.OWN, "POST": Kind.OWN},
    "notice": {"GET": Kind.OWN},
    "notice-act": {"GET": Kind.OWN},
    # ---- Taking part. A GET of what only takes a form leads to the page of the form.
    "reply": {"GET": Action.REPLY},
    "replies": {"GET": Kind.DEBATE, "POST": Action.REPLY},
    "vote": {"GET": Kind.READING, "POST": Action.VOTE},
    "position": {"GET": Kind.READING, "POST": Action.TAKE_A_POSITION},
    "claim-edit": {"GET": Action.EDIT, "POST": Action.EDIT},
    "relation": {"GET": Action.EDIT, "POST": Action.EDIT},
    "withdrawal": {"GET": Action.WITHDRAW, "POST": Action.WITHDRAW},
    "follow": {"GET": Kind.READING, "POST": Action.FOLLOW},
    "flag": {"GET": Action.FLAG, "POST": Action.FLAG},
    "leaving": {"GET": Action.LEAVE, "POST": Action.LEAVE},
    "invitation": {"GET": Kind.READING, "POST": Action.JOIN},  # the key is the right to see it
    "act": {
        "GET": Kind.DEBATE,
        "POST deed=appeal": Action.APPEAL,
        "POST deed=decide": Action.DECIDE_APPEAL,
    },
    # ---- Keeping order
    "moderation": {"GET": Action.SEE_QUEUE, "POST deed=settle": Action.SETTLE_FLAGS},
    "claim-moderation": {
        "GET": Action.RELATE,
        "POST deed=hide": Action.HIDE,
        "POST deed=restore": Action.RESTORE,
        "POST deed=relate": Action.RELATE,
        "POST deed=move": Action.MOVE,
        "POST deed=lock": Action.LOCK,
        "POST deed=unlock": Action.LOCK,
    },
    "freeze": {
        "GET": Action.FREEZE,
        "POST deed=freeze": Action.FREEZE,
        "POST deed=thaw": Action.FREEZE,
    },
    "blocks": {
        "GET": Action.BLOCK,
        "POST deed=block": Action.BLOCK,
        "POST deed=unblock": Action.BLOCK,
    },
    "held": {
        "GET": Action.JUDGE_HELD,
        "POST deed=approve": Action.JUDGE_HELD,
        "POST deed=return": Action.JUDGE_HELD,
        "POST deed=remove": Action.JUDGE_HELD,
        "POST deed=resend": Action.REPLY,
        "POST deed=drop": Action.WITHDRAW,
    },
    "own-suspension": {"GET": Kind.OWN},
    "suspension": {
        "GET": Action.SUSPEND,
        "POST deed=suspend": Action.SUSPEND,
        "POST deed=readmit": Action.SUSPEND,
    },
    "site-moderation": {"GET": Action.DECIDE_APPEAL},
    "votes-in-bulk": {
        "GET": Action.VOID_VOTES,
        "POST deed=look": Action.VOID_VOTES,
        "POST deed=void": Action.VOID_VOTES,
        "POST deed=count": Action.VOID_VOTES,
    },
    # ---- Running a debate
    "new-debate": {"GET": Action.START_A_DEBATE, "POST": Action.START_A_DEBATE},
    "import-debate": {"GET": Action.START_A_DEBATE, "POST": Action.START_A_DEBATE},
    "outline": {"GET": Action.OUTLINE, "POST": Action.OUTLINE},
    "publication": {"GET": Kind.READING, "POST": Action.PUBLISH},
    "closing": {"GET": Action.CLOSE, "POST": Action.CLOSE},
    "manage": {"GET": Action.DESCRIBE},
    "describe": {"GET": Action.DESCRIBE, "POST": Action.DESCRIBE},
    "access": {
        "GET": Action.SET_ACCESS,
        "POST": Action.SET_ACCESS,
        "POST deed=hold": Action.HOLD_NEWCOMERS,
        "POST deed=renew": Action.SET_ACCESS,
        "POST deed=revoke": Action.SET_ACCESS,
    },
    "schedule": {"GET": Action.SCHEDULE, "POST": Action.SCHEDULE},
    "transfer": {"GET": Action.TRANSFER, "POST": Action.TRANSFER},
    "archive": {"GET": Kind.READING, "POST": Action.ARCHIVE},
    "deletion": {"GET": Action.DELETE, "POST": Action.DELETE},
    "members": {
        "GET": Action.SEE_MEMBERS,
        "POST deed=seat": Action.INVITE,
        "POST deed=role": Action.INVITE,
        "POST deed=remove": Action.INVITE,
    },
    "invitations": {"GET": Kind.READING, "POST": Action.INVITE},
}
