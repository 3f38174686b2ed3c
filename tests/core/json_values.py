"""Strategies for what a file may hold: any JSON value, and things that are none but reach the program all the same."""

from __future__ import annotations

from hypothesis import strategies as st

from core.entry import IDENTITY_FIELDS

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
"""Any text, halves of surrogate pairs and characters without a picture included."""

HUGE = st.integers(4000, 6000).map(lambda digits: 10**digits)
"""Whole numbers that Python itself does not want to write down."""

SCALARS = st.none() | st.booleans() | st.integers() | HUGE | st.floats() | ANY_TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from([*IDENTITY_FIELDS, "answers", "documents", "consent", "confirm", "accept"]) | ANY_TEXT
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=12)


def nested(depth: int) -> object:
    """A list in a list in a list ..."""
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value
