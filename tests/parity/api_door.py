"""The door of the API: programs and browsers that ask for what pages ask for."""

from tests.parity.doors import Door
from tests.parity.keeping_order_by_api import KeepingOrderByApi
from tests.parity.taking_part_by_api import TakingPartByApi


class ApiDoor(TakingPartByApi, KeepingOrderByApi, Door):
    """The resources, as somebody's program asks for them; where no token opens, their browser."""
