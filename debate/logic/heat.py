"""How a passage of an essay is argued about: the two amounts that its underline is drawn with."""

from collections.abc import Sequence

EVENLY = 5  # tenths: nobody has spoken yet, or both sides alike
HEAT_STEPS = (2, 4, 6)  # claims against (the first counts questions too) from which it is hotter


def lean(pro: int, con: int) -> int:
    """How many tenths of those who take sides speak for a claim, 0..10; 5 when nobody does."""
    if not pro + con:
        return EVENLY
    return (20 * pro + pro + con) // (2 * (pro + con))  # rounded half up, where round() wavers


def heat(pro: int, con: int, asked: int) -> int:
    """How contested a claim is: 0 unanswered, 1 quiet, 2 some argument, 3 contested, 4 much so.

    Only what is said against it, or asked, makes it hotter; support alone keeps it quiet.
    """
    if not pro + con + asked:
        return 0
    some, contested, much = HEAT_STEPS
    return 1 + (con + asked >= some) + (con >= contested) + (con >= much)


def mean_lean(leans: Sequence[int]) -> int:
    """The lean of a paragraph with several passages; 5 without any."""
    if not leans:
        return EVENLY
    return (2 * sum(leans) + len(leans)) // (2 * len(leans))
