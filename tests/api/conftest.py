"""Every test that asks the API asks, too, whether the description is true of the answer."""

from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from tests.api.told import untrue


@pytest.fixture(autouse=True)
def truly_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Client.request

    def ask_and_compare(client: Client, **asked: Any) -> HttpResponseBase:
        response = ask(client, **asked)
        request = getattr(response, "wsgi_request", None)
        if request is not None:
            wrong = untrue(request, response)
            assert wrong == [], f"{request.method} {request.get_full_path()}: {wrong}"
        return response

    monkeypatch.setattr(Client, "request", ask_and_compare)
