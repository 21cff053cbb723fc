"""The copy of the description that the project keeps: what programs were promised."""

from __future__ import annotations

import json
from typing import Any

import orjson

from config.api.description.changes import changes_between
from config.places import BASE_DIR

KEPT = BASE_DIR / "docs" / "api" / "openapi.json"
CHANGELOG = BASE_DIR / "CHANGELOG.md"
WRITE_IT = "Run `make api` and commit docs/api/openapi.json."


def read_kept() -> dict[str, Any]:
    """The copy."""
    kept: dict[str, Any] = json.loads(KEPT.read_text())
    return kept


def write_kept(description: dict[str, Any]) -> None:
    """Put a description in its place; without its examples, which promise nothing."""
    told = orjson.dumps(_without_examples(description), option=orjson.OPT_INDENT_2)
    KEPT.write_bytes(told + b"\n")


def unnamed_breaks(old: dict[str, Any], new: dict[str, Any], changelog: str) -> list[str]:
    """Lines of changes that break programs and do not stand in the newest part of a changelog."""
    newest = changelog.partition("\n## ")[2].partition("\n## ")[0]
    named = {line.removeprefix("- ") for line in newest.splitlines()}
    broken = [change.line for change in changes_between(old, new) if change.breaks]
    return [line for line in broken if line not in named]


def _without_examples(told: Any) -> Any:
    if isinstance(told, dict):
        return {
            name: _without_examples(inner)
            for name, inner in told.items()
            if not (name in ("example", "examples") and "schema" in told)
        }
    return [_without_examples(inner) for inner in told] if isinstance(told, list) else told
