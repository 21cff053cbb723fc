"""What the classroom is run with from a terminal."""
