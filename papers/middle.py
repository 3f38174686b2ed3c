"""The middle of every paper: who, what to bring, what was seen, why, and what comes next."""

from __future__ import annotations

from datetime import date

from papers.flow import CAP_HEIGHT, Row, Setting, baseline, gap, kept, line_height, paragraph, shifted, stack
from papers.marks import Box, Symbol, Text
from papers.slip import Slip
from papers.symbols import Shape
from papers.words import clean, long_day, word

LEAST_BESIDE_LABEL = 9
"""Where less than so many ems are left beside the labels they stand above their values: a NIK is never broken."""

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
    if setting.width - gutter < sizes.body * LEAST_BESIDE_LABEL:
        return _labels_above(setting, shown)
    out: list[Row] = []
    for label, value, size, is_bold in shown:
        lines = paragraph(setting, value, size, is_bold=is_bold, indent=gutter)
        if lines:
            marked = Row(lines[0].height, (Text(0, baseline(size), label, sizes.small), *lines[0].marks))
            out += [marked, *lines[1:], gap(sizes.small // 6)]
    return out


def _labels_above(setting: Setting, rows: list[tuple[str, str, int, bool]]) -> list[Row]:
    small = setting.sizes.small
    out: list[Row] = []
    for label, value, size, is_bold in rows:
        lines = paragraph(setting, value, size, is_bold=is_bold)
        if lines:
            out += [stack([*paragraph(setting, label, small), lines[0]]), *lines[1:], gap(small // 3)]
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
        rows += tick_box_line(inner, label, size)
    rows += paragraph(inner, word("tick_hint"), inner.sizes.small)
    framed = with_heading(heading(inner, head, inner.sizes.strong), rows)
    return [with_bar(row, bar, bar + pad * 2) for row in framed]


def with_bar(row: Row, bar: int, indent: int) -> Row:
    """A row with a thick line along its left edge, which runs on from row to row."""
    return Row(row.height, (Box(0, 0, bar, row.height), *shifted(row, indent).marks))


def tick_box_line(setting: Setting, text: str, size: int) -> list[Row]:
    """A line in bold behind an empty box."""
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
    return with_heading(heading(setting, word("next_heading"), size), numbered(setting, steps))


def numbered(setting: Setting, texts: tuple[str, ...]) -> list[Row]:
    """Sentences behind their numbers."""
    size = setting.sizes.body
    rows: list[Row] = []
    for number, text in enumerate(filter(None, map(clean, texts)), 1):
        lines = paragraph(setting, text, size, indent=round(size * 1.1))
        figure = Text(0, baseline(size), f"{number}.", size, is_bold=True)
        rows += [Row(lines[0].height, (figure, *lines[0].marks)), *lines[1:], gap(size // 6)]
    return rows


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
