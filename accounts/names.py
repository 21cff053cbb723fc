"""What people may be called."""

import re
import unicodedata

from accounts.errors import Invalid
from accounts.limits import DISPLAY_NAME_MAX, HANDLE_MAX, HANDLE_MIN, TOKEN_NAME_MAX

HANDLE = re.compile(rf"[a-z0-9][a-z0-9_-]{{{HANDLE_MIN - 2},{HANDLE_MAX - 2}}}[a-z0-9]")

# Names under which somebody would be taken for the site itself.
RESERVED_HANDLES = {
    *("abuse", "account", "accounts", "admin", "admins", "administrator", "anonymous", "api"),
    *("everyone", "guest", "help", "info", "mod", "moderator", "moderators", "mods", "news"),
    *("null", "official", "owner", "postmaster", "rejoinder", "root", "security", "staff"),
    *("support", "sysadmin", "system", "team", "undefined", "webmaster", "withdrawn", "www"),
}

JOINERS = "\u200c\u200d"  # shape Persian and Indic words and join emoji, but only between others
# They count as letters or symbols and draw nothing: Hangul fillers, the blank Braille cell.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"


def clean_handle(text: str) -> str:
    """A handle in small letters, as it is kept.

    Raises: Invalid `handle_shape` or `handle_reserved`.
    """
    handle = text.strip().lower()
    if not HANDLE.fullmatch(handle):
        raise Invalid("handle_shape", field="handle", min=HANDLE_MIN, max=HANDLE_MAX)
    if handle.replace("-", "").replace("_", "") in RESERVED_HANDLES:
        raise Invalid("handle_reserved", field="handle")
    return handle


def clean_display_name(text: str) -> str:
    """A shown name in NFC, with single spaces and nothing in it that cannot be seen.

    Any script and direction is welcome. Refused are control characters, the marks that turn the
    direction of what follows (a name must not reorder the line it stands in) and characters
    without a shape, since two names that look the same should be the same.

    Raises: Invalid `display_name_missing`, `display_name_unseen` or `display_name_long`.
    """
    return _tidied(text, "display_name", DISPLAY_NAME_MAX, field="display_name")


def clean_token_name(text: str) -> str:
    """What somebody calls a program of theirs, by the rules of a shown name: it stands beside one.

    Raises: Invalid `token_name_missing`, `token_name_unseen` or `token_name_long`.
    """
    return _tidied(text, "token_name", TOKEN_NAME_MAX, field="name")


def _tidied(text: str, what: str, most: int, *, field: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(name) > most:
        raise Invalid(f"{what}_long", field=field, max=most)
    if any(_unseen(name, at) for at in range(len(name))):
        raise Invalid(f"{what}_unseen", field=field)
    if not any(unicodedata.category(char)[0] in "LNS" for char in name):
        raise Invalid(f"{what}_missing", field=field)
    return name


def _unseen(name: str, at: int) -> bool:
    char = name[at]
    if char in BLANKS:
        return True
    if char in JOINERS:
        before, after = name[at - 1 : at], name[at + 1 : at + 2]
        return not (before and after and _is_drawn(before) and _is_drawn(after))
    # Cc control, Cf format (bidi marks, zero-width), Cs surrogate, Co private use, Cn unassigned
    return unicodedata.category(char)[0] == "C"


def _is_drawn(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMNPS"
