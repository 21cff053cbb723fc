"""Markup, styles and scripts keep to the house: nothing inline, nothing lost, nothing dead."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config.stylesheet import NAME, sheets

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".jinja"}
)
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
SPRITE = (ROOT / "static" / "img" / "icons.svg").read_text()


DATA_BLOCK = '<script type="application/ld+json">'  # which no browser runs


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def linked(kind: str) -> list[str]:
    """Every static file of a kind that the templates name, as often as they do."""
    found = [
        name
        for path in TEMPLATES
        for name in re.findall(r"{% static '([^']+)' %}", path.read_text())
    ]
    return [name for name in found if name.startswith(f"{kind}/")]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_no_template_carries_a_style_a_script_or_a_handler(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|hx-on""", text) == []
    inline = [tag for tag in re.findall(r"<script[^>]*>", text) if " src=" not in tag]
    assert inline == ([DATA_BLOCK] if path.name == "_metadata.html" else [])


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_every_template_names_its_inputs(path: Path) -> None:
    assert re.search(r"Inputs:", path.read_text())


def test_every_page_links_one_sheet_which_holds_each_of_the_small_ones_once() -> None:
    assert set(linked("css")) == {NAME}
    assert sorted(sheets()) == SHEETS
    made = finders.find(NAME)
    assert made
    text = Path(made).read_text()
    assert [text.count(path.read_text()) for path in SHEETS] == [1] * len(SHEETS)


def test_every_script_is_loaded_somewhere() -> None:
    kept = {path.relative_to(ROOT / "static").as_posix() for path in SCRIPTS}
    assert set(linked("js")) == kept


def test_every_icon_that_is_used_is_drawn() -> None:
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""icon\(?\s?["'](\w+)["']""", path.read_text())
    }
    drawn = set(re.findall(r'id="icon-(\w+)"', SPRITE))
    assert used - drawn == set()


def test_every_icon_that_is_drawn_is_named_somewhere() -> None:
    named = {
        name
        for path in [*TEMPLATES, ROOT / "debate" / "enums.py"]
        for name in re.findall(r"""["'](\w+)["']""", path.read_text())
    }
    assert set(re.findall(r'id="icon-(\w+)"', SPRITE)) - named == set()


def test_every_class_is_styled_or_used() -> None:
    given = {
        name
        for path in TEMPLATES
        for value in re.findall(r'class="([^"]*)"', path.read_text())
        for name in re.sub(r"{[{%].*?[%}]}", " ", value).split()
    }
    users = [*SHEETS, *SCRIPTS, *(ROOT / "tests").rglob("*.py")]
    named = set(re.findall(r"[\w-]+", "\n".join(path.read_text() for path in users)))
    assert given - named == set()


@pytest.mark.parametrize("path", SHEETS, ids=names(SHEETS))
def test_every_sheet_lies_in_a_layer(path: Path) -> None:
    assert re.match(r"(/\*.*?\*/\s*)*@layer ", path.read_text(), re.DOTALL)


@pytest.mark.parametrize("path", SCRIPTS, ids=names(SCRIPTS))
def test_every_script_says_what_it_does_first(path: Path) -> None:
    assert path.read_text().startswith("// ")
