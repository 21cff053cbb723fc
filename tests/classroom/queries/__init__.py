"""Tests of what is read in the classroom."""
