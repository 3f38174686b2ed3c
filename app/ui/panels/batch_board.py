"""The batches of a programme in figures: which one is open, who is in it, how many wait, by group."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from app.ui.i18n import day_text, number_text, of_programme, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import words
from core.batches import BatchBoard, BatchCount
from core.programme import Batch

LEAST_PX, SIDE_PX, GAP_PX = 380, 16, 24

MOST_BATCHES = 3
"""So many stand beside each other: the latest that have begun, and the next one."""


class BatchBoardPanel(QFrame):
    """A card; what it says is built anew for every board."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("is", "card")
        self._lines: tuple[tuple[str, ...], ...] = ()
        self._is_wide = False
        self._sign = QLabel()
        self.headline = words("", "section", wraps=True)
        self.about = words("", "muted", wraps=True)
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(self._sign)
        head.addWidget(self.headline, 1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(GAP_PX))
        self._grid.setVerticalSpacing(look.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(SIDE_PX), look.px(12), look.px(SIDE_PX), look.px(12))
        column.setSpacing(look.px(8))
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.about)

    def show_board(self, board: BatchBoard) -> None:
        """Show these figures."""
        self._show_sign(board)
        self.headline.setText(headline_of(board))
        lines = self._lines = tuple(_lines(board))
        self._fill()
        about = tr("Menurut data posko ini; posko lain tidak terhitung.")
        if board.incomplete:
            count = number_text(board.incomplete)
            about = f"{about} {tr('{count} kunjungan belum lengkap dan belum ikut antre.').format(count=count)}"
        self.about.setText(about)
        said = [" ".join(part for part in line if part) for line in lines[1:]]
        self.setAccessibleName(self.headline.text())
        self.setAccessibleDescription("; ".join([" ".join(lines[0]), *said, about]))

    def _show_sign(self, board: BatchBoard) -> None:
        name, tone = ("circle-check", "ok") if board.open else ("clock", "muted")
        self._sign.setPixmap(icon_pixmap(name, getattr(self._look.colours, tone), self._look.px(20)))
        self._sign.setVisible(bool(board.batches))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Groups stand beside each other where there is room: the list below has more of it then."""
        super().resizeEvent(event)
        if self._fits_wide() != self._is_wide:
            self._fill()

    def _fits_wide(self) -> bool:
        """Whether a line for each batch has room for its figures of all groups."""
        metrics = QFontMetrics(self._look.font(is_bold=True))
        columns = [max(map(metrics.horizontalAdvance, texts)) for texts in self._lines if texts]
        room = self.width() - 2 * self._look.px(SIDE_PX) - self._look.px(GAP_PX) * len(columns)
        return sum(columns) <= room

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Never wider than a small window: there the groups stand below each other."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._look.px(LEAST_PX)), hint.height())

    def _fill(self) -> None:
        self._is_wide = self._fits_wide()
        lines = tuple(zip(*self._lines, strict=True)) if self._is_wide else self._lines
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, line in enumerate(lines):
            for place, text in enumerate(line):
                kind = "muted" if not row or not place else "strong"
                side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(words(text, kind), row, place, side)
        for place in range(self._grid.columnCount()):
            self._grid.setColumnStretch(place, 0)
        self._grid.setColumnStretch(len(lines[0]) if lines else 0, 1)


def headline_of(board: BatchBoard) -> str:
    """Which batch takes people now, or which will."""
    if board.open is not None:
        batch = of_programme(board.open.label)
        if board.open.until is None:
            return tr("{batch} buka.").format(batch=batch)
        return tr("{batch} buka sampai {until}.").format(batch=batch, until=day_text(board.open.until))
    if board.upcoming is not None and board.upcoming.since is not None:
        batch, since = of_programme(board.upcoming.label), day_text(board.upcoming.since)
        return tr("Tidak ada gelombang yang buka. {batch} mulai {since}.").format(batch=batch, since=since)
    if board.batches:
        return tr("Tidak ada gelombang yang buka, dan yang berikutnya belum diketahui.")
    return tr("Program ini tidak memakai gelombang.")


def _shown(board: BatchBoard) -> tuple[BatchCount, ...]:
    begun = [one for one in board.batches if one.batch.since is None or one.batch.since <= board.on]
    later = [one for one in board.batches if one not in begun]
    return (*begun[-MOST_BATCHES + len(later[:1]) :], *later[:1])


def _lines(board: BatchBoard) -> Iterator[tuple[str, ...]]:
    shown = _shown(board)
    yield ("", *(of_programme(one.batch.label) for one in shown), tr("Menunggu"))
    if shown:
        yield (tr("Masa"), *(window_text(one.batch) for one in shown), "")
    groups = {code: of_programme(label) if label else tr("Lainnya") for code, label in board.groups.items()}
    for code, label in groups.items() if len(groups) > 1 else ():
        counts = (one.by_group.get(code, 0) for one in shown)
        yield (label, *map(number_text, counts), number_text(board.waiting.get(code, 0)))
    yield (tr("Jumlah"), *(number_text(one.members) for one in shown), number_text(board.waiting_total))
    if shown:
        yield (tr("Kuota semua posko"), *(_quota(one) for one in shown), "")


def window_text(batch: Batch) -> str:
    """From when to when it takes people."""
    since = day_text(batch.since) if batch.since else "..."
    return tr("{since} s.d. {until}").format(since=since, until=day_text(batch.until) if batch.until else "...")


def _quota(count: BatchCount) -> str:
    """Of all posts together: what is left of it only the office knows, unless this post alone has filled it."""
    quota = count.batch.quota
    return tr("tidak diketahui") if quota is None else tr("penuh") if count.quota_left == 0 else number_text(quota)
