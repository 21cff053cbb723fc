"""The tables of debates, one file per concept."""

from debate.models.change import Change, Departure
from debate.models.claim import Claim, ClaimRevision, Source
from debate.models.debate import Debate, DebateRules, DebateTally, DirtyDebate, Membership
from debate.models.delta import Delta
from debate.models.draft import Draft
from debate.models.essay import Essay, EssayRevision, Passage
from debate.models.member import Block, Invitation, LinkVisit
from debate.models.moderation import Act, Case, Flag, HeldClaim
from debate.models.notice import Notice, NoticeCursor
from debate.models.position import Position
from debate.models.reading import Follow, ReadMark
from debate.models.topic import Topic
from debate.models.vote import Tally, Vote

__all__ = [
    "Act",
    "Block",
    "Case",
    "Change",
    "Claim",
    "ClaimRevision",
    "Debate",
    "DebateRules",
    "DebateTally",
    "Delta",
    "Departure",
    "DirtyDebate",
    "Draft",
    "Essay",
    "EssayRevision",
    "Flag",
    "Follow",
    "HeldClaim",
    "Invitation",
    "LinkVisit",
    "Membership",
    "Notice",
    "NoticeCursor",
    "Passage",
    "Position",
    "ReadMark",
    "Source",
    "Tally",
    "Topic",
    "Vote",
]
