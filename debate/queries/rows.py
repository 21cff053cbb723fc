"""The frozen rows that pages and API share; nothing in them reaches back to the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from debate.enums import (
    ClaimKind,
    ClaimState,
    HeldState,
    Posting,
    Reason,
    Relation,
    Sort,
    Stage,
    Visibility,
)
from debate.policies.blind import Sees


@dataclass(frozen=True, slots=True)
class Byline:
    """The name under a claim as this viewer may see it; `via` is the program that posted it."""

    name: str
    key: str | None = None
    essayist: bool = False
    via: str = ""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """The votes on a claim; absent (None) on questions and where the rules hide them."""

    up: int
    down: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Below:
    """How many live claims hang below a claim, at any depth, by their relation.

    Of all of them together `new` are new to the viewer.
    """

    support: int = 0
    rebut: int = 0
    undercut: int = 0
    question: int = 0
    new: int = 0

    @property
    def total(self) -> int:
        return self.support + self.rebut + self.undercut + self.question


@dataclass(frozen=True, slots=True)
class ClaimRights:
    """What this viewer may do with a claim, a visitor once signed in (they may do nothing before).

    `reply_as` lists the relations open to a reply; `relate` is theirs as its author, until somebody
    replies.
    """

    reply: bool = False
    vote: bool = False
    edit: bool = False
    withdraw: bool = False
    relate: bool = False
    flag: bool = False
    moderate: bool = False
    reply_as: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as one viewer sees it; a tombstone has no text, details or byline.

    `parent_revision` is the wording of its parent that it answered; `vote_earlier` the wording that
    the viewer's vote is on, where the claim was reworded since. `new`: somebody else stated it
    after the viewer was here last.
    """

    key: str
    debate_key: str
    kind: ClaimKind
    relation: Relation | None
    state: ClaimState
    text: str
    details_html: str
    language: str
    byline: Byline | None
    created_at: datetime
    edited_at: datetime | None
    revision: int
    depth: int
    tally: TallyRow | None
    sources: int
    passage_key: str | None
    parent_edited: bool
    answered: bool | None
    parent_key: str | None = None
    parent_revision: int | None = None
    below: Below = field(default_factory=Below)
    my_vote: int | None = None
    vote_earlier: int | None = None
    mine: bool = False
    may: ClaimRights = field(default_factory=ClaimRights)
    new: bool = False
    locked: bool = False

    @property
    def new_in_branch(self) -> int:
        """How many claims are new, this one and those below it."""
        return self.new + self.below.new

    @property
    def via(self) -> str | None:
        """What its author calls the program that posted it; None if they did, or it is gone."""
        return (self.byline and self.byline.via) or None


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """A claim in a thread with the replies that are shown; `hidden` more hang below it.

    Of those, `new` are new to the viewer. `after` tells `read_more_replies` where the shown replies
    end.
    """

    claim: ClaimRow
    replies: tuple[ThreadNode, ...] = ()
    hidden: int = 0
    after: str = "0"
    new: int = 0


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Where people stand: percent from -3 to +3 (None below five people), and the viewer.

    `hidden`: that is not shown to the viewer yet.
    """

    people: int
    shares: tuple[int, ...] | None
    mine: int | None = None
    mine_before: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class EssayCredit:
    """Who wrote what: the line under a thesis that was drawn from an essay."""

    key: str
    title: str
    writer: str
    source_url: str
    written_on: date | None
    language: str
    own_words: bool
    brought_by: str


@dataclass(frozen=True, slots=True)
class DebateRights:
    """What this viewer may do with a debate as a whole."""

    position: bool = False
    manage: bool = False
    moderate: bool = False
    members: bool = False


@dataclass(frozen=True, slots=True)
class TopicRow:
    """What a debate is about, in a word or two; `slug` stands in the address of its page."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftWaiting:
    """What the viewer has begun to write about a claim (`purpose` reply or edit).

    `text` is that claim's, empty where it is gone.
    """

    purpose: str
    claim_key: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class DebateState:
    """What is told of a debate besides who sees it: its stage, who takes part, what is planned.

    `conclusion_html` is what its owner says in closing; empty while it is open. `blocked`: the
    viewer is. `sees` is what the viewer is shown of others; how they judge is shown `once_judged`,
    or later.
    """

    stage: Stage = Stage.OPEN
    posting: Posting = Posting.EVERYBODY
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    conclusion_html: str = ""
    blocked: bool = False
    sees: Sees = field(default_factory=Sees)
    once_judged: bool = False


@dataclass(frozen=True, slots=True)
class HeldWaiting:
    """A claim of the viewer that is not part of the debate yet: it waits, or was sent back."""

    key: str
    state: HeldState
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class DebateHead:
    """The top of every page of a debate; `seq` is how far its record went when it was read, `at`.

    What hangs below the thesis is not counted in its row: `claims` says it. `news` is how much
    others did since the viewer's last visit, counted to one more than NEWS_COUNTED_MAX.
    `waiting` is how much waits for those who keep order, for nobody else counted.
    """

    key: str
    visibility: Visibility
    language: str
    topics: tuple[TopicRow, ...]
    thesis: ClaimRow | None
    essay: EssayCredit | None
    claims: int
    opened_at: datetime | None
    open: bool
    position: PositionRow
    may: DebateRights
    seq: int = 0
    at: datetime | None = None
    following: bool = False
    news: int = 0
    drafts: tuple[DraftWaiting, ...] = ()
    held: tuple[HeldWaiting, ...] = ()
    waiting: int = 0
    state: DebateState = field(default_factory=DebateState)


@dataclass(frozen=True, slots=True)
class DebateCard:
    """A debate in a list; without `counted` its numbers are nothing but zeroes."""

    key: str
    thesis: str
    language: str
    topics: tuple[TopicRow, ...]
    essay: EssayCredit | None
    claims: int
    people: int
    active_at: datetime
    positions: PositionRow
    visibility: Visibility = Visibility.PUBLIC
    archived: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class BestReply:
    """The best of the direct replies to a thesis that bear on it in one way."""

    key: str
    relation: Relation
    text: str
    language: str
    tally: TallyRow


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """One page of a list; `next` and `previous` are cursors for its neighbours."""

    rows: tuple[Row, ...]
    next: str | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A debate's claims as far as one page shows them: the points, then the other replies.

    `after_points` and `after_others` tell `read_more_replies` (of the thesis) where to go on.
    `below` counts all of them; `new_points` and `new_others` are new among the hidden ones.
    `first_new` is the key of what a reader of the news goes to first: on this page if everything
    new is on it (`all_new`), else on the one that shows what is new before anything else.
    """

    sort: Sort
    points: tuple[ThreadNode, ...]
    others: tuple[ThreadNode, ...]
    hidden_points: int
    hidden_others: int
    shown: int
    after_points: str = "0"
    after_others: str = "0"
    new_points: int = 0
    new_others: int = 0
    below: Below = field(default_factory=Below)
    first_new: str | None = None
    all_new: bool = False


@dataclass(frozen=True, slots=True)
class MoreReplies:
    """The replies to one claim that a thread page left out, after those already shown.

    Of the `hidden` ones left `new` are new to the viewer. `depth` is that of the replies;
    `answers`: they answer a question.
    """

    parent_key: str
    debate_key: str
    nodes: tuple[ThreadNode, ...]
    hidden: int
    depth: int
    after: str = "0"
    answers: bool = False
    new: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where a claim got it from."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """A claim's newest wording as it was typed, for the form that edits it."""

    claim: ClaimRow
    text: str
    details: str
    sources: tuple[SourceRow, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class WordingsRow:
    """How often a claim was worded, and how many of its votes are on an earlier wording.

    A typo mended at once counts for no wording. `first` and `newest` are numbers of revisions.
    """

    first: int
    newest: int
    votes: int
    earlier_votes: int

    @property
    def count(self) -> int:
        return self.newest - self.first + 1


@dataclass(frozen=True, slots=True)
class Removal:
    """What a hidden claim says, for its author (`mine`) and whoever keeps order, and why it is.

    `act_key` leads to the act that hid it.
    """

    text: str
    details_html: str
    language: str
    mine: bool
    act_key: str | None = None
    reason: Reason | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FocusPage:
    """One claim large: what it answers, what stands for and against it.

    `hidden` live claims are left out, `after` tells `read_more_replies` where to go on. What hangs
    below an ancestor is not counted. `passage_key` and `paragraph` say where the essay has what
    this claim, or the nearest one above it, is drawn from.
    """

    head: DebateHead
    claim: ClaimRow
    ancestors: tuple[ClaimRow, ...]
    supports: tuple[ThreadNode, ...]
    rebuts: tuple[ThreadNode, ...]
    undercuts: tuple[ThreadNode, ...]
    questions: tuple[ThreadNode, ...]
    hidden: int
    sources: tuple[SourceRow, ...]
    wordings: WordingsRow
    paragraph: int | None
    after: str = "0"
    passage_key: str | None = None
    new: int = 0
    removal: Removal | None = None


@dataclass(frozen=True, slots=True)
class PassageMark:
    """A marked passage of the reading page: `heat` 0..4 how contested, `lean` 0..10 tenths for.

    Of its answers `new` are new to the viewer.
    """

    key: str
    number: int
    claim_key: str
    thesis: bool
    answers: int
    heat: int
    lean: int
    new: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `mark` is the passage that it belongs to, `ends` it if last."""

    text: str
    mark: PassageMark | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the reading page: its number, from 1, and its stretch of the heat strip."""

    number: int
    pieces: tuple[Piece, ...]
    heat: int
    lean: int


@dataclass(frozen=True, slots=True)
class PassageThread:
    """The thread of the chosen passage beside the essay; of the `hidden` ones `new` are new."""

    mark: PassageMark
    of: int
    previous_key: str | None
    next_key: str | None
    claim: ClaimRow
    replies: tuple[ThreadNode, ...]
    hidden: int
    after: str = "0"
    new: int = 0


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """An essay set to be read, with its passages marked; `new` claims of the debate are new."""

    paragraphs: tuple[Paragraph, ...]
    marks: tuple[PassageMark, ...]
    minutes: int
    words: int
    chosen: PassageThread | None
    new: int = 0


@dataclass(frozen=True, slots=True)
class OutlinePoint:
    """A point of a draft: its wording and the quote that it was drawn from.

    One that was imported is not `mine`, and stays as it is worded.
    """

    claim_key: str
    number: int
    text: str
    revision: int
    quote: str | None
    start: int | None
    end: int | None
    mine: bool = True


@dataclass(frozen=True, slots=True)
class OutlineSentence:
    """A sentence of a draft's essay that can be picked; `point` is the number it already is."""

    number: int
    text: str
    start: int
    end: int
    point: int | None
    thesis: bool


@dataclass(frozen=True, slots=True)
class OutlinePage:
    """A draft on its way to a debate: the essay in sentences, the thesis and the points so far."""

    debate_key: str
    essay: EssayCredit | None
    words: int
    paragraphs: tuple[tuple[OutlineSentence, ...], ...]
    thesis: OutlinePoint | None
    points: tuple[OutlinePoint, ...]
