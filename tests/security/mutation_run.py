"""Tries mutants of the policies, each in a child of this process: `mutation_run.py ROOT [FILE...]`.

To be run in a copy of the tree, which it changes. What takes long to import is imported once; the
policies and what stands on them are imported by each child, with its mutant in place. First run the
tests that need no database, then for what survives those that read it. Prints a survivor a line.
"""

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(sys.argv[1])
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
import pytest  # noqa: E402

django.setup()

from tests import conftest  # noqa: E402, F401 - for what it imports
from tests.security.mutants import mutants  # noqa: E402

FRESH = ("debate.policies", "debate.queries", "debate.actions", "debate.tasks", "debate.web",
         "debate.words", "debate.urls", "debate.admin", "debate.live", "config.doors",
         "config.refusals", "config.urls", "config.api", "classroom.policies", "classroom.queries",
         "classroom.actions", "classroom.formats", "classroom.web", "classroom.api",
         "classroom.words", "classroom.urls", "tests")  # fmt: skip
POLICIES = ("debate/policies", "classroom/policies")
PURE = ["tests/policies", "-m", "not reads"]
READS = ["tests/policies", "-m", "reads", "--reuse-db"]
QUIET = [
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "--no-header",
    "--tb=no",
]


def killed(arguments: list[str]) -> bool:
    """Whether some test fails in a child."""
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        status = 99
        try:
            status = int(pytest.main([*QUIET, *arguments]))
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def main() -> None:
    for name in [m for m in sys.modules if m.startswith(FRESH)]:
        del sys.modules[name]
    os.chdir(ROOT)
    if killed(PURE) or killed(READS):
        sys.exit("The tests fail without any mutant")
    found = [path for where in POLICIES for path in sorted((ROOT / where).glob("*.py"))]
    tried = 0
    for name in sys.argv[2:] or [str(path.relative_to(ROOT)) for path in found]:
        path = ROOT / name
        source = path.read_text()
        for mutant in mutants(source):
            tried += 1
            path.write_text(mutant.source)
            if not killed(PURE) and not ("django.db" in source and killed(READS)):
                print(f"{name}:{mutant.told}", flush=True)  # noqa: T201
        path.write_text(source)
    print(f"tried {tried}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
