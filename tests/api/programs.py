"""Programs that act for people."""

import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

from accounts.enums import Scope
from accounts.models import Token, User


class Program:
    """A program with a token of somebody's, of all scopes unless some are named."""

    def __init__(self, person: User | None, *scopes: Scope, name: str = "bot") -> None:
        headers = {}
        if person is not None:
            made = Token.objects.create(user=person, name=name, scopes=list(scopes or Scope))
            headers["Authorization"] = f"Bearer {made[1]}"
        self.client = Client(headers=headers)

    def ask(
        self, method: str, address: str, sent: Any = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        """The answer to a request below /api/v1/, with `sent` as its body."""
        return self.client.generic(
            method,
            f"/api/v1/{address}",
            "" if sent is None else json.dumps(sent),
            content_type="application/json",
            headers=dict(headers or {}),
        )
