"""The guide: every example runs against the server, and its numbers are those of the code."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.enums import Scope
from accounts.models import Token
from config.api.description.limits import limits, paces
from config.places import BASE_DIR
from tests import factories
from tests.factories import Thread

GUIDE = BASE_DIR / "docs" / "api"
HOST = "http://127.0.0.1:8000"
PAGES = ["README.md", "following.md", "reading.md", "teaching.md", "writing.md"]


def examples(page: str, language: str) -> str:
    """All blocks of a page in one language, as one program."""
    blocks = re.findall(
        rf"^```{language}\n(.*?)^```$", (GUIDE / page).read_text(), re.MULTILINE | re.DOTALL
    )
    return "\n".join(blocks)


def run(command: list[str], program: str, server: str, at: Path) -> None:
    """As somebody who has written nothing yet."""
    reader = factories.person("fay")
    _token, word = Token.objects.create(user=reader, name="guide", scopes=list(Scope))
    done = subprocess.run(
        command,
        input=program.replace(HOST, server),
        env={**os.environ, "TOKEN": word, "PYTHONWARNINGS": "error"},
        cwd=at,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_the_python_of_the_guide_runs(
    page: str, live_server: LiveServer, thread: Thread, tmp_path: Path
) -> None:
    run([sys.executable, "-"], examples(page, "python"), live_server.url, tmp_path)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_the_commands_of_the_guide_run(
    page: str, live_server: LiveServer, thread: Thread, tmp_path: Path
) -> None:
    for tool in ("bash", "curl", "python3"):
        if shutil.which(tool) is None:
            pytest.skip(f"NO {tool} HERE: THE COMMANDS OF THE GUIDE ARE NOT TESTED")
    # --fail: an example that is refused is a wrong one
    program = 'set -euo pipefail\ncurl() { command curl --fail-with-body "$@"; }\n'
    run(["bash", "-s"], program + examples(page, "bash"), live_server.url, tmp_path)


def test_the_pages_of_the_guide_have_examples_in_both() -> None:
    for page in PAGES:
        assert examples(page, "python"), page
        assert examples(page, "bash"), page


def test_the_numbers_of_the_guide_are_those_of_the_code() -> None:
    lines = (GUIDE / "README.md").read_text().splitlines()
    rows = [f"| {limit.what} | {limit.most} |" for limit in limits()]
    for pace in paces():
        windows = " | ".join(f"{usual} ({young})" for usual, young in pace.windows)
        rows.append(f"| `{pace.what}` | {windows} |")
    first = lines.index(rows[0])
    told = [line for line in lines[first:] if re.match(r"\| (?!counted as|-)\S", line)]
    assert told[: len(rows)] == rows, "write the tables of docs/api/README.md anew"


def test_no_page_of_the_guide_is_left_out_of_the_first() -> None:
    first = (GUIDE / "README.md").read_text()
    pages = [path.name for path in GUIDE.glob("*.md") if path.name != "README.md"]
    assert [page for page in pages if f"({page})" not in first] == []
