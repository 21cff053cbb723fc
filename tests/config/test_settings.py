"""docs/settings.md names every variable that the code reads, with its type, and no other."""

import ast
import re

from config.places import BASE_DIR

PAGE = BASE_DIR / "docs" / "settings.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]+) \|", re.MULTILINE)
NOT_OURS = {"PATH", "DJANGO_SETTINGS_MODULE"}


def read_by_settings() -> dict[str, str]:
    """Each `env.TYPE("NAME", ...)` of the settings: the name and the type."""
    tree = ast.parse((BASE_DIR / "config" / "settings.py").read_text())
    found = {"LOCAL_DIR": "path"}  # config/places.py reads it for the commands, too
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env"), attr=kind),
                args=[ast.Constant(value=str(name)), *_],
            ):
                found[name] = kind
    return found


def read_by_commands() -> set[str]:
    """Each `os.environ.get("NAME")` of config, and what the Makefile and its scripts take."""
    found = set()
    for path in (BASE_DIR / "config").rglob("*.py"):
        found |= set(re.findall(r'os\.environ(?:\.get)?[(\[]"([A-Z_]+)"', path.read_text()))
    makefile = (BASE_DIR / "Makefile").read_text()
    found |= set(re.findall(r"\$\(([A-Z]+)\)", makefile)) - set(
        re.findall(r"^([A-Z_]+) :=", makefile, re.MULTILINE)
    )
    if "${PYTHON:-}" in (BASE_DIR / "config" / "find_python.sh").read_text():
        found.add("PYTHON")
    return found - NOT_OURS


def test_every_setting_is_documented_with_its_type() -> None:
    app, _, _ = PAGE.read_text().partition("## The commands")
    assert dict(ROW.findall(app)) == read_by_settings()


def test_every_variable_of_the_commands_is_documented() -> None:
    _, _, commands = PAGE.read_text().partition("## The commands")
    documented = {name for name, _ in ROW.findall(commands)}
    assert documented - {"CI"} == read_by_commands() - {"LOCAL_DIR"}
