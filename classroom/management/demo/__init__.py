"""The demo lesson."""
