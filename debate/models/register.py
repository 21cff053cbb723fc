"""What the tables of debates keep of somebody: every column, by name.

A test compares this with the tables themselves; docs/retention.md is made of it.
"""

from accounts.hooks import Leaving, describe
from debate.limits import (
    CASES_KEPT_DAYS,
    DRAFTS_KEPT_DAYS,
    FLAGS_KEPT_DAYS,
    HELD_KEPT_DAYS,
    NOTICES_KEPT_DAYS,
    WITHDRAWN_KEPT_DAYS,
)

# ---- What people write

describe(
    "debate.Claim",
    whose="its author",
    leaving=Leaving.EMPTIED,
    given=True,
    forgotten=f"the words {WITHDRAWN_KEPT_DAYS} days after it was withdrawn",
    leaving_note="It is withdrawn, and its words go at once.",
    words="text lexemes details_html via",
    link="author",
    fact="state created_at edited_at withdrawn_at sources_count revision relation kind",
    neutral="id key debate parent parent_bears_as parent_revision depth path bears_as passage "
    "language locked_here locked",
)
describe(
    "debate.ClaimRevision",
    whose="its author",
    leaving=Leaving.EMPTIED,
    given=True,
    forgotten=f"the words {WITHDRAWN_KEPT_DAYS} days after the claim was withdrawn",
    words="text details",
    link="by",
    fact="created_at",
    neutral="id key claim number",
)
describe(
    "debate.Source",
    whose="the author of the claim",
    leaving=Leaving.DELETED,
    given=True,
    forgotten=f"{WITHDRAWN_KEPT_DAYS} days after the claim was withdrawn",
    words="title url",
    neutral="id revision position",
)
describe(
    "debate.HeldClaim",
    whose="its author",
    leaving=Leaving.DELETED,
    given=True,
    forgotten=f"{HELD_KEPT_DAYS} days after it was sent back or removed",
    words="text details sources via",
    link="author",
    fact="state at judged_at relation",
    neutral="id key debate parent parent_revision",
)
describe(
    "debate.Draft",
    whose="its writer",
    leaving=Leaving.DELETED,
    given=True,
    forgotten=f"{DRAFTS_KEPT_DAYS} days after it was saved last",
    words="content aside",
    link="person",
    fact="purpose saved_at",
    neutral="id claim version",
)
describe(
    "debate.Essay",
    whose="who brought it; if they say that they wrote it, its words are theirs",
    leaving=Leaving.DELETED,
    given=True,
    leaving_note="One that somebody else wrote stays with its debates, brought by somebody who has "
    "left.",
    words="title writer source_url lexemes",
    link="brought_by",
    fact="own_words written_on created_at",
    neutral="id key language",
)
describe(
    "debate.EssayRevision",
    whose="who brought the essay",
    leaving=Leaving.DELETED,
    given=True,
    leaving_note="As its essay.",
    words="text lexemes",
    link="by",
    fact="created_at",
    neutral="id key essay number language",
)
describe(
    "debate.Passage",
    whose="who brought the essay",
    leaving=Leaving.DELETED,
    given=True,
    leaving_note="As its essay.",
    words="exact prefix suffix",
    neutral="id key revision start end",
)

# ---- Debates

describe(
    "debate.Debate",
    whose="its owner",
    leaving=Leaving.EMPTIED,
    given=True,
    leaving_note="One that nobody else answered is deleted whole. Else it stays, without its "
    "conclusion; its moderators and the staff keep order.",
    words="conclusion conclusion_html",
    link="owner",
    fact="visibility created_at opened_at archived_at",
    access="link_key",
    neutral="id key essay language last_seq",
)
describe("debate.Debate_topics", neutral="id debate topic")
describe(
    "debate.DebateRules",
    whose="nobody's; some of its windows are open to one person only",
    leaving=Leaving.EMPTIED,
    leaving_note="The windows that were theirs go.",
    link="personal",
    neutral="debate windows frozen posting hold_newcomers hold_all keepers_judge blind",
)
describe(
    "debate.DebateTally",
    whose="all together",
    leaving=Leaving.UNNAMED,
    leaving_note="Counted anew without them.",
    neutral="debate claims people positions active_at seq position contested",
)
describe("debate.DirtyDebate", neutral="debate marked_at")
describe("debate.Topic", neutral="id slug name")

# ---- Taking part

describe(
    "debate.Vote",
    whose="who voted",
    leaving=Leaving.DELETED,
    given=True,
    link="person claim_author",
    fact="value previous revision cast_at valid",
    neutral="id claim claim_bears_as debate",
)
describe(
    "debate.Tally",
    whose="all together",
    leaving=Leaving.UNNAMED,
    leaving_note="Counted anew without them.",
    neutral="claim debate up down unsure best strength version told",
)
describe(
    "debate.Position",
    whose="the person",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="value at",
    neutral="id debate",
)
describe(
    "debate.Delta",
    whose="whose view was changed",
    leaving=Leaving.DELETED,
    given=True,
    words="reason",
    link="person claim_author",
    fact="at",
    neutral="id claim claim_bears_as",
)
describe(
    "debate.Membership",
    whose="the member",
    leaving=Leaving.DELETED,
    given=True,
    words="byline",
    link="person",
    fact="role side created_at",
    neutral="id debate",
)
describe(
    "debate.LinkVisit",
    whose="who opened the link",
    leaving=Leaving.DELETED,
    given=True,
    forgotten="once the link leads there no more",
    link="person",
    fact="at",
    access="link_key",
    neutral="id debate",
)
describe(
    "debate.Invitation",
    whose="who made it",
    leaving=Leaving.DELETED,
    given=True,
    forgotten="when it ends",
    link="by",
    fact="role created_at expires_at used",
    access="key",
    neutral="id debate",
)
describe(
    "debate.Block",
    whose="who is blocked",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="at",
    neutral="id debate",
)
describe(
    "debate.Follow",
    whose="the person",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="created_at",
    neutral="id debate",
)
describe(
    "debate.ReadMark",
    whose="the reader",
    leaving=Leaving.DELETED,
    given=True,
    link="person",
    fact="seq previous_seq visited_at",
    neutral="id debate",
)
describe(
    "debate.Notice",
    whose="who is told",
    leaving=Leaving.DELETED,
    given=True,
    forgotten=f"{NOTICES_KEPT_DAYS} days after it was seen",
    link="person",
    fact="reason seen_at",
    neutral="id change debate",
)
describe("debate.NoticeCursor", neutral="id xid change")
describe(
    "debate.Change",
    whose="who did it",
    leaving=Leaving.UNNAMED,
    given=True,
    link="actor payload",
    fact="kind at",
    neutral="id xid debate seq claim revision",
)

describe("debate.Departure", neutral="id xid debate_key at")

# ---- Keeping order

describe(
    "debate.Flag",
    whose="who flagged",
    leaving=Leaving.DELETED,
    given=True,
    forgotten=f"{FLAGS_KEPT_DAYS} days after it was settled",
    leaving_note="What others flagged of theirs is settled.",
    words="note",
    link="person",
    fact="reason at settled_at",
    neutral="id debate claim",
)
describe(
    "debate.Act",
    whose="who acted, and whom it concerns",
    leaving=Leaving.UNNAMED,
    given=True,
    leaving_note="The log holds no words and no names, and nothing changes it. Its numbers lead to "
    "somebody who has left.",
    link="actor_number subject_number",
    fact="kind reason at",
    neutral="id key debate_key claim_key about detail previous hash",
)
describe(
    "debate.Case",
    whose="who wrote each part: note, appeal, answer",
    leaving=Leaving.EMPTIED,
    given=True,
    forgotten=f"the words {CASES_KEPT_DAYS} days after the act",
    words="note appeal answer",
    link="actor subject decided_by",
    fact="appealed_at decision decided_at at",
    neutral="act debate claim held",
)
