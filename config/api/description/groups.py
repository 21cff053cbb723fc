"""The groups that the page of the description shows the operations in."""

from __future__ import annotations

from dataclasses import dataclass

from config.api.problems import PREFIX

BASE = f"{PREFIX}v1/"


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together; `parts` are words of addresses."""

    name: str
    about: str
    parts: frozenset[str]


def _group(name: str, about: str, *parts: str) -> Group:
    return Group(name, about, frozenset(parts))


# What is special stands further down, and wins: `/debates/…/manage/essay` belongs to running one.
GROUPS = (
    _group(
        "Debates",
        "Debates, their threads as a whole, and what changed in them.",
        "debates",
        "thread",
        "changes",
        "activity",
    ),
    _group(
        "Claims", "One claim, its wordings, its sources and what answers it.", "claims", "drafts"
    ),
    _group("Essays", "Essays and their passages.", "essay", "essays", "passages"),
    _group(
        "Votes and positions",
        "One's own votes, and where people stand on a thesis.",
        "vote",
        "votes",
        "position",
        "positions",
    ),
    _group(
        "Finding", "Topics, search, and the public part of people.", "topics", "search", "people"
    ),
    _group("Following", "What is new for somebody.", "follow", "notices"),
    _group("Members", "Who has a seat in a debate.", "members", "invitations", "leaving"),
    _group(
        "Running a debate",
        "From the outline of a draft to the archive.",
        "outline",
        "publication",
        "closing",
        "manage",
        "export",
        "import",
    ),
    _group(
        "Keeping order",
        "Acts of moderation, appeals, and claims that are held.",
        "moderation",
        "blocks",
        "acts",
        "held",
        "suspension",
    ),
    _group(
        "Classes",
        "Classes and their lists of names.",
        "classes",
    ),
    _group(
        "Sessions",
        "A class that debates live: its phases, its clock, its seats.",
        "sessions",
    ),
    _group(
        "Grades",
        "Rubrics, what is said of students' work, and whether they see it.",
        "rubrics",
        "rubric",
        "grades",
        "release",
    ),
    _group("Tokens", "One's own tokens. They are made and revoked in a browser.", "tokens"),
    _group("This description", "The description that programs read.", "openapi.json"),
)


def group_of(path: str) -> Group:
    """The group of an address; the first one where no word of it is known."""
    words = set(path.removeprefix(BASE).split("/"))
    return next((group for group in reversed(GROUPS) if group.parts & words), GROUPS[0])
