"""What a person asked for and is refused: the kinds of refusal, for every app above.

A refusal carries a stable code and the facts that its sentence needs. It knows neither HTTP nor
the language of the screen: the doors (pages, API) choose a status and word it.
"""


class Refusal(Exception):
    """A request that is refused for a reason the person can act on."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Invalid(Refusal):
    """What was sent cannot be taken as it is; `field` names the part that is wrong."""

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field


class NotSignedIn(Refusal):
    """Only somebody who is signed in may do this."""


class NotAllowed(Refusal):
    """This person may not do this, and may know that it exists."""


class NotFound(Refusal):
    """There is no such thing, or this person may not know that there is."""


class Gone(Refusal):
    """There was such a thing, and it is not kept any more."""


class Conflict(Refusal):
    """It cannot be done now, because of the state that the thing is in."""


class TooMany(Refusal):
    """Too much in too short a time; `retry_after_seconds` says when to come back."""

    def __init__(self, code: str, *, retry_after_seconds: int, **facts: object) -> None:
        super().__init__(code, retry_after_seconds=retry_after_seconds, **facts)
        self.retry_after_seconds = retry_after_seconds
