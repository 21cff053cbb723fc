"""Reads: a fixed number of statements each, frozen rows for pages and API."""
