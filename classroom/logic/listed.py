"""A list of students as a teacher pastes it: one line for each."""

from __future__ import annotations

from collections.abc import Collection
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

    A tab, or else the last comma of a line, stands before the external id. `known` are the ones
    that are on the list already: one stands for one student. Equal names are two students.
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
    head, tab, tail = line.partition("\t")
    if not tab:
        head, comma, tail = line.rpartition(",")
        if not comma:
            head, tail = line, ""
    name, external_id = canonical_line(head), canonical_line(tail)
    if not visible_chars(name):
        return LineProblem(number, "line_without_a_name")
    if len(name) > STUDENT_NAME_MAX:
        return LineProblem(number, "line_name_too_long", STUDENT_NAME_MAX)
    if len(external_id) > EXTERNAL_ID_MAX:
        return LineProblem(number, "line_external_id_too_long", EXTERNAL_ID_MAX)
    return Listed(name, external_id)
