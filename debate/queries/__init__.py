"""Reads: each takes the viewer, starts from what they may see and runs a fixed number of statements."""
