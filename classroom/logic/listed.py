"""A list of students as a teacher pastes it: one line for each."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from classroom.limits import EXTERNAL_ID_MAX, STUDENT_NAME_MAX
from debate.logic.claim_text import canonical_line, readable, visible_chars


@dataclass(frozen=True, slots=True)
class Listed:
    """A student on a list: a name, and what another system knows them by."""

    name: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line, numbered from 1 as it was pasted; `most` where something is too
    long."""

    line: int
    code: str
    most: int | None = None


def read_list(text: str, *, known: Collection[str] = ()) -> tuple[list[Listed], list[LineProblem]]:
    """The students of a pasted list, and what is wrong with it; empty lines say nothing.

    A tab, or else the last comma of a line, parts a name from an external id; whichever of the two
    has no letters is the id, and otherwise the second. What follows a comma after letters and has
    no digit is no id but a given name. `known` are the ids that are on the list already: one stands
    for one student. Equal names are two students.
    """
    found: list[Listed] = []
    problems: list[LineProblem] = []
    ids = set(known)
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        read = _read(line, number)
        if isinstance(read, LineProblem):
            problems.append(read)
        elif read.external_id and read.external_id in ids:
            problems.append(LineProblem(number, "external_id_twice"))
        else:
            ids.add(read.external_id)
            found.append(read)
    return found, problems


def _read(line: str, number: int) -> Listed | LineProblem:
    if not readable(line):
        return LineProblem(number, "line_unreadable")
    name, external_id = map(canonical_line, _columns(line))
    if external_id and not _any(str.isalpha, name) and _any(str.isalpha, external_id):
        name, external_id = external_id, name
    if not visible_chars(name):
        return LineProblem(number, "line_without_a_name")
    if len(name) > STUDENT_NAME_MAX:
        return LineProblem(number, "line_name_too_long", STUDENT_NAME_MAX)
    if len(external_id) > EXTERNAL_ID_MAX:
        return LineProblem(number, "line_external_id_too_long", EXTERNAL_ID_MAX)
    return Listed(name, external_id)


def _columns(line: str) -> tuple[str, str]:
    head, tab, tail = line.partition("\t")
    if tab:
        return head, tail
    head, comma, tail = line.rpartition(",")
    parts = _any(str.isdigit, tail) or not _any(str.isalpha, head) or not tail.strip()
    return (head, tail) if comma and parts else (line, "")


def _any(kind: Callable[[str], bool], text: str) -> bool:
    return any(map(kind, text))
