"""No rule of the policies can be left out or turned round without a test that fails."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.mutants import mutants

ROOT = Path(__file__).parents[2]
COPIED = ("accounts", "classroom", "config", "debate", "locale", "static", "templates", "tests")
# Mutants that decide as the policies do, each with the reason.
EQUIVALENT = {
    # Nobody owns a debate as nobody, nor has a seat: the shorter way only saves the asking.
    "debate/policies/debate.py: without: if viewer is None: return public",
}


def test_a_rule_left_out_is_a_mutant() -> None:
    source = "def f(a, b):\n    if a == 1 and not b:\n        return 2\n    return None\n"
    assert [mutant.told.partition(": ")[2].partition(":")[0] for mutant in mutants(source)] == [
        "without",
        "always",
        "without part 1",
        "without part 2",
        "opposite",
        "without not",
    ]
    assert "if False:" in next(mutants(source)).source


@pytest.mark.long
@pytest.mark.drill
def test_no_mutant_of_the_policies_survives_their_tests(tmp_path: Path) -> None:
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("pyproject.toml", "manage.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    run = subprocess.run(
        [sys.executable, str(tmp_path / "tests/security/mutation_run.py"), str(tmp_path)],
        env=os.environ | {"LOCAL_DIR": str(tmp_path / "local")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    *survivors, tried = re.sub(r":\d+:", ":", run.stdout).splitlines()
    assert int(tried.removeprefix("tried ")) > 450
    assert sorted(set(survivors) - set(EQUIVALENT)) == []
