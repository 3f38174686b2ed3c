"""Nobody is being helped: who was paused or left open, one key for the next person, and the day in figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QFrame, QVBoxLayout, QWidget

from app.ui.i18n import number_text, tr
from app.ui.panels.account_page import HelpPage
from app.ui.tables.lines import Line, LineList, LineModel
from app.ui.theme import Look
from app.ui.widgets.words import card, words
from core.account_figures import AccountFigures

ROOMY_PX = 680
LEAST_LIST_PX = 180


class HomePage(HelpPage):
    """The list takes the keys."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.ask(tr("Bantuan e-mail"), tr("F4 di formulir atau di data seseorang membantu orang itu."))
        self.model = LineModel(look)
        self.list = LineList(look, self.model, tr("Siapa yang dibantu"))
        self.list.setMinimumHeight(look.px(LEAST_LIST_PX))
        self._figures = card()
        self._figures.setAccessibleName(tr("Hari ini"))
        inside = QVBoxLayout(self._figures)
        inside.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        inside.setSpacing(look.px(8))
        inside.addWidget(words(tr("Hari ini"), "section"))
        self._rows = QVBoxLayout()
        inside.addLayout(self._rows)
        inside.addStretch(1)
        self._shown: QWidget | None = None
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(look.px(16))
        self._beside.addWidget(self.list, 3)
        self._beside.addWidget(self._figures, 2)
        self.column.addLayout(self._beside, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """In a small window the figures stand below the list."""
        super().resizeEvent(event)
        is_roomy = self.width() >= self.look.px(ROOMY_PX)
        way = QBoxLayout.Direction.LeftToRight if is_roomy else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)

    def take_focus(self) -> None:
        """The list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show who can be helped; the mark stays where it was."""
        place = max(self.list.currentIndex().row(), 0)
        self.model.show(lines)
        self.list.mark(min(place, len(lines) - 1))

    def show_figures(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show the day: label and figure."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = QFrame()
        form = QFormLayout(self._shown)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(self.look.px(16))
        form.setVerticalSpacing(self.look.px(4))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for label, figure in rows:
            value = words(figure, "strong")
            value.setAccessibleName(f"{label}: {figure}")
            form.addRow(words(label, "muted", wraps=True), value)
        self._rows.addWidget(self._shown)


def figure_rows(figures: AccountFigures, roads: Sequence[tuple[str, int]]) -> Sequence[tuple[str, str]]:
    """The day in lines; what did not happen is left out, but for the first two.

    Args:
        roads: how many were made on each road, in words.
    """
    rows = [(tr("Dibantu"), figures.asked), (tr("Alamat dibuat atau dipesan"), figures.made_in_all), *roads]
    minutes = round(figures.worked.median_s / 60) if figures.worked is not None else 0
    rows += [
        (label, count)
        for label, count in (
            (tr("Sudah punya"), figures.had),
            (tr("Terbukti bisa dibuka"), figures.proven),
            (tr("Ditunda"), figures.later_in_all),
            (tr("Belum berhasil"), figures.failed_in_all),
            (tr("Masih dibantu"), figures.open),
            (tr("Soal HP"), figures.phone),
            (tr("Menit, biasanya"), minutes),
        )
        if count
    ]
    return [(label, number_text(count)) for label, count in rows]
