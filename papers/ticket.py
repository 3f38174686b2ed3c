"""The queue ticket: the number huge, for what, how many are before, what to hold ready; nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from papers import middle, upper
from papers.flow import Align, Row, Setting, gap, joined, paragraph, rule
from papers.fonts import Fonts
from papers.page import Paper
from papers.slip import Letterhead
from papers.typeset import Layout, pdf
from papers.words import clean, word

NUMBER_PERCENT_ON_SHEET = 200
"""On office paper there is room for more than on a receipt, and nothing else on it is looked for from afar."""

NUMBER_PERCENT_ON_LARGE_SHEET = 75
"""Of a number that grew with the rest already: so that everything stays on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTicket:
    """One ticket, ready to be set; texts are Indonesian and final.

    Args:
        service: what the number is for, e.g. ``Pendaftaran``.
        at: local time of taking, aware; ``zone`` is its label (WIB, WITA, WIT).
        ahead: how many are called before; ``None`` = nothing is said about it.
        wait_minutes: how long that will take; ``None`` = nobody can know yet.
        bring: what to hold ready.
        instead_of: the number on an earlier paper of the same person; empty = there was none.
        copy_no: 1 for the original; from 2 on the paper says DUPLIKAT.
    Raises: ValueError if the maker of the ticket broke one of these promises.
    """

    letterhead: Letterhead
    number: str
    service: str
    at: datetime
    zone: str
    ahead: int | None = None
    wait_minutes: int | None = None
    bring: tuple[str, ...] = ()
    instead_of: str = ""
    copy_no: int = 1
    is_training: bool = False
    is_large: bool = False

    def __post_init__(self) -> None:
        """Refuse what may never reach paper."""
        if self.at.tzinfo is None:
            raise ValueError("the time of a ticket must know its zone")
        if self.copy_no < 1:
            raise ValueError("copies are counted from 1, the original")


def ticket(wanted: QueueTicket, paper: Paper, fonts: Fonts) -> bytes:
    """The PDF of a queue ticket; the same ticket always gives the same bytes."""
    title = word("ticket_file_title")
    return pdf(lambda setting: _composed(setting, wanted), paper.sheet, fonts, title, is_large=wanted.is_large)


def _composed(setting: Setting, wanted: QueueTicket) -> Layout:
    large_percent = NUMBER_PERCENT_ON_LARGE_SHEET if wanted.is_large else NUMBER_PERCENT_ON_SHEET
    percent = 100 if setting.sheet.is_roll else large_percent
    body = [
        *upper.bands(setting, wanted),
        *upper.letterhead(setting, wanted.letterhead),
        *upper.title(setting, wanted.service, Align.CENTRE),
        gap(setting.sizes.body // 3),
        *upper.queue_number(setting, wanted.number, Align.CENTRE, percent),
        *_instead(setting, wanted),
        *upper.time_and_day(setting, wanted.at, wanted.zone, Align.CENTRE),
        rule(setting),
        *joined(setting, [_ahead(setting, wanted), _bring(setting, wanted), _advice(setting)]),
    ]
    free = paragraph(setting, word("free"), setting.sizes.body, is_bold=True, align=Align.CENTRE)
    return Layout((*body, gap(setting.sizes.body), *free, *upper.training_end(setting, wanted)), ())


def _instead(setting: Setting, wanted: QueueTicket) -> list[Row]:
    """That an earlier number is no longer this person's."""
    if not wanted.instead_of:
        return []
    said = word("ticket_instead", number=wanted.instead_of)
    return paragraph(setting, said, setting.sizes.body, is_bold=True, align=Align.CENTRE)


def _ahead(setting: Setting, wanted: QueueTicket) -> list[Row]:
    if wanted.ahead is None:
        return []
    size = setting.sizes.strong
    said = word("ticket_ahead", count=wanted.ahead) if wanted.ahead else word("ticket_next")
    rows = paragraph(setting, said, size, is_bold=True, align=Align.CENTRE)
    if wanted.ahead:
        minutes = wanted.wait_minutes
        wait = word("ticket_no_wait") if minutes is None else word("ticket_wait", minutes=minutes)
        rows += paragraph(setting, wait, setting.sizes.body, align=Align.CENTRE)
    return rows


def _bring(setting: Setting, wanted: QueueTicket) -> list[Row]:
    shown = [label for label in map(clean, wanted.bring) if label]
    rows = [row for label in shown for row in middle.tick_box_line(setting, label, setting.sizes.strong)]
    return middle.with_heading(middle.heading(setting, word("ticket_bring"), setting.sizes.body), rows)


def _advice(setting: Setting) -> list[Row]:
    rows: list[Row] = []
    for key in ("ticket_lapses", "ticket_keep"):
        rows += [*paragraph(setting, word(key), setting.sizes.small), gap(setting.sizes.small // 4)]
    return rows
