"""Decisions: who may do what, and what is visible. No policy reads the database."""
