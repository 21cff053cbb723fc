"""The one stylesheet that pages link, made of the many small ones.

Ninety links would be ninety requests before anything is drawn. A sheet of @import lines would be
no better: what it names is found only when it has arrived.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from config.places import BASE_DIR

NAME = "css/all.css"
SOURCES = BASE_DIR / "static" / "css"


def sheets() -> list[Path]:
    """The small sheets in their order.

    Layers (declared in tokens.css) settle who wins between the kinds; within a kind the order is by
    name, so that claim comes before claim-layout, which places its parts.
    """
    kinds = ("components", "screens")
    named = [path for kind in kinds for path in sorted((SOURCES / kind).glob("*.css"), key=_stem)]
    return [SOURCES / "tokens.css", SOURCES / "base.css", *named, SOURCES / "print.css"]


class StylesheetFinder(BaseFinder):
    """Gives the one sheet to whoever looks for static files, made anew when a small one changed."""

    @cached_property
    def _storage(self) -> FileSystemStorage:
        return FileSystemStorage(location=settings.LOCAL_DIR / "made")

    def find(self, path: str, find_all: bool = False) -> Any:
        """Where the sheet is, if it is asked for; nothing is found by an empty list."""
        if path != NAME:
            return []
        made = str(self._make())
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The sheet, for `collectstatic`."""
        self._make()
        yield NAME, self._storage

    def _make(self) -> Path:
        made = Path(self._storage.path(NAME))
        text = "\n".join(path.read_text() for path in sheets())
        if not made.exists() or made.read_text() != text:
            made.parent.mkdir(parents=True, exist_ok=True)
            new = made.with_suffix(f".{os.getpid()}")
            new.write_text(text)
            new.replace(made)  # nobody reads half of it
        return made


def _stem(path: Path) -> str:
    return path.stem
