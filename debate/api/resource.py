"""What the resources of debates have in common."""

from __future__ import annotations

from accounts.api.operation import Operation
from accounts.api.resource import Resource as OfAnybody
from accounts.networks import network_of
from debate.actions.pace import count_deed
from debate.enums import Paced


class Resource(OfAnybody):
    """A resource whose deeds are counted as they are on pages."""

    def count(self, operation: Operation) -> None:
        """Count a deed against the limits of whoever asks and of their network. Raises TooMany."""
        if operation.paced is not None:
            network = network_of(self.request.META)
            count_deed(Paced(operation.paced), by=self.viewer, network=network)
