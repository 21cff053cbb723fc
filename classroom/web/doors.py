"""What each address of the classroom does, by method: an action of its permission table, or a kind.

`config/doors.py` joins this with the registers of people and debates.
"""

from collections.abc import Mapping

from accounts.web.doors import Kind
from classroom.enums import Action

type Door = Action | Kind

DOORS: Mapping[str, Mapping[str, Door]] = {}
