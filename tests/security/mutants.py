"""Mutants of the policies: the source with one rule changed or left out, for every rule in it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

type Change = Callable[[Any], ast.AST]
type Changes = Iterator[tuple[str, Change]]

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Lt: ast.GtE, ast.GtE: ast.Lt,
    ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip
EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A source with one change, and what the change is."""

    told: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every rule left out or turned round: conditions, their parts, and elements of sets."""
    tree = ast.parse(source)
    for index, node in enumerate(ast.walk(tree)):
        for told, change in _changes(node):
            changed: ast.AST = copy.deepcopy(tree)
            found = next(n for i, n in enumerate(ast.walk(changed)) if i == index)
            replaced = change(found)
            if replaced is not found:
                changed = _Replace(found, replaced).visit(changed)
            line = getattr(node, "lineno", 0)
            yield Mutant(f"{line}: {told}", ast.unparse(ast.fix_missing_locations(changed)))


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    told = ast.unparse(node) if isinstance(node, (ast.stmt, ast.expr)) else ""
    told = " ".join(told.split())[:70]
    for kind, changes in CHANGES.items():
        if isinstance(node, kind):
            for word, change in changes(node):
                yield f"{word}: {told}", change


def _of_if(node: Any) -> Changes:
    if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    yield "without", lambda n: ast.If(ast.Constant(False), n.body, n.orelse)
    yield "always", lambda n: ast.If(ast.Constant(True), n.body, n.orelse)


def _of_choice(node: Any) -> Changes:
    yield "only the first", lambda n: n.body
    yield "only the last", lambda n: n.orelse


def _of_and_or(node: Any) -> Changes:
    for place in range(len(node.values)):
        yield f"without part {place + 1}", _without_part(place)


def _of_comparison(node: Any) -> Changes:
    for kinds, word in ((OPPOSITE, "opposite"), (EDGES, "edge")):
        if type(node.ops[0]) in kinds:
            yield word, _other(kinds)


def _of_not(node: Any) -> Changes:
    if isinstance(node.op, (ast.Not, ast.Invert)):
        yield "without not", lambda n: n.operand


def _of_sets(node: Any) -> Changes:
    if _is_type(node) or not isinstance(node.op, (ast.BitOr, ast.BitAnd, ast.Sub)):
        return
    yield "only the left", lambda n: n.left
    if not isinstance(node.op, ast.Sub):
        yield "only the right", lambda n: n.right


def _of_elements(node: Any) -> Changes:
    if len(node.elts) > 1 and all(isinstance(e, ast.Attribute) for e in node.elts):
        for place in range(len(node.elts)):
            yield f"without element {place + 1}", _without_element(place)


def _of_call(node: Any) -> Changes:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in {"Rule", "filter", "Q"} and len(node.keywords) + len(node.args) > 1:
        for place, word in enumerate(node.keywords):
            yield f"without {word.arg}", _without_keyword(place)


CHANGES: dict[type[ast.AST], Callable[[Any], Changes]] = {
    ast.If: _of_if,
    ast.IfExp: _of_choice,
    ast.BoolOp: _of_and_or,
    ast.Compare: _of_comparison,
    ast.UnaryOp: _of_not,
    ast.BinOp: _of_sets,
    ast.Set: _of_elements,
    ast.Tuple: _of_elements,
    ast.Call: _of_call,
}


def _is_type(node: ast.AST) -> bool:
    """Whether it is an annotation (Refusal | None)."""
    parts = ast.unparse(node)
    return parts.endswith("None") or parts.startswith("User |")


def _without_part(place: int) -> Change:
    def change(node: ast.BoolOp) -> ast.expr:
        rest = [value for at, value in enumerate(node.values) if at != place]
        return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)

    return change


def _other(kinds: dict[type[ast.cmpop], type[ast.cmpop]]) -> Change:
    def change(node: ast.Compare) -> ast.expr:
        node.ops[0] = kinds[type(node.ops[0])]()
        return node

    return change


def _without_element(place: int) -> Change:
    def change(node: ast.Set | ast.Tuple) -> ast.expr:
        del node.elts[place]
        return node

    return change


def _without_keyword(place: int) -> Change:
    def change(node: ast.Call) -> ast.expr:
        del node.keywords[place]
        return node

    return change
