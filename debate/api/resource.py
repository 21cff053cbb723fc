"""What the resources of debates have in common."""

from __future__ import annotations

from accounts.api.contract import Operation
from accounts.api.resource import Resource as OfAnybody
from accounts.networks import network_of
from debate.actions.pace import count_deed
from debate.enums import Paced


class Resource(OfAnybody):
    """A resource whose deeds are counted as they are on pages."""

    def count(self, operation: Operation) -> None:
        """Count a deed against the limits of whoever asks and of their network. Raises TooMany."""
        if operation.paced is not None:
            self.count_deed(Paced(operation.paced))

    def count_deed(self, paced: Paced) -> None:
        """Count one deed more, as the page for the same does. Raises TooMany."""
        left = count_deed(paced, by=self.viewer, network=network_of(self.request.META))
        if left is not None:
            self.windows[str(paced)] = left
