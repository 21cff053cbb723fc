"""The codes and PINs that somebody types to come into a session."""

import secrets

from classroom.limits import CODE_ALPHABET, CODE_CHARS, PIN_CHARS

GROUP = 4  # characters between spaces
_NO_SUCH_CODE = "-" * CODE_CHARS  # is looked up like any other, and nothing has it


def new_code() -> str:
    """A random code: one of 282 thousand million, never guessed from another."""
    return _random(CODE_CHARS)


def new_pin() -> str:
    """A random PIN: one of 387 million."""
    return _random(PIN_CHARS)


def read_code(typed: str) -> str:
    """The code that somebody typed, in whatever case and groups; one that nothing has otherwise."""
    return _read(typed, CODE_CHARS) or _NO_SUCH_CODE


def read_pin(typed: str) -> str:
    """The PIN that somebody typed; empty for what is none."""
    return _read(typed, PIN_CHARS)


def shown_code(code: str) -> str:
    """A code as it is written on a board: two groups of four."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _random(chars: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(chars))


def _read(typed: str, chars: int) -> str:
    if len(typed) > 4 * chars:  # nobody puts that much between them
        return ""
    code = "".join(char for char in typed.upper() if not (char.isspace() or char in "-–—._·"))
    return code if len(code) == chars and set(code) <= set(CODE_ALPHABET) else ""
