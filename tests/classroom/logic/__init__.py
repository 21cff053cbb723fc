"""Tests of what is computed for the classroom."""
