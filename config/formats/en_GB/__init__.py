"""How they are written in British English."""
