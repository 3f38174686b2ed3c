"""Reads from the syntax tree which codes the program raises or says, and with which facts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

N = TypeVar("N", bound=ast.AST)

HOUSE = Path(__file__).parents[2]
ROOMS = ("core", "papers", "app", "server", "resources")
SENTENCES_FILE = "core/sentences.py"

WORD = re.compile(r"[A-Z]+(_[A-Z0-9]+)+")
"""What a code looks like."""

_CODE_PLACE = {"Trouble": 0, "unusable": 0, "Malformed": 0, "sentence": 0}
_CODE_PLACE |= {"block": 1, "warn": 1, "ok": 1, "problem": 1, "_unauthorized": 0, "_finding": 2, "Finding": 2}
"""Calls that take a code, and the place of the code among their arguments."""

_FACTS_BY_KEYWORD = frozenset({"Trouble", "unusable", "block", "warn", "ok", "problem", "_finding"})
_NO_FACTS = frozenset({"kind"})


@dataclass(frozen=True, slots=True)
class Said:
    """One place in the source that raises or says something.

    ``family`` is the beginning of a code put together there; ``facts`` is ``None`` where they cannot be read;
    ``is_exact`` = each of the codes can really be the one.
    """

    place: str
    codes: frozenset[str]
    family: str
    facts: frozenset[str] | None
    is_exact: bool


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of the program by its path."""
    files = (file for room in ROOMS for file in sorted((HOUSE / room).rglob("*.py")))
    return {file.relative_to(HOUSE).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


@cache
def enums() -> Mapping[str, Mapping[str, str]]:
    """Every ``StrEnum`` of the program: class name -> member -> value."""
    found: dict[str, Mapping[str, str]] = {}
    for node in _nodes(ast.ClassDef):
        if any(ast.unparse(base) in ("StrEnum", "enum.StrEnum") for base in node.bases):
            found[node.name] = dict(_members(node))
    return found


def code_enums() -> Mapping[str, Mapping[str, str]]:
    """The enums whose values are codes; words of the wire are small."""
    named = {name: one for name, one in enums().items() if name.endswith(("Code", "Reason")) or name == "Word"}
    return {name: members for name, members in named.items() if all(map(str.isupper, members.values()))}


def said() -> tuple[Said, ...]:
    """Every place that raises or says a code."""
    return tuple(_each_said())


def words_in_source() -> frozenset[str]:
    """Every text in the program, apart from the table of sentences, that looks like a code."""
    texts = (
        node.value
        for path, tree in modules().items()
        if path != SENTENCES_FILE
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return frozenset(text for text in texts if WORD.fullmatch(text))


def members_in_use() -> frozenset[tuple[str, str]]:
    """Every ``SomeCode.MEMBER`` that is written anywhere in the program."""
    return frozenset((_last_name(node.value), node.attr) for node in _nodes(ast.Attribute))


def table_of(name: str) -> ast.Dict:
    """A dictionary at the top of the file of sentences, as written."""
    return next(node for each, node in tables() if each == name)


def tables() -> Iterator[tuple[str, ast.Dict]]:
    """Every dictionary at the top of the file of sentences, as written."""
    for node in modules()[SENTENCES_FILE].body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(node.value, ast.Dict):
            yield node.target.id, node.value


def _nodes(kind: type[N]) -> Iterator[N]:
    return (node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, kind))


def _members(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            value = line.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield line.targets[0].id, value.value


def _each_said() -> Iterator[Said]:
    for path, tree in modules().items():
        dictionaries = dict(_dictionaries(tree))
        for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            reader = _Reader(dictionaries, scope)
            for node in ast.walk(scope):
                if isinstance(node, ast.Call):
                    name = _last_name(node.func)
                    place = _CODE_PLACE.get(name)
                    if place is not None and len(node.args) > place:
                        code = node.args[place]
                        is_exact = not isinstance(code, ast.Name)
                        where = f"{path}:{node.lineno}"
                        yield Said(where, reader.codes(code), _family(code), _facts(name, node), is_exact)


class _Reader:
    """Tells which codes an expression may be, as far as one function and its module's dictionaries show it."""

    def __init__(self, dictionaries: Mapping[str, ast.Dict], scope: ast.FunctionDef) -> None:
        self._dictionaries = dictionaries
        self._scope = scope

    def codes(self, node: ast.expr) -> frozenset[str]:
        """The codes that an expression may be; none where that cannot be seen."""
        match node:
            case ast.Constant(value=str(text)):
                return frozenset((text,))
            case ast.IfExp():
                return self.codes(node.body) | self.codes(node.orelse)
            case ast.Subscript() | ast.Call(func=ast.Attribute(attr="get" | "items")):
                holder = node.value if isinstance(node, ast.Subscript) else node.func
                name = holder.value if isinstance(node, ast.Call) and isinstance(holder, ast.Attribute) else holder
                return self._values_of(_last_name(name))
            case ast.Attribute():
                value = enums().get(_last_name(node.value), {}).get(node.attr)
                return frozenset((value,)) if value else frozenset()
            case ast.Name():
                return self._bound_to(node.id)
            case _:
                return frozenset()

    def _values_of(self, name: str) -> frozenset[str]:
        dictionary = self._dictionaries.get(name)
        return frozenset().union(*map(self.codes, dictionary.values)) if dictionary else frozenset()

    def _bound_to(self, name: str) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for node in ast.walk(self._scope):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    found |= self.codes(value)
                case ast.For(target=ast.Tuple(elts=[_, ast.Name(id=target)]), iter=value) if target == name:
                    found |= self.codes(value)
        return found


def _last_name(node: ast.expr) -> str:
    """``b`` of ``a.b`` and of ``b``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _family(node: ast.expr) -> str:
    """The beginning of a code that is put together from parts."""
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return str(node.values[0].value)
    return ""


def _dictionaries(tree: ast.Module) -> Iterator[tuple[str, ast.Dict]]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            yield _last_name(target), node.value


def _facts(name: str, call: ast.Call) -> frozenset[str] | None:
    if name == "sentence":
        if len(call.args) == 1:
            return frozenset()
        given = call.args[1]
        keys = given.keys if isinstance(given, ast.Dict) else [None]
        texts = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
        return frozenset(texts) if len(texts) == len(keys) else None
    names = [keyword.arg for keyword in call.keywords]
    if name not in _FACTS_BY_KEYWORD or None in names:
        return None
    return frozenset(word for word in names if word is not None) - _NO_FACTS
