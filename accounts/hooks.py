"""Where the apps above give accounts what accounts may not import."""

from collections.abc import Callable

# Functions that list (name to sign in with, password) of a loaded demo; the sign-in page shows
# them while DEBUG is on. An app appends its own in AppConfig.ready().
demo_sign_ins: list[Callable[[], list[tuple[str, str]]]] = []
