"""What the tables of people and of the framework keep of somebody: every column, by name.

A test compares this with the tables themselves; docs/retention.md is made of it.
"""

from accounts.hooks import Leaving, describe

# ---- People

describe(
    "accounts.User",
    whose="the person",
    leaving=Leaving.EMPTIED,
    given=True,
    leaving_note="The row stays, without a name, so that what others answered keeps its place. "
    "The day of joining becomes the first day of its year.",
    words="display_name",
    link="id key",
    fact="last_login kind handle email language time_zone theme role is_superuser is_active "
    "suspended_until banned votes_void date_joined",
    access="password",
)
describe(
    "accounts.RecoveryCode",
    whose="the person",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="created_at",
    access="digest",
    neutral="id",
)
describe(
    "accounts.Token",
    whose="the person",
    leaving=Leaving.DELETED,
    given=True,
    words="name",
    link="user",
    fact="created expiry scopes last_used_at token_key",
    access="digest",
    neutral="key",
)
describe(
    "accounts.KeptAnswer",
    whose="who asked by a program",
    leaving=Leaving.DELETED,
    given=True,
    forgotten="a day after the answer",
    words="key body",
    link="person",
    fact="asked status headers at",
    neutral="id",
)
describe(
    "accounts.Rate",
    whose="whoever is counted: a person's key, a name, a network",
    leaving=Leaving.DELETED,
    forgotten="when its window ends",
    link="subject",
    fact="scope window count ends_at",
    neutral="id",
)
describe(
    "accounts.User_groups",
    whose="the person",
    leaving=Leaving.DELETED,
    link="user",
    fact="group",
    neutral="id",
)
describe(
    "accounts.User_user_permissions",
    whose="the person",
    leaving=Leaving.DELETED,
    link="user",
    fact="permission",
    neutral="id",
)

# ---- The framework

describe(
    "account.EmailAddress",
    whose="the person",
    leaving=Leaving.DELETED,
    given=True,
    link="user",
    fact="email verified primary",
    neutral="id",
)
describe(
    "account.EmailConfirmation",
    whose="the person",
    leaving=Leaving.DELETED,
    link="email_address",
    fact="created sent",
    access="key",
    neutral="id",
)
describe(
    "sessions.Session",
    whose="whoever is signed in, or visits",
    leaving=Leaving.DELETED,
    forgotten="when it ends, two weeks after its last use at most",
    link="session_data",
    fact="expire_date",
    access="session_key",
)
describe(
    "admin.LogEntry",
    whose="the member of staff",
    leaving=Leaving.DELETED,
    leaving_note="Lines about them, and about what they wrote, go with their own.",
    words="object_repr change_message",
    link="user object_id",
    fact="action_time action_flag",
    neutral="id content_type",
)
describe("auth.Permission", neutral="id name content_type codename")
describe("auth.Group", neutral="id name")
describe("auth.Group_permissions", neutral="id group permission")
describe("contenttypes.ContentType", neutral="id app_label model")
