"""The waiting list of a programme as a list on paper or in a workbook: who is next, and what is still missing."""

from __future__ import annotations

from app.desk.context import Desk
from app.desk.exports.gathering import Selection
from app.desk.exports.making import about_rows, made_at
from app.desk.exports.values import day_text, label_of
from app.desk.waiting import waiting_list
from core.batches import groups
from core.letter_words import letter_word
from core.programme import Programme
from core.waiting_list import WaitingRow
from papers.roll import Cell, Column, Roll


def waiting_roll(desk: Desk, programme: Programme) -> Roll:
    """Everybody who waits, by rank; NIK masked: nobody needs it to call somebody back."""
    labels = groups(programme)
    return Roll(
        title=programme.code,
        columns=_columns(programme),
        rows=tuple(_row(row, labels.get(row.group, "")) for row in waiting_list(desk, programme)),
        about=about_rows(desk, programme, Selection(frozenset({programme.code}))),
        made_at=made_at(desk),
    )


def _columns(programme: Programme) -> tuple[Column, ...]:
    return (
        Column(letter_word("no"), 6),
        Column(letter_word("registration_no"), 24),
        Column(label_of("name_on_id", programme), 30),
        Column(label_of("nik", programme), 20),
        Column(letter_word("on"), 12),
        Column(letter_word("missing"), 30),
        Column(letter_word("group"), 20),
        Column(letter_word("batch"), 16),
    )


def _row(row: WaitingRow, group: str) -> tuple[Cell, ...]:
    return (
        row.rank,
        row.registration_no or row.queue_number,
        row.name,
        row.nik,
        day_text(row.since.isoformat()),
        ", ".join(row.missing),
        group,
        row.batch.label if row.batch else "",
    )
