"""Which way a text runs, told from its letters."""

import re

RIGHT_TO_LEFT_SHARE = (
    0.4  # of the letters; fewer are words quoted in a text that runs the other way
)

# Hebrew, Arabic and the scripts beside them, with their older and their presentation forms
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"\S+://\S+")


def direction(text: str) -> str:
    """The value of `dir` for a text: "rtl", "ltr", or "auto" where no letter runs to the left.

    A browser's own `auto` goes by the first letter alone: a Hebrew sentence that begins with OECD
    would run the wrong way, with its full stop at the wrong end.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return "auto"
    words = _ADDRESS.sub(" ", text)
    letters = len(_LETTER.findall(words))
    to_the_left = sum(1 for letter in _LETTER.findall(words) if _RIGHT_TO_LEFT.match(letter))
    return "rtl" if to_the_left >= RIGHT_TO_LEFT_SHARE * letters else "ltr"
