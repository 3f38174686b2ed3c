"""The QR of a slip: upper-case text as sharp rectangles on the whole-dot grid, one path, no picture."""

from __future__ import annotations

import bisect
import enum
import re
from typing import TYPE_CHECKING, Final

from core.errors import unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas


class QrCode(enum.StrEnum):
    """Troubles with the text of a QR; their sentences stand in ``core.sentences``."""

    CHARSET = "QR_TEXT_CHARSET"
    TOO_LONG = "QR_TEXT_TOO_LONG"


CAPACITIES = (20, 38, 61, 90, 122, 154, 178, 221)
"""Alphanumeric characters that versions 1..8 hold at error level M; 8 is the largest a slip has room for."""

LONGEST_TEXT = CAPACITIES[-1]

QUIET_MODULES = 4
"""Empty modules that readers expect around a symbol [ISO/IEC 18004]."""

DOTS_PER_MODULE = 4
"""0.5 mm: measured to survive the wear of a pocket [FLOORS 3]."""

_ALPHANUMERIC_MODE: Final = 2
"""qrcode's ``MODE_ALPHA_NUM``, repeated because its stubs want the number itself."""

_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


def check_text(text: str) -> None:
    """Refuse what would not fit into a symbol a slip has room for.

    Raises: Trouble ``QR_TEXT_CHARSET`` (empty, or letters that need the wasteful byte mode) or ``QR_TEXT_TOO_LONG``.
    """
    if not _ALPHANUMERIC.fullmatch(text):
        raise unusable(QrCode.CHARSET)
    if len(text) > LONGEST_TEXT:
        raise unusable(QrCode.TOO_LONG, length=len(text), limit=LONGEST_TEXT)


def side_modules(text: str) -> int:
    """How many modules wide the symbol of a text is, without its quiet zone.

    Raises: as :func:`check_text`.
    """
    check_text(text)
    return 21 + 4 * bisect.bisect_left(CAPACITIES, len(text))


def modules_of(text: str) -> list[list[bool]]:
    """The symbol's rows of dark and light modules, without its quiet zone.

    Raises: as :func:`check_text`.
    """
    check_text(text)
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode
    from qrcode.util import QRData

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(QRData(text, mode=_ALPHANUMERIC_MODE))
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]


def rectangles(modules: Sequence[Sequence[bool]]) -> list[tuple[int, int, int, int]]:
    """Dark modules joined to rectangles (column, row, columns, rows) that never overlap; rows count from the top."""
    finished: list[tuple[int, int, int, int]] = []
    open_runs: dict[tuple[int, int], int] = {}
    for row_no, row in enumerate([*modules, []]):
        runs = _runs(row)
        for run, first_row in list(open_runs.items()):
            if run not in runs:
                finished.append((run[0], first_row, run[1] - run[0], row_no - first_row))
                del open_runs[run]
        for run in runs:
            open_runs.setdefault(run, row_no)
    return finished


def _runs(row: Sequence[bool]) -> dict[tuple[int, int], None]:
    """Dark stretches of a row as (first, behind the last), in order."""
    runs: dict[tuple[int, int], None] = {}
    start: int | None = None
    for column, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = column
        elif not is_dark and start is not None:
            runs[start, column] = None
            start = None
    return runs


def draw_qr(canvas: Canvas, text: str, x_dots: int, y_dots: int, dots_per_module: int = DOTS_PER_MODULE) -> None:
    """Draw the symbol of a text, upper left corner at (x, y), on a canvas whose unit is one dot.

    The quiet zone is the caller's to leave: :data:`QUIET_MODULES` on every side.

    Raises: as :func:`check_text`.
    """
    steps = [
        f"{x_dots + column * dots_per_module} {y_dots - (row + rows) * dots_per_module} "
        f"{columns * dots_per_module} {rows * dots_per_module} re"
        for column, row, columns, rows in rectangles(modules_of(text))
    ]
    # Whole numbers need no formatting: written as PDF operators, a third of the time of 270 rect() calls.
    canvas.addLiteral("\n".join([*steps, "f"]))
