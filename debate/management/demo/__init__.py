"""The demo: invented people and their debates, in our own words."""
