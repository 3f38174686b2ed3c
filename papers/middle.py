"""The middle of every paper: who, what to bring, what was seen, why, and what comes next."""

from __future__ import annotations

from datetime import date

from papers.flow import CAP_HEIGHT, Row, Setting, baseline, gap, kept, line_height, paragraph, shifted, stack
from papers.marks import Box, Symbol, Text
from papers.slip import Slip
from papers.symbols import Shape
from papers.words import clean, long_day, word

MOST_LARGE_LABELS = 5
"""A longer list is set smaller, so that it still looks like one list."""


def identity(setting: Setting, slip: Slip) -> list[Row]:
    """Who, under which masked number, for which programme and stage."""
    body, strong = setting.sizes.body, setting.sizes.strong
    return facts(
        setting,
        [
            (word("name"), slip.name, strong, True),
            (word("nik"), slip.masked_nik, body, False),
            (word("programme"), slip.programme, body, True),
            (word("stage"), slip.stage, body, False),
        ],
    )


def facts(setting: Setting, rows: list[tuple[str, str, int, bool]]) -> list[Row]:
    """Labels in a gutter, values beside them: (label, value, size, is bold); empty values are left out."""
    sizes = setting.sizes
    shown = [(label, clean(value), size, is_bold) for label, value, size, is_bold in rows if value.strip()]
    gutter = (
        max((round(setting.faces.regular.width(label, sizes.small)) for label, *_ in shown), default=0) + sizes.body
    )
    out: list[Row] = []
    for label, value, size, is_bold in shown:
        lines = paragraph(setting, value, size, is_bold=is_bold, indent=gutter)
        if lines:
            marked = Row(lines[0].height, (Text(0, baseline(size), label, sizes.small), *lines[0].marks))
            out += [marked, *lines[1:], gap(sizes.small // 6)]
    return out


def to_bring(setting: Setting, labels: tuple[str, ...], head: str) -> list[Row]:
    """What is missing: large, each with a box to tick at home, framed so that it is seen first."""
    shown = [label for label in map(clean, labels) if label]
    if not shown:
        return []
    pad, bar = setting.sizes.small // 2, 6
    inner = setting.narrowed(setting.width - bar - pad * 2)
    rows = []
    size = inner.sizes.missing if len(shown) <= MOST_LARGE_LABELS else inner.sizes.missing * 4 // 5
    for label in shown:
        rows += _tick_box_line(inner, label, size)
    rows += paragraph(inner, word("tick_hint"), inner.sizes.small)
    framed = with_heading(heading(inner, head, inner.sizes.strong), rows)
    return [_with_bar(row, bar, bar + pad * 2) for row in framed]


def _with_bar(row: Row, bar: int, indent: int) -> Row:
    """A row with a thick line along its left edge, which runs on from row to row."""
    return Row(row.height, (Box(0, 0, bar, row.height), *shifted(row, indent).marks))


def _tick_box_line(setting: Setting, text: str, size: int) -> list[Row]:
    side = round(size * 0.86)
    lines = paragraph(setting, text, size, is_bold=True, indent=side + size // 2)
    box = Box(0, baseline(size) - round(size * CAP_HEIGHT / 2) - side // 2, side, side, line=3)
    lines[0] = Row(lines[0].height, (box, *lines[0].marks))
    return [*kept(setting, lines), gap(size // 6)]


def seen(setting: Setting, labels: tuple[str, ...], *, is_complete: bool) -> list[Row]:
    """The papers the officer has seen, each with a tick."""
    size = setting.sizes.body
    side = round(size * 0.9)
    rows: list[Row] = []
    for label in filter(None, map(clean, labels)):
        lines = paragraph(setting, label, size, indent=side + size // 3)
        tick = Symbol(0, (line_height(size) - side) // 2, side, Shape.TICK)
        rows += [Row(lines[0].height, (tick, *lines[0].marks)), *lines[1:]]
    head = word("complete_heading") if is_complete else word("seen_heading")
    return with_heading(heading(setting, head, size), rows)


def sentences(setting: Setting, texts: tuple[str, ...], head: str, size: int) -> list[Row]:
    """Whole sentences under a heading of the same size; several get a bullet each."""
    shown = list(filter(None, map(clean, texts)))
    indent = round(size * 0.7) if len(shown) > 1 else 0
    bullet = (Text(0, baseline(size), "\N{BULLET}", size),) if indent else ()
    rows: list[Row] = []
    for text in shown:
        lines = paragraph(setting, text, size, indent=indent)
        rows += [Row(lines[0].height, (*bullet, *lines[0].marks)), *lines[1:], gap(size // 4)]
    return with_heading(heading(setting, head, size), rows)


def next_steps(setting: Setting, steps: tuple[str, ...]) -> list[Row]:
    """What to do next, numbered."""
    size = setting.sizes.body
    rows: list[Row] = []
    for number, step in enumerate(filter(None, map(clean, steps)), 1):
        lines = paragraph(setting, step, size, indent=round(size * 1.1))
        figure = Text(0, baseline(size), f"{number}.", size, is_bold=True)
        rows += [Row(lines[0].height, (figure, *lines[0].marks)), *lines[1:], gap(size // 6)]
    return with_heading(heading(setting, word("next_heading"), size), rows)


def earliest_day(setting: Setting, on: date | None) -> list[Row]:
    """From when the answer would be yes: large, because it is the reason to keep the paper."""
    if on is None:
        return []
    rows = paragraph(setting, long_day(on), setting.sizes.missing, is_bold=True)
    return with_heading(heading(setting, word("eligible_from"), setting.sizes.body), rows)


def with_heading(head: Row, rows: list[Row]) -> list[Row]:
    """A part under its heading, which never stays alone at the bottom of a page."""
    return [stack([head, rows[0]]), *rows[1:]] if rows else []


def heading(setting: Setting, text: str, size: int) -> Row:
    """A heading over its part."""
    return stack(paragraph(setting, text, size, is_bold=True))
