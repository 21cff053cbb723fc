"""The app as it is served, for a program that asks for more than anybody may: no limit is met."""

from accounts import limits as of_people
from debate import limits as of_debates

MANY = 1_000_000
of_people.READS_PER_NETWORK = of_people.READS_PER_READER = (MANY, 60)
of_debates.SEARCHES_PER_PERSON = of_debates.SEARCHES_PER_NETWORK = (MANY, 60)
of_debates.PACES.update(dict.fromkeys(of_debates.PACES, ((MANY,) * 3, (MANY,) * 3, (MANY,) * 2)))

# What takes the limits by their names is loaded after they were changed.
from config.asgi import application  # noqa: E402

__all__ = ["application"]
