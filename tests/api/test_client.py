"""A client that a generator makes of the description, used against the server."""

import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.enums import Scope
from accounts.models import Token
from config.api.description.document import description
from tests import factories
from tests.factories import Thread

PACKAGE = "rejoinder_client"
GENERATE = (
    "-m openapi_python_client generate --path openapi.json --config config.yml --meta none "
    f"--fail-on-warning --output-path {PACKAGE}"
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the generated package lies in; a warning of the generator is a failure."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(description()))
    (folder / "config.yml").write_text("post_hooks: []\n")
    done = subprocess.run(
        [sys.executable, *GENERATE.split()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_generated_client_reads_posts_votes_and_is_told_what_is_wrong(
    generated: Path, live_server: LiveServer, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(generated))
    _token, word = Token.objects.create(
        user=factories.person("fay"), name="client", scopes=list(Scope)
    )
    models = import_module(f"{PACKAGE}.models")
    made = import_module(PACKAGE)

    with made.AuthenticatedClient(base_url=live_server.url, token=word) as client:

        def ask(group: str, name: str, **inputs: Any) -> Any:
            call: Callable[..., Any] = import_module(f"{PACKAGE}.api.{group}.{name}").sync_detailed
            answer = call(client=client, **inputs)
            return int(answer.status_code), answer.parsed

        status, debate = ask("debates", "get_debate", key=thread.debate.key)
        assert (status, debate.key) == (200, thread.debate.key)
        assert debate.thesis.text == thread.thesis.text

        status, pulled = ask("debates", "get_thread", key=thread.debate.key)
        assert (status, pulled.count, len(pulled.claims)) == (200, 7, 7)

        said = models.Stated(relation=models.StatedRelation.REBUT, text="Buses do not run earlier.")
        status, claim = ask(
            "claims",
            "post_replies",
            key=thread.thesis.key,
            body=said,
            idempotency_key="one",
        )
        assert (status, claim.text, claim.parent) == (201, said.text, thread.thesis.key)

        vote = models.VoteSent(value=models.VoteSentValue.VALUE_1)
        status, own = ask("votes_and_positions", "put_vote", key=thread.thesis.key, body=vote)
        assert (status, own.value, own.tally.up) == (200, 1, 1)

        status, problem = ask("votes_and_positions", "put_vote", key=claim.key, body=vote)
        assert (status, problem.code, problem.status) == (403, "own_claim", 403)
