"""Classes, sessions, seats and phases for the programs of teachers."""
