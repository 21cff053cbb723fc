"""The permission table: who may do what, in which state of a debate. What is not in it is refused.

Code, the page that shows it (/how-it-works/permissions/) and the tests read this one table. What
depends on more than capacity, stage and whose it is (a claim's state, its depth, the windows of the
rules) is decided beside it, in `policies/claim.py` and `policies/moderation.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from debate.enums import Action, Capacity, Permission, Stage, Whose

SIGNED_IN = frozenset(Capacity) - {Capacity.VISITOR}
ADMITTED = SIGNED_IN - {Capacity.SUSPENDED, Capacity.BLOCKED}
TAKING_PART = ADMITTED - {Capacity.READER}
KEEPING_ORDER = frozenset({Capacity.MODERATOR, Capacity.OWNER, Capacity.STAFF})
SEATED = frozenset({Capacity.READER, Capacity.MEMBER, Capacity.MODERATOR})
OWNER = frozenset({Capacity.OWNER})
STAFF = frozenset({Capacity.STAFF})

ALWAYS = frozenset(Stage)
PUBLISHED = ALWAYS - {Stage.DRAFT}
GOING_ON = PUBLISHED - {Stage.ARCHIVED}
IN_DRAFT = frozenset({Stage.DRAFT})
WHILE_OPEN = frozenset({Stage.OPEN})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: who may, when, to whose; `needs` is what the window of the moment has to allow.

    To others a `secret` thing does not exist. The last three are the codes of what is told:
    to somebody who may not, to a visitor, and where the debate takes no more of it.
    """

    may: frozenset[Capacity]
    when: frozenset[Stage] = PUBLISHED
    whose: Whose = Whose.ANYBODYS
    needs: Permission | None = None
    secret: bool = False
    refusal: str = "not_for_you"
    sign_in: str = "sign_in_to_run_a_debate"
    closed: str = "replies_closed"


TABLE: Mapping[Action, Rule] = {
    # ---- Taking part
    Action.REPLY: Rule(
        TAKING_PART,
        WHILE_OPEN,
        needs=Permission.REPLY,
        refusal="readers_only_read",
        sign_in="sign_in_to_reply",
    ),
    Action.VOTE: Rule(
        TAKING_PART,
        WHILE_OPEN,
        Whose.ANOTHERS,
        needs=Permission.VOTE,
        refusal="readers_only_read",
        sign_in="sign_in_to_vote",
        closed="votes_closed",
    ),
    Action.TAKE_A_POSITION: Rule(
        TAKING_PART,
        WHILE_OPEN,
        needs=Permission.POSITION,
        refusal="readers_only_read",
        sign_in="sign_in_to_take_a_position",
        closed="positions_closed",
    ),
    Action.EDIT: Rule(
        TAKING_PART,
        WHILE_OPEN | IN_DRAFT,
        Whose.OWN,
        needs=Permission.REPLY,
        refusal="readers_only_read",
        sign_in="sign_in_to_edit",
    ),
    Action.WITHDRAW: Rule(SIGNED_IN, ALWAYS, Whose.OWN, sign_in="sign_in_to_withdraw"),
    Action.FLAG: Rule(ADMITTED, PUBLISHED, Whose.ANOTHERS, sign_in="sign_in_to_flag"),
    Action.APPEAL: Rule(SIGNED_IN, PUBLISHED, Whose.OWN, secret=True, sign_in="sign_in_to_appeal"),
    Action.FOLLOW: Rule(SIGNED_IN, PUBLISHED, sign_in="sign_in_to_follow"),
    Action.JOIN: Rule(ADMITTED, PUBLISHED, sign_in="sign_in_to_join"),
    Action.LEAVE: Rule(
        SEATED | {Capacity.BLOCKED, Capacity.SUSPENDED},
        PUBLISHED,
        refusal="no_seat_to_leave",
        sign_in="sign_in_to_leave",
    ),
    # ---- Keeping order: nobody in their own case
    Action.SEE_QUEUE: Rule(KEEPING_ORDER, secret=True, sign_in="sign_in_to_keep_order"),
    Action.SETTLE_FLAGS: Rule(
        KEEPING_ORDER, whose=Whose.ANOTHERS, secret=True, sign_in="sign_in_to_keep_order"
    ),
    Action.HIDE: Rule(
        KEEPING_ORDER,
        whose=Whose.ANOTHERS,
        refusal="moderators_only",
        sign_in="sign_in_to_keep_order",
    ),
    Action.RESTORE: Rule(
        KEEPING_ORDER,
        whose=Whose.ANOTHERS,
        refusal="moderators_only",
        sign_in="sign_in_to_keep_order",
    ),
    Action.RELATE: Rule(KEEPING_ORDER, refusal="moderators_only", sign_in="sign_in_to_keep_order"),
    Action.MOVE: Rule(
        KEEPING_ORDER,
        whose=Whose.ANOTHERS,
        refusal="moderators_only",
        sign_in="sign_in_to_keep_order",
    ),
    Action.LOCK: Rule(
        KEEPING_ORDER,
        whose=Whose.ANOTHERS,
        refusal="moderators_only",
        sign_in="sign_in_to_keep_order",
    ),
    Action.FREEZE: Rule(
        KEEPING_ORDER, GOING_ON, refusal="moderators_only", sign_in="sign_in_to_keep_order"
    ),
    Action.JUDGE_HELD: Rule(
        KEEPING_ORDER, whose=Whose.ANOTHERS, secret=True, sign_in="sign_in_to_keep_order"
    ),
    Action.HOLD_NEWCOMERS: Rule(
        KEEPING_ORDER, refusal="moderators_only", sign_in="sign_in_to_keep_order"
    ),
    Action.BLOCK: Rule(
        KEEPING_ORDER,
        whose=Whose.ANOTHERS,
        refusal="moderators_only",
        sign_in="sign_in_to_keep_order",
    ),
    Action.DECIDE_APPEAL: Rule(
        KEEPING_ORDER, whose=Whose.ANOTHERS, secret=True, sign_in="sign_in_to_keep_order"
    ),
    # ---- Running a debate
    Action.SEE_MEMBERS: Rule(SEATED | KEEPING_ORDER, ALWAYS, secret=True),
    Action.OUTLINE: Rule(OWNER, IN_DRAFT, refusal="owner_only"),
    Action.PUBLISH: Rule(OWNER, IN_DRAFT, refusal="owner_only"),
    Action.DESCRIBE: Rule(OWNER, ALWAYS, refusal="owner_only"),
    Action.SET_ACCESS: Rule(OWNER, PUBLISHED, refusal="owner_only"),
    Action.INVITE: Rule(OWNER, ALWAYS, refusal="owner_only"),
    Action.TRANSFER: Rule(OWNER, PUBLISHED, refusal="owner_only"),
    Action.CLOSE: Rule(OWNER, GOING_ON, refusal="owner_only"),
    Action.SCHEDULE: Rule(OWNER, GOING_ON, refusal="owner_only"),
    Action.ARCHIVE: Rule(OWNER, PUBLISHED, refusal="owner_only"),
    Action.DELETE: Rule(OWNER, ALWAYS, refusal="owner_only"),
}

# On the whole site, where there is no debate to have a seat in.
SITE_TABLE: Mapping[Action, Rule] = {
    Action.START_A_DEBATE: Rule(
        frozenset({Capacity.PERSON, Capacity.STAFF}),
        refusal="suspended",
        sign_in="sign_in_to_start_a_debate",
    ),
    Action.SUSPEND: Rule(STAFF, whose=Whose.ANOTHERS, secret=True, sign_in="sign_in_to_moderate"),
    Action.VOID_VOTES: Rule(STAFF, secret=True, sign_in="sign_in_to_moderate"),
    Action.DECIDE_APPEAL: Rule(
        STAFF, whose=Whose.ANOTHERS, secret=True, sign_in="sign_in_to_moderate"
    ),
    Action.APPEAL: Rule(
        frozenset({Capacity.PERSON, Capacity.SUSPENDED, Capacity.STAFF}),
        whose=Whose.OWN,
        secret=True,
        sign_in="sign_in_to_appeal",
    ),
}
