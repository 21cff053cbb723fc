"""Tests of the classroom, by layer as the code."""
