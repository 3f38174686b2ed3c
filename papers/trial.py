"""The page that tries a printer: its edges, its smallest type, a QR; nobody's data and no number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from papers import upper
from papers.flow import Align, Row, Setting, gap, paragraph, rule
from papers.fonts import Fonts
from papers.marks import Box, Mark, Qr
from papers.page import Paper
from papers.slip import Letterhead
from papers.typeset import Layout, pdf
from papers.words import clock_time, long_day, word

TRIAL_TEXT = "POSKO HALAMAN UJI PRINTER " + 3 * "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What a scanner reads on it: as large a symbol as on a slip of a post without a status page."""

EDGE_DOTS = 3
TOOTH_DOTS = 12
TEETH = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """What stands on the page; ``at`` is local time, ``zone`` its label."""

    letterhead: Letterhead
    at: datetime
    zone: str


def trial_page(trial: Trial, paper: Paper, fonts: Fonts) -> bytes:
    """The PDF of the page."""
    return pdf(lambda setting: _composed(setting, trial), paper.sheet, fonts, word("trial_file_title"))


def _composed(setting: Setting, trial: Trial) -> Layout:
    sizes = setting.sizes
    when = f"{long_day(trial.at.date())}, {clock_time(trial.at, trial.zone)}"
    code = Qr(0, 0, TRIAL_TEXT)
    code = code.moved((setting.width - code.side) // 2, 0)
    body = [
        _edges(setting),
        *upper.letterhead(setting, trial.letterhead),
        *upper.title(setting, word("trial_title"), Align.CENTRE),
        *paragraph(setting, when, sizes.body, align=Align.CENTRE),
        rule(setting),
        *paragraph(setting, word("trial_sample"), sizes.small),
        *paragraph(setting, word("trial_sample"), sizes.body),
        *paragraph(setting, word("trial_sample"), sizes.strong, is_bold=True),
        Row(code.side, (code,)),
        rule(setting),
        *(row for key in _CHECKS for row in (*paragraph(setting, word(key), sizes.body), gap(sizes.small // 3))),
        *paragraph(setting, word("trial_is_no_slip"), sizes.body, is_bold=True),
        gap(sizes.small // 2),
        _edges(setting),
    ]
    return Layout(tuple(body), ())


_CHECKS = ("trial_check_edges", "trial_check_code", "trial_check_end")


def _edges(setting: Setting) -> Row:
    """A line from edge to edge with teeth at both ends: whoever sees all of them sees the whole width."""
    marks: list[Mark] = [Box(0, 0, setting.width, EDGE_DOTS)]
    for tooth in range(TEETH):
        x = tooth * TOOTH_DOTS
        marks += [Box(x, 0, EDGE_DOTS, TOOTH_DOTS), Box(setting.width - x - EDGE_DOTS, 0, EDGE_DOTS, TOOTH_DOTS)]
    return Row(TOOTH_DOTS + setting.sizes.small, tuple(marks))
