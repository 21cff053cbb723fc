"""Who asks: a person, or somebody who is not signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is not signed in, with the links to unlisted debates that they opened.

    It is false, as None is: whoever asks whether there is a person needs no third case.
    """

    links: tuple[str, ...] = ()

    def __bool__(self) -> Literal[False]:
        return False


# None stands for a visitor without links.
type Viewer = User | Visitor | None
