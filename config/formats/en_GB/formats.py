"""Dates in British English, with the month in full as in German and Spanish."""

DATE_FORMAT = "j F Y"
