"""Tests of what is done in the classroom."""
