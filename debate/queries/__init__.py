"""Reads: each takes the viewer, starts from what they may see, in a fixed number of statements."""
