"""Tests of files of the classroom."""
