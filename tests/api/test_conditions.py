"""Requests that say which state of a thing they know."""

import pytest
from django.test import RequestFactory

from accounts.api.conditions import revision_known
from accounts.api.errors import IfMatchNeeded


def knowing(tag: str) -> int:
    return revision_known(RequestFactory().patch("/", headers={"If-Match": tag}))


@pytest.mark.parametrize(
    ("tag", "revision"),
    [
        ('"7"', 7),
        ('"7-k3v9"', 7),
        ('W/"7-k3v9"', 7),  # as our own compression makes it
        ('"3", "7-x"', 7),
        ('"soon"', 0),
        ('"9999999999"', 0),
        ('"-7"', 0),
        ('"7x"', 0),
    ],
)
def test_if_match_names_a_revision_by_its_number(tag: str, revision: int) -> None:
    assert knowing(tag) == revision


@pytest.mark.parametrize("tag", ["", "*", "7", "garbage"])
def test_who_names_no_revision_is_asked_to(tag: str) -> None:
    with pytest.raises(IfMatchNeeded):
        knowing(tag)
