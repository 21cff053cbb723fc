"""schemathesis against the app as it is served: what it asks, and what it finds fault with.

The faults that are accepted are the rows of the table in docs/api/conformance.md, and no others.
"""

import base64
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from config.places import BASE_DIR
from tests.security.places import Site

ACCEPTED = BASE_DIR / "docs" / "api" / "conformance.md"
ROW = re.compile(r"^\| `(\w+)` \| (\d{3}) `([\w:]+)` \|", re.MULTILINE)
# What names the thing that an address is about, in the word before it.
THINGS = (
    "acts",
    "claims",
    "classes",
    "debates",
    "essays",
    "held",
    "passages",
    "people",
    "rubrics",
    "sessions",
)
# What else an address is about, by the name that it has there.
PARTS = ("claim", "phase", "place", "student")


@dataclass
class Found:
    """What a run came to: how many cases, answered how, and the faults that nothing explains."""

    cases: int = 0
    operations: set[str] = field(default_factory=set)
    answers: Counter[int] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def run(origin: str, at: Path, site: Site, *, token: str, settings: str) -> Found:
    """Ask everything that the settings (TOML) say, as whoever the token is of."""
    config, report = at / "schemathesis.toml", at / "events.ndjson"
    config.write_text(settings + _things(site))
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
    command += [f"{origin}/api/v1/openapi.json", "--report-ndjson-path", str(report), "--no-color"]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout[-3000:] + done.stderr[-3000:]
    return _read(report)


def _things(site: Site) -> str:
    """The keys of things that are there, for the addresses that are about such."""
    thread, lesson = site.thread, site.lesson.keys
    essay, passage = thread.debate.essay, thread.point.passage
    assert essay
    assert passage
    claims = ("thesis", "point", "support", "rebut", "undercut", "question")
    keys: Mapping[str, Sequence[str]] = {
        "acts": [site.act.key],
        "claims": [getattr(thread, name).key for name in claims],
        "classes": [lesson["class"]],
        "debates": [thread.debate.key, site.draft.key, site.lonely.key],
        "essays": [essay.key],
        "held": [site.held.key],
        "passages": [passage.key],
        "people": [site.people["dan"].key],
        "rubrics": [lesson["rubric"]],
        "sessions": [lesson["session"], lesson["planned"]],
        "claim": [lesson["claim_of_iris"]],
        "phase": [lesson["phase"], lesson["phase_of_planned"]],
        "place": [key for name, key in lesson.items() if name.startswith("seat_of_")],
        "student": [lesson["student"]],
    }
    told = [
        f"[dictionaries.{thing}]\nvalues = {json.dumps(list(keys[thing]))}\n"
        for thing in (*THINGS, *PARTS)
    ]
    for thing in THINGS:
        told.append(f'[[operations]]\ninclude-path-regex = "^/api/v1/{thing}/\\\\{{key"\n')
        told += [
            f'parameters."path.{part}" = {{ dictionary = "{found}", probability = 0.8 }}\n'
            for part, found in (("key", thing), *zip(PARTS, PARTS, strict=True))
        ]
    return "".join(told)


def _read(report: Path) -> Found:
    found = Found()
    with report.open() as lines:
        for line in lines:
            ((kind, told),) = json.loads(line).items()
            if kind in ("NonFatalError", "FatalError"):
                found.faults.append(f"{kind}: {line[:2000]}")
            if kind == "ScenarioFinished":
                _judge(told["recorder"], found)
    return found


def _judge(recorder: Mapping[str, Any], found: Found) -> None:
    for name, asked in recorder.get("interactions", {}).items():
        request, answer = asked["request"], asked["response"] or {}
        status = answer.get("status_code", 0)
        found.cases += 1
        found.answers[status] += 1
        codes = _codes(answer)
        for check in recorder["checks"].get(name, ()):
            if check["status"] == "success":
                continue
            if codes and all((check["name"], status, code) in accepted() for code in codes):
                found.accepted.update(f"{check['name']} {status} {code}" for code in codes)
            else:
                what = check.get("failure_info", {}).get("failure", {})
                found.faults.append(
                    f"{check['name']}: {request['method']} {request['uri']} "
                    f"{_text(request.get('body'))[:300]} "
                    f"-> {status} {sorted(codes)}: {str(what)[:500]}"
                )


def _codes(answer: Mapping[str, Any]) -> set[str]:
    """The code of a problem; where each field has one of its own, those."""
    try:
        problem = json.loads(_text(answer.get("content")))
    except ValueError:
        return set()
    if not isinstance(problem, dict) or "code" not in problem:
        return set()
    if problem["code"] != "fields_not_valid":
        return {problem["code"]}
    return {f"{error['field']}:{error['code']}" for error in problem["errors"]}


def _text(body: Any) -> str:
    if isinstance(body, Mapping):
        return base64.b64decode(body["$base64"]).decode("utf-8", "replace")
    return str(body or "")


@cache
def accepted() -> frozenset[tuple[str, int, str]]:
    """The check, the status and the code of every answer that a check is wrong about here."""
    rows = ROW.findall(ACCEPTED.read_text())
    return frozenset((check, int(status), code) for check, status, code in rows)
