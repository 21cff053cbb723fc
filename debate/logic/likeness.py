"""How nearly two wordings say the same, by the stems of their words."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

BEGINNING_MIN = 3  # stems: so much of a beginning tells what it will say
_BEGINNING_WORTH = 0.8
_MISTYPED_MIN = 5  # letters: shorter stems are like too many others
_MISTYPED_LIKE = 80  # of 100: one letter wrong in five


def likeness(*, typed: Collection[str], said: Collection[str]) -> float:
    """The share of stems that a wording being typed and one that stands have in common, 0..1.

    Whole wordings are compared whole (twice the common stems over all of both). A beginning of at
    least three stems is also looked for inside of what was said, and counts a little less, so that
    nobody need write to the end to learn that it stands there. A longer stem with a letter or two
    wrong is the same stem.

    Source: Dice, "Measures of the amount of ecologic association between species" (1945).
    """
    mine, theirs = set(typed), set(said)
    common = len(mine & theirs)
    if not common:
        return 0.0
    common += sum(_mistyped(stem, theirs) for stem in mine - theirs)
    whole = 2 * common / (len(mine) + len(theirs))
    beginning = common / len(mine) if len(mine) >= BEGINNING_MIN else 0.0
    return min(1.0, max(whole, _BEGINNING_WORTH * beginning))


def _mistyped(stem: str, said: Collection[str]) -> bool:
    if len(stem) < _MISTYPED_MIN:
        return False
    found = process.extractOne(stem, said, scorer=fuzz.ratio, score_cutoff=_MISTYPED_LIKE)
    return found is not None
