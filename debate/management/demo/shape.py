"""The shapes that the demo's people and debates are written down in.

Ages are hours before the moment of seeding. Votes and positions are shares of those who may cast
them, so that a demo of any size looks alike.
"""

from dataclasses import dataclass

from accounts.enums import Role as SiteRole
from debate.enums import Reason, Relation, Role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person whom everybody may sign in as while developing."""

    handle: str
    name: str
    does: str = ""
    role: SiteRole = SiteRole.MEMBER


@dataclass(frozen=True, slots=True)
class DemoSource:
    """Where an invented claim got it from; nothing of it exists."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """What a claim said at first, and how old the edit is that gave it its present words."""

    text: str
    edited_hours: float


@dataclass(frozen=True, slots=True)
class DemoFlag:
    """Somebody's wish that a claim be looked at, and how old it is."""

    by: str
    hours: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class DemoHiding:
    """How a claim was taken out of sight: by whom, when, why, and what its author was told."""

    by: str
    hours: float
    reason: Reason
    note: str


@dataclass(frozen=True, slots=True)
class DemoSeat:
    """A role that a debate's owner gave somebody, so many hours ago."""

    who: str
    role: Role
    hours: float


@dataclass(frozen=True, slots=True)
class DemoClaim:
    """One claim: `name` and `parent` tie the tree, "" as parent is the thesis.

    With a `quote` it is a point, drawn from the passage of the essay that says so.
    """

    name: str
    parent: str
    relation: Relation
    by: str
    hours: float
    text: str
    up: float = 0.0
    down: float = 0.0
    unsure: float = 0.0
    details: str = ""
    sources: tuple[DemoSource, ...] = ()
    quote: str = ""
    earlier: EarlierWording | None = None
    withdrawn_hours: float | None = None
    flagged: DemoFlag | None = None
    hidden: DemoHiding | None = None


@dataclass(frozen=True, slots=True)
class DemoEssay:
    """The essay that a debate is born of."""

    title: str
    writer: str
    paragraphs: tuple[str, ...]
    own_words: bool = False
    source_url: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class DemoDebate:
    """An essay, its thesis, and everything under it; `positions` are shares of -3 to +3."""

    owner: str
    essay: DemoEssay
    started_hours: float
    opened_hours: float
    thesis: str
    thesis_quote: str
    up: float
    down: float
    unsure: float
    positions: tuple[float, float, float, float, float, float, float]
    moved: float  # share of those who stated a position and later another
    visitors: frozenset[str]  # of the cast: who came by, besides those who wrote
    crowd: float  # share of the crowd that came by
    claims: tuple[DemoClaim, ...]
    topics: tuple[str, ...] = ()
    seats: tuple[DemoSeat, ...] = ()
    holding_hours: float | None = None  # since when the first claims of newcomers wait
    held: tuple[DemoClaim, ...] = ()  # what newcomers said since, and nobody has approved yet
