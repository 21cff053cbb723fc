"""Journeys use the browsers of tests/browser."""

from tests.browser.conftest import browser, open_page, origin

__all__ = ["browser", "open_page", "origin"]
