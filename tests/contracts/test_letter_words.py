"""Words of official papers: each that is asked for stands in the table, each in the table is asked for."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import pytest

from core.letter_words import LETTER_WORDS, letter_word

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def asked_for() -> dict[str, set[str]]:
    """Key -> names of the facts it is given, over all calls of ``letter_word`` with a literal key."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in LETTER_WORDS:
                found.setdefault(str(node.value), set())
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "letter_word":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.setdefault(str(first.value), set()).update(str(one.arg) for one in node.keywords)
    return found


def test_every_word_that_is_asked_for_stands_in_the_table() -> None:
    assert set(asked_for()) <= set(LETTER_WORDS)


def test_every_word_of_the_table_is_asked_for() -> None:
    assert set(LETTER_WORDS) - set(asked_for()) == set()


@pytest.mark.parametrize("key", sorted(LETTER_WORDS))
def test_the_places_of_a_word_are_filled_with_what_it_is_given(key: str) -> None:
    facts = asked_for().get(key, set())
    filled = letter_word(key, **dict.fromkeys(facts, "X"))
    assert "{" not in filled
