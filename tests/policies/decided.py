"""The decisions of the permission table, written down once more by hand.

Whoever changes the table changes this too, and sees here at a glance what that means. Columns are
capacities, then stages: y may; s has to sign in first; n may not, and is told so; - it does not
exist for them. Then whose it has to be, and what a window has to allow.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from debate.enums import Action, Capacity, Permission, Stage, Whose

CAPACITIES = tuple(Capacity)
STAGES = tuple(Stage)
NAMES = {"any": Whose.ANYBODYS, "own": Whose.OWN, "another's": Whose.ANOTHERS}

DECIDED = """
                 visitor suspended blocked person reader member moderator owner staff | draft open closed frozen archived | whose
reply               s        n        n       y      n      y       y       y     y   |   n     y     n      n      n     | any        reply
vote                s        n        n       y      n      y       y       y     y   |   n     y     n      n      n     | another's  vote
take_a_position     s        n        n       y      n      y       y       y     y   |   n     y     n      n      n     | any        position
edit                s        n        n       y      n      y       y       y     y   |   y     y     n      n      n     | own        reply
withdraw            s        y        y       y      y      y       y       y     y   |   y     y     y      y      y     | own        -
flag                s        n        n       y      y      y       y       y     y   |   n     y     y      y      y     | another's  -
appeal              s        y        y       y      y      y       y       y     y   |   n     y     y      y      y     | own        -
follow              s        y        y       y      y      y       y       y     y   |   n     y     y      y      y     | any        -
join                s        n        n       y      y      y       y       y     y   |   n     y     y      y      y     | any        -
leave               s        y        y       n      y      y       y       n     n   |   n     y     y      y      y     | any        -
see_queue           s        -        -       -      -      -       y       y     y   |   n     y     y      y      y     | any        -
settle_flags        s        -        -       -      -      -       y       y     y   |   n     y     y      y      y     | another's  -
hide                s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | another's  -
restore             s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | another's  -
relate              s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | any        -
move                s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | another's  -
lock                s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | another's  -
freeze              s        n        n       n      n      n       y       y     y   |   n     y     y      y      n     | any        -
judge_held          s        -        -       -      -      -       y       y     y   |   n     y     y      y      y     | another's  -
hold_newcomers      s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | any        -
block               s        n        n       n      n      n       y       y     y   |   n     y     y      y      y     | another's  -
decide_appeal       s        -        -       -      -      -       y       y     y   |   n     y     y      y      y     | another's  -
see_members         s        -        -       -      y      y       y       y     y   |   y     y     y      y      y     | any        -
outline             s        n        n       n      n      n       n       y     n   |   y     n     n      n      n     | any        -
publish             s        n        n       n      n      n       n       y     n   |   y     n     n      n      n     | any        -
describe            s        n        n       n      n      n       n       y     n   |   y     y     y      y      y     | any        -
set_access          s        n        n       n      n      n       n       y     n   |   n     y     y      y      y     | any        -
invite              s        n        n       n      n      n       n       y     n   |   y     y     y      y      y     | any        -
transfer            s        n        n       n      n      n       n       y     n   |   n     y     y      y      y     | any        -
close               s        n        n       n      n      n       n       y     n   |   n     y     y      y      n     | any        -
schedule            s        n        n       n      n      n       n       y     n   |   n     y     y      y      n     | any        -
archive             s        n        n       n      n      n       n       y     n   |   n     y     y      y      y     | any        -
delete              s        n        n       n      n      n       n       y     n   |   y     y     y      y      y     | any        -
"""  # noqa: E501 - a table

# On the whole site nobody is more than one of these.
SITE = """
                 visitor suspended person staff | whose
start_a_debate      s        n        y     y   | any
suspend             s        -        -     y   | another's
void_votes          s        -        -     y   | any
decide_appeal       s        -        -     y   | another's
appeal              s        y        y     y   | own
"""

# What is told: to somebody who may not, to a visitor, where the debate takes no more of it.
TOLD = """
reply            readers_only_read   sign_in_to_reply            replies_closed
vote             readers_only_read   sign_in_to_vote             votes_closed
take_a_position  readers_only_read   sign_in_to_take_a_position  positions_closed
edit             readers_only_read   sign_in_to_edit             replies_closed
withdraw         not_for_you         sign_in_to_withdraw         replies_closed
flag             not_for_you         sign_in_to_flag             replies_closed
appeal           -                   sign_in_to_appeal           replies_closed
follow           not_for_you         sign_in_to_follow           replies_closed
join             not_for_you         sign_in_to_join             replies_closed
leave            no_seat_to_leave    sign_in_to_leave            replies_closed
see_queue        -                   sign_in_to_keep_order       replies_closed
settle_flags     -                   sign_in_to_keep_order       replies_closed
hide             moderators_only     sign_in_to_keep_order       replies_closed
restore          moderators_only     sign_in_to_keep_order       replies_closed
relate           moderators_only     sign_in_to_keep_order       replies_closed
move             moderators_only     sign_in_to_keep_order       replies_closed
lock             moderators_only     sign_in_to_keep_order       replies_closed
freeze           moderators_only     sign_in_to_keep_order       replies_closed
judge_held       -                   sign_in_to_keep_order       replies_closed
hold_newcomers   moderators_only     sign_in_to_keep_order       replies_closed
block            moderators_only     sign_in_to_keep_order       replies_closed
decide_appeal    -                   sign_in_to_keep_order       replies_closed
see_members      -                   sign_in_to_run_a_debate     replies_closed
outline          owner_only          sign_in_to_run_a_debate     replies_closed
publish          owner_only          sign_in_to_run_a_debate     replies_closed
describe         owner_only          sign_in_to_run_a_debate     replies_closed
set_access       owner_only          sign_in_to_run_a_debate     replies_closed
invite           owner_only          sign_in_to_run_a_debate     replies_closed
transfer         owner_only          sign_in_to_run_a_debate     replies_closed
close            owner_only          sign_in_to_run_a_debate     replies_closed
schedule         owner_only          sign_in_to_run_a_debate     replies_closed
archive          owner_only          sign_in_to_run_a_debate     replies_closed
delete           owner_only          sign_in_to_run_a_debate     replies_closed
"""
SITE_TOLD = """
start_a_debate   suspended           sign_in_to_start_a_debate
suspend          -                   sign_in_to_moderate
void_votes       -                   sign_in_to_moderate
decide_appeal    -                   sign_in_to_moderate
appeal           -                   sign_in_to_appeal
"""


@dataclass(frozen=True)
class Row:
    """One action: what each capacity is answered, in which stages, about whose."""

    may: Mapping[Capacity, str]
    when: Mapping[Stage, str]
    whose: Whose
    needs: Permission | None
    refusal: str
    sign_in: str
    closed: str


def _read(table: str, told: str) -> dict[Action, Row]:
    head, *lines = [line for line in table.splitlines() if line]
    columns = [part.split() for part in head.split("|")]
    capacities = [Capacity(name) for name in columns[0]]
    stages = [Stage(name) for name in columns[1]] if len(columns) > 2 else []
    codes = {words[0]: words[1:] for words in map(str.split, told.splitlines()) if words}
    rows = {}
    for line in lines:
        parts = [part.split() for part in line.split("|")]
        action, letters = parts[0][0], parts[0][1:]
        whose, *needs = parts[-1]
        refusal, sign_in, closed = [*codes[action], ""][:3]
        rows[Action(action)] = Row(
            dict(zip(capacities, letters, strict=True)),
            dict(zip(stages, parts[1], strict=True)) if stages else {},
            NAMES[whose],
            Permission(needs[0]) if needs and needs[0] != "-" else None,
            refusal,
            sign_in,
            closed,
        )
    return rows


ROWS = _read(DECIDED, TOLD)
SITE_ROWS = _read(SITE, SITE_TOLD)
