"""What those in a session listen to: the topics of its tickets and of what they are told."""


def board_topic(session: str) -> str:
    """What the teachers of a session listen to."""
    return f"board:{session}"


def session_topic(session: str) -> str:
    """What everybody in a session listens to."""
    return f"session:{session}"


def seat_topic(seat: str) -> str:
    """What one student listens to."""
    return f"seat:{seat}"
