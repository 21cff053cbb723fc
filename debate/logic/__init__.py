"""Calculations: no Django, no clock, no database."""
