"""Writes: one function for one thing that a teacher or a student does."""
