"""The demo lesson: who sits in it and what they have said so far. All are invented."""

from __future__ import annotations

from dataclasses import dataclass

from debate.enums import Relation, Side

SESSION_NAME = "9C English, room 14"
THESIS = "Homework should be abolished before the age of fourteen."
ABSENT = frozenset({"Greta", "Owen"})
QUIET = frozenset({"Kaspar", "Suki"})  # here, and nothing said yet

FOR = (
    "Aisha",
    "Callum",
    "Esi",
    "Greta",
    "Iris",
    "Jonas",
    "Leila",
    "Maja",
    "Noor",
    "Petra",
    "Wren",
    "Zeynep",
)
AGAINST = (
    "Andre",
    "Felix",
    "Hana",
    "Kaspar",
    "Linnea",
    "Mateo",
    "Otis",
    "Owen",
    "Rohan",
    "Suki",
    "Tunde",
    "Yannis",
)
SIDE_OF = dict.fromkeys(FOR, Side.FOR) | dict.fromkeys(AGAINST, Side.AGAINST)

# Where they stood before they read, and where those stand who have moved since.
BEFORE = {
    -3: ("Felix", "Otis", "Andre", "Tunde"),
    -2: ("Hana", "Mateo", "Linnea"),
    -1: ("Yannis", "Petra", "Rohan"),
    0: ("Jonas", "Suki", "Leila", "Maja"),
    1: ("Kaspar", "Esi", "Wren"),
    2: ("Aisha", "Callum", "Zeynep"),
    3: ("Noor", "Iris"),
}
MOVED = {"Petra": 2, "Leila": 1, "Jonas": 2, "Rohan": 0, "Maja": -1, "Suki": 1}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of the lesson: by whom, to which other (empty: the thesis), how long ago."""

    name: str
    by: str
    parent: str
    relation: Relation
    minutes: float
    text: str
    convinced: int = 0
    not_convinced: int = 0


OPENING = (
    Said(
        "quiet-room",
        "Noor",
        "",
        Relation.SUPPORT,
        14.0,
        "A quiet room and a parent who knows algebra: homework marks the home as much as the "
        "child.",
        9,
        2,
    ),
    Said(
        "sticks",
        "Felix",
        "",
        Relation.REBUT,
        13.6,
        "Practice is how anything sticks. Nobody learns an instrument only in the lesson.",
        8,
        4,
    ),
    Said(
        "tired",
        "Aisha",
        "",
        Relation.SUPPORT,
        13.1,
        "Tired classes learn less the next day, and homework is why half of us are up at eleven.",
        7,
        3,
    ),
    Said(
        "first-alone",
        "Otis",
        "",
        Relation.REBUT,
        12.8,
        "Without it, the first time you ever work alone is in the exam.",
        7,
        3,
    ),
    Said(
        "see-where",
        "Hana",
        "",
        Relation.REBUT,
        12.4,
        "It shows the teacher who did not understand, before the test does.",
        5,
        2,
    ),
    Said(
        "own-evening",
        "Callum",
        "",
        Relation.SUPPORT,
        12.1,
        "Nobody finds out what they like when every evening is chosen for them.",
        6,
        3,
    ),
    Said(
        "copied",
        "Esi",
        "",
        Relation.SUPPORT,
        11.7,
        "Most of ours is copied on the bus. It measures who sits next to whom.",
        8,
        1,
    ),
    Said(
        "habit",
        "Tunde",
        "",
        Relation.REBUT,
        11.4,
        "At fourteen it would start from nothing, in the year when it counts.",
        4,
        3,
    ),
    Said(
        "parents-see",
        "Linnea",
        "",
        Relation.REBUT,
        11.0,
        "It is the only part of school that my parents ever see.",
        3,
        2,
    ),
    Said(
        "planning",
        "Zeynep",
        "",
        Relation.SUPPORT,
        10.7,
        "A teacher who marks a hundred sheets plans no lesson that evening.",
        5,
        2,
    ),
)
REBUTTALS = (
    Said(
        "library",
        "Mateo",
        "quiet-room",
        Relation.REBUT,
        5.4,
        "Then open the library after school. Do not take the work from those who want it.",
        4,
        3,
    ),
    Said(
        "chosen",
        "Iris",
        "sticks",
        Relation.UNDERCUT,
        5.1,
        "An instrument is something you chose. That tells us nothing about a worksheet you did "
        "not.",
        6,
        1,
    ),
    Said(
        "phones",
        "Rohan",
        "tired",
        Relation.REBUT,
        4.6,
        "We would be up at eleven anyway. It is the phone, not the worksheet.",
        5,
        4,
    ),
    Said(
        "in-class",
        "Leila",
        "first-alone",
        Relation.REBUT,
        4.2,
        "We work alone in lessons too, where somebody can help when we are stuck.",
        5,
        2,
    ),
    Said(
        "which-age",
        "Yannis",
        "own-evening",
        Relation.QUESTION,
        3.9,
        "Does it have to be every evening, or would one a week count as well?",
    ),
    Said(
        "copied-too",
        "Petra",
        "see-where",
        Relation.REBUT,
        3.5,
        "It shows who has an older sister. Half of the right answers are hers.",
        4,
        2,
    ),
    Said(
        "bus",
        "Andre",
        "copied",
        Relation.UNDERCUT,
        3.0,
        "That is a reason to set it better, not a reason to set none.",
        4,
        3,
    ),
    Said(
        "slow-start",
        "Jonas",
        "habit",
        Relation.REBUT,
        2.5,
        "Nobody starts from nothing. We write, count and read in every lesson.",
        3,
        2,
    ),
    Said(
        "marks",
        "Wren",
        "parents-see",
        Relation.UNDERCUT,
        2.0,
        "They could see our work at school. Whether they do has nothing to do with worksheets.",
        3,
        1,
    ),
    Said(
        "quick",
        "Felix",
        "planning",
        Relation.REBUT,
        1.5,
        "Looking through twenty answers is how a good teacher knows what to plan.",
        2,
        2,
    ),
)
FLAGGED = Said(
    "never-does",
    "Otis",
    "copied",
    Relation.REBUT,
    1.0,
    "Only someone who never does any would say that.",
)
