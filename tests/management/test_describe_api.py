"""`manage.py describe_api`: the copy of the description is not written over what it promised."""

import copy
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.api.description import kept
from config.api.description.changes import changes_between
from config.api.description.document import description


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "KEPT", tmp_path / "openapi.json")
    monkeypatch.setattr(kept, "CHANGELOG", tmp_path / "CHANGELOG.md")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n")
    return tmp_path


def test_it_is_written_where_nothing_was_promised(folder: Path) -> None:
    call_command("describe_api", verbosity=0)
    assert changes_between(kept.read_kept(), description()) == []
    assert '"example"' not in kept.KEPT.read_text()


def test_what_was_promised_is_dropped_only_once_the_changelog_says_so(folder: Path) -> None:
    promised = copy.deepcopy(description())
    promised["paths"]["/api/v1/gone"] = {"get": {"operationId": "get_gone", "responses": {}}}
    kept.write_kept(promised)
    before = kept.KEPT.read_bytes()
    line = "API: removed GET /api/v1/gone"
    with pytest.raises(CommandError, match=line):
        call_command("describe_api", verbosity=0)
    assert kept.KEPT.read_bytes() == before
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## Unreleased\n- {line}\n")
    call_command("describe_api", verbosity=0)
    assert changes_between(kept.read_kept(), description()) == []
