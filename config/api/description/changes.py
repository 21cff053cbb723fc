"""What changed from one description to a later one, and what of it breaks programs.

What programs send may be asked for less strictly, and what they are answered may have more in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

type Told = Mapping[str, Any]

LEAST, MOST = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change, in a line that the changelog can have."""

    line: str
    breaks: bool


def changes_between(old: Told, new: Told) -> list[Change]:
    """Every change of meaning, each once; words and examples are none."""
    return sorted(set(_Comparison(old, new).all()))


@dataclass
class _Comparison:
    old: Told
    new: Told
    compared: set[tuple[str, bool]] = field(default_factory=set)

    def all(self) -> Iterator[Change]:
        before, after = _operations(self.old), _operations(self.new)
        for name in before.keys() - after.keys():
            yield _broken(f"removed {name}")
        for name in after.keys() - before.keys():
            yield _came(f"added {name}")
        for name in before.keys() & after.keys():
            yield from self._operation(name, before[name], after[name])

    def _operation(self, name: str, old: Told, new: Told) -> Iterator[Change]:
        if old["operationId"] != new["operationId"]:
            yield _broken(f"renamed {old['operationId']} to {new['operationId']}")
        yield from self._ways(name, old, new)
        yield from self._parameters(name, old, new)
        yield from self._body(name, old.get("requestBody"), new.get("requestBody"))
        yield from self._answers(name, old["responses"], new["responses"])

    def _ways(self, name: str, old: Told, new: Told) -> Iterator[Change]:
        before, after = _ways_in(old), _ways_in(new)
        for way in before - after:
            yield _broken(f"{name} is no longer open {way}")
        for way in after - before:
            yield _came(f"{name} is open {way}")

    def _parameters(self, name: str, old: Told, new: Told) -> Iterator[Change]:
        before = {(p["in"], p["name"]): p for p in self._each(self.old, old, "parameters")}
        after = {(p["in"], p["name"]): p for p in self._each(self.new, new, "parameters")}
        for key in before.keys() - after.keys():
            yield _broken(f"removed the parameter {key[1]} of {name}")
        for key in after.keys() - before.keys():
            if after[key].get("required"):
                yield _broken(f"{name} needs the parameter {key[1]}")
            else:
                yield _came(f"added the parameter {key[1]} to {name}")
        for key in before.keys() & after.keys():
            if after[key].get("required") and not before[key].get("required"):
                yield _broken(f"{name} needs the parameter {key[1]}")
            where = f"the parameter {key[1]} of {name}"
            yield from self._schema(where, before[key]["schema"], after[key]["schema"], sent=True)

    def _body(self, name: str, old: Told | None, new: Told | None) -> Iterator[Change]:
        if old is None or new is None:
            if old is not None:
                yield _broken(f"{name} takes no body")
            elif new is not None:
                told = f"{name} needs a body" if new.get("required") else f"{name} takes a body"
                yield Change(f"API: {told}", breaks=bool(new.get("required")))
            return
        if new.get("required") and not old.get("required"):
            yield _broken(f"{name} needs a body")
        yield from self._contents(f"the body of {name}", old, new, sent=True)

    def _answers(self, name: str, old: Told, new: Told) -> Iterator[Change]:
        for status in old.keys() - new.keys():
            told = f"{name} no longer answers {status}"
            yield _broken(told) if status < "400" else _came(told)
        for status in new.keys() - old.keys():
            yield _came(f"{name} answers {status}")
        for status in old.keys() & new.keys():
            before, after = _of(self.old, old[status]), _of(self.new, new[status])
            where = f"the answer {status} of {name}"
            for header in before.get("headers", {}).keys() - after.get("headers", {}).keys():
                yield _broken(f"removed the header {header} of {where}")
            for header in after.get("headers", {}).keys() - before.get("headers", {}).keys():
                yield _came(f"added the header {header} to {where}")
            yield from self._contents(where, before, after, sent=False)

    def _contents(self, where: str, old: Told, new: Told, *, sent: bool) -> Iterator[Change]:
        before, after = old.get("content", {}), new.get("content", {})
        for media_type in before.keys() - after.keys():
            yield _broken(f"removed {media_type} of {where}")
        for media_type in after.keys() - before.keys():
            yield _came(f"added {media_type} to {where}")
        for media_type in before.keys() & after.keys():
            schemas = before[media_type]["schema"], after[media_type]["schema"]
            yield from self._schema(where, *schemas, sent=sent)

    # ---- Schemas

    def _schema(self, where: str, old: Told, new: Told, *, sent: bool) -> Iterator[Change]:
        names = _name(old), _name(new)
        if names[0] and names[1]:
            if (names[0], sent) in self.compared:
                return
            self.compared.add((names[0], sent))
            where = names[0]
        old, new = _of(self.old, old), _of(self.new, new)
        yield from self._kinds(where, old, new, sent=sent)
        yield from _bounds(where, old, new, sent=sent)
        yield from self._fields(where, old, new, sent=sent)
        if "items" in old and "items" in new:
            yield from self._schema(f"the items of {where}", old["items"], new["items"], sent=sent)
        for word in ("oneOf", "allOf"):
            for before, after in zip(old.get(word, []), new.get(word, []), strict=False):
                yield from self._schema(where, before, after, sent=sent)
        codes = old.get("x-codes", {}).keys(), new.get("x-codes", {}).keys()
        for code in codes[0] - codes[1]:
            yield _broken(f"removed the code {code}")
        for code in codes[1] - codes[0]:
            yield _came(f"added the code {code}")

    def _kinds(self, where: str, old: Told, new: Told, *, sent: bool) -> Iterator[Change]:
        before, after = _kinds_of(old), _kinds_of(new)
        if before != after:
            kept = before <= after if sent else before >= after
            told = f"{where} is {_or(after)}, no longer {_or(before)}"
            yield Change(f"API: {told}", breaks=not kept)
        before, after = set(old.get("enum", ())), set(new.get("enum", ()))
        for value in before - after:
            if after or not sent:  # without a list anything can be sent
                yield _broken(f"removed {value} from the values of {where}")
        for value in after - before:
            yield (
                _came(f"added {value} to the values of {where}")
                if before
                else _broken(f"{where} is one of a list of values")
            )
        for word in ("format", "pattern"):
            if old.get(word) != new.get(word):
                freed = sent and word not in new
                told = f"the {word} of {where} is another"
                yield _came(told) if freed else _broken(told)

    def _fields(self, where: str, old: Told, new: Told, *, sent: bool) -> Iterator[Change]:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed = set(old.get("required", ())), set(new.get("required", ()))
        for name in before.keys() - after.keys():
            yield _broken(f"removed the field {name} of {where}")
        for name in after.keys() - before.keys():
            if sent and name in needed[1]:
                yield _broken(f"{where} needs the field {name}")
            else:
                yield _came(f"added the field {name} to {where}")
        for name in before.keys() & after.keys():
            if sent and name in needed[1] - needed[0]:
                yield _broken(f"{where} needs the field {name}")
            elif sent and name in needed[0] - needed[1]:
                yield _came(f"{where} no longer needs the field {name}")
            elif not sent and name in needed[0] - needed[1]:
                yield _broken(f"the field {name} of {where} can be missing")
            elif not sent and name in needed[1] - needed[0]:
                yield _came(f"the field {name} of {where} is always there")
            told = f"the field {name} of {where}"
            yield from self._schema(told, before[name], after[name], sent=sent)

    def _each(self, whole: Told, told: Told, word: str) -> Iterator[Told]:
        for one in told.get(word, ()):
            yield _of(whole, one)


def _bounds(where: str, old: Told, new: Told, *, sent: bool) -> Iterator[Change]:
    """Narrower is worse for what is sent, and no worse for what is answered."""
    for word in (*LEAST, *MOST):
        before, after = old.get(word), new.get(word)
        if before == after:
            continue
        told = f"the {word} of {where} is {after}, no longer {before}"
        wider = after is None or (
            before is not None and (after < before if word in LEAST else after > before)
        )
        yield Change(f"API: {told}", breaks=sent and not wider)


def _broken(told: str) -> Change:
    return Change(f"API: {told}", breaks=True)


def _came(told: str) -> Change:
    return Change(f"API: {told}", breaks=False)


def _operations(whole: Told) -> dict[str, Told]:
    return {
        f"{method.upper()} {path}": told
        for path, methods in whole["paths"].items()
        for method, told in methods.items()
    }


def _ways_in(operation: Told) -> set[str]:
    ways = operation.get("security", [])
    return {
        f"by {name} {' '.join(scopes)}".strip() for way in ways for name, scopes in way.items()
    } | ({"to all"} if {} in ways else set())


def _name(schema: Told) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _of(whole: Told, told: Told) -> Told:
    """What a reference leads to, or the thing itself."""
    if "$ref" not in told:
        return told
    found: Any = whole
    for part in told["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _kinds_of(schema: Told) -> set[str]:
    kinds = schema.get("type", ())
    told = {kinds} if isinstance(kinds, str) else set(kinds)
    for inner in (*schema.get("oneOf", ()), *schema.get("allOf", ())):
        told |= {_name(inner)} if "$ref" in inner else _kinds_of(inner)
    return told


def _or(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds)) or "anything"
