"""Every refusal has a sentence, and no sentence is left over."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.functional import Promise

from accounts import words as people
from accounts.errors import Conflict, Invalid, NotFound, TooMany
from classroom import words as lessons
from classroom.policies.standing import CLOSED
from classroom.policies.table import TABLE as OF_SESSIONS
from debate import words
from debate.enums import Relation, Sort, VoteValue
from debate.errors import Stale
from debate.limits import POSITION_MAX, POSITION_MIN
from debate.live.answers import SAID
from debate.policies.table import SITE_TABLE, TABLE
from debate.words import SENTENCES, sentence

HOUSE = Path(__file__).parent.parent
REFUSALS = {
    "Invalid", "NotSignedIn", "NotAllowed", "NotFound", "Gone", "Conflict", "TooMany", "NotOpen",
    "Stale", "NotInThisState",
}  # fmt: skip
CODE_AT = {**dict.fromkeys(REFUSALS, 0), "LineProblem": 1}  # which argument is the code


class Source:
    """The code of one app, read for the codes of its refusals."""

    def __init__(self, app: str) -> None:
        files = [p for p in sorted((HOUSE / app).rglob("*.py")) if "migrations" not in p.parts]
        self.trees = [ast.parse(path.read_text()) for path in files]
        self.calls: dict[str, list[ast.Call]] = {}
        for tree in self.trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    self.calls.setdefault(_name(node.func), []).append(node)

    def codes(self) -> set[str]:
        """Every code that a refusal can be made with; where a code is put together of parameters,
        every value that a caller passes for them."""
        return {
            code
            for tree in self.trees
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and _name(node.func) in CODE_AT and node.args
            for code in self._values(node.args[CODE_AT[_name(node.func)]], function)
        }

    def _values(self, node: ast.expr, inside: ast.FunctionDef) -> Iterator[str]:
        if isinstance(node, ast.Constant):
            yield str(node.value)
        elif isinstance(node, ast.IfExp):
            yield from self._values(node.body, inside)
            yield from self._values(node.orelse, inside)
        elif isinstance(node, ast.JoinedStr):
            yield from self._joined(node.values, inside)
        elif isinstance(node, ast.FormattedValue):
            yield from self._values(node.value, inside)
        elif isinstance(node, ast.Name):
            yield from self._passed(node.id, inside)

    def _joined(self, parts: list[ast.expr], inside: ast.FunctionDef) -> Iterator[str]:
        if not parts:
            yield ""
            return
        for first in self._values(parts[0], inside):
            for rest in self._joined(parts[1:], inside):
                yield first + rest

    def _passed(self, parameter: str, function: ast.FunctionDef) -> Iterator[str]:
        """What callers pass to `function` as `parameter`; nothing if it is a local name."""
        names = [a.arg for a in function.args.args]
        if parameter not in names + [a.arg for a in function.args.kwonlyargs]:
            return
        for call in self.calls.get(function.name, []):
            given = [k.value for k in call.keywords if k.arg == parameter]
            if not given and parameter in names and names.index(parameter) < len(call.args):
                given = [call.args[names.index(parameter)]]
            for value in given:
                if isinstance(value, ast.Constant):
                    yield str(value.value)
                elif isinstance(value, ast.Name):
                    yield from self._passed_on(value.id, call)

    def _passed_on(self, parameter: str, call: ast.Call) -> Iterator[str]:
        for tree in self.trees:
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef) and call in ast.walk(function):
                    yield from self._passed(parameter, function)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@cache
def codes_of(app: str) -> set[str]:
    """Those of the code, and for debates those of the permission table."""
    rows = [*TABLE.values(), *SITE_TABLE.values()] if app == "debate" else []
    told = {code for row in rows for code in (row.refusal, row.sign_in, row.closed)}
    if app == "classroom":
        told = {row.refusal for row in OF_SESSIONS.values()} | set(CLOSED.values())
    return Source(app).codes() | told


def test_codes_that_are_put_together_are_found() -> None:
    found = codes_of("debate")
    assert {
        "sign_in_to_vote",
        "sign_in_to_withdraw",
        "no_claim",
        "no_undercut_of_a_thesis",
    } <= found


def test_every_refusal_of_debates_has_its_own_sentence() -> None:
    assert codes_of("debate") - set(SENTENCES) - set(SAID) == set()  # live words its own


def test_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) - codes_of("debate") == set()


def test_every_refusal_of_the_classroom_has_a_sentence_and_none_is_left_over() -> None:
    raised = codes_of("classroom")
    assert {c for c in raised if c not in lessons.SENTENCES and not words.knows(c)} == set()
    assert set(lessons.SENTENCES) - raised == set()


def test_what_accounts_refuses_is_worded_by_accounts() -> None:
    assert {code for code in codes_of("accounts") if not people.knows(code)} == set()
    assert {code for code in codes_of("accounts") if not words.knows(code)} == set()


def test_facts_are_told_as_people_write_numbers() -> None:
    refusal = Invalid("essay_is_too_long", field="text", characters=123_456, limit=100_000)
    assert sentence(refusal) == (
        "An essay has at most 100,000 characters; this has 123,456. Bring a part of it."
    )


def test_a_count_of_one_is_told_in_the_singular() -> None:
    one, three = (Invalid("claim_too_short", least=n) for n in (1, 3))
    assert sentence(one) == "Write at least 1 letter."
    assert sentence(three) == "Write at least 3 letters."


def test_a_file_of_another_kind_is_called_by_its_kind() -> None:
    pdf = Invalid("essay_is_not_text", field="text", kind="PDF", offset=0)
    unknown = Invalid("essay_is_not_text", field="text", kind="", offset=17)
    assert sentence(pdf).startswith("This is a PDF file.")
    assert "byte 17" in sentence(unknown)


def test_a_sentence_with_a_percent_sign_in_a_fact_is_told() -> None:
    assert "50%(x)s" in sentence(Invalid("essay_is_in_another_encoding", encoding="50%(x)s"))


def test_what_accounts_words_is_told_in_its_words() -> None:
    refusal = TooMany("too_many_sign_up", retry_after_seconds=90)
    assert sentence(refusal) == people.sentence(refusal)


def test_a_code_that_nobody_words_is_told_by_its_kind() -> None:
    assert sentence(NotFound("never_heard_of")) == people.sentence(NotFound("never_heard_of"))


def test_a_stale_edit_is_told_without_its_number() -> None:
    assert "edited in the meantime" in sentence(Stale("edited_meanwhile", current=3))


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_short_plain_and_ends(code: str) -> None:
    told = sentence(Conflict(code, **ANY_FACTS))
    assert told[0].isupper()
    assert told.endswith(".")
    assert "!" not in told
    assert len(told) <= 160


ANY_FACTS: dict[str, object] = {
    **dict.fromkeys(("most", "least", "length", "levels", "number", "offset"), 2),
    **dict.fromkeys(("characters", "bytes", "limit"), 100_000),
    "byte": "E9",
    "encoding": "UTF-16",
    "place": "claims[12].relation",
    "version": 1,
    "kind": "",
}


@pytest.mark.parametrize(
    ("called", "closed_list"),
    [
        (words.VOTES, list(VoteValue)),
        (words.SORTS, list(Sort)),
        (words.WAYS, list(Relation)),
        (words.PLACES, list(range(POSITION_MIN, POSITION_MAX + 1))),
    ],
)
def test_everything_in_a_closed_list_is_called_something(
    called: dict[object, Promise | words.Way], closed_list: list[object]
) -> None:
    assert set(called) == set(closed_list)


def test_only_a_support_is_called_otherwise_below_a_question() -> None:
    changed = {r for r in Relation if words.way(r, answers=True) != words.way(r)}
    assert changed == {Relation.SUPPORT}
