"""Doing things at the same moment on real connections."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

Deed = Callable[[], Any]


def at_once(deeds: Sequence[Deed]) -> list[Any]:
    """Run every deed in a thread and a connection of its own, all let go at one moment.

    Answers what each returned, or the exception that it raised, in the order of the deeds.
    """
    gate = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            results[place] = deed()
        except Exception as error:  # what was raised is the result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results
