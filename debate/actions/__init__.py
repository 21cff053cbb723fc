"""Deeds: one function for one thing that a person does, the same for every door."""
