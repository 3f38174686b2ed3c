"""Where a registration stands: its numbers, the papers, and what is still missing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.desk.record import Record
from app.desk.stage import StageView
from app.ui.i18n import day_text, number_text, of_programme, say, tr
from app.ui.panels.stage_panel import stage_text
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import card, words
from core.sentences import SENTENCES
from core.wire.records import NotedFinding

NARROW_PX, LEAST_PX = 500, 280


class StandingPanel(QWidget):
    """Two cards side by side; built anew for every record."""

    paper_brought = Signal(object)
    """A missing paper lies on the desk: its code."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.px(12))
        self.paper_buttons: dict[str, QPushButton] = {}

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """In a narrow window the cards stand one below the other."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._look.px(NARROW_PX)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Never wider than one card asks for."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._look.px(LEAST_PX)), hint.height())

    def show_record(self, record: Record, view: StageView, helped: str = "") -> None:
        """Show this registration, and where it stands after the desk.

        Args:
            helped: what came of help with e-mail; empty = there was none.
        """
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._row.addWidget(self._numbers(record, view, helped), 4)
        self._row.addWidget(self._papers(record), 5)

    def _card(self, title: str) -> tuple[QWidget, QVBoxLayout]:
        look = self._look
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(4))
        column.addWidget(words(title, "section", wraps=True))
        return frame, column

    def _numbers(self, record: Record, view: StageView, helped: str) -> QWidget:
        kept = record.kept
        frame, column = self._card(tr("Pendaftaran"))
        form = QFormLayout()
        form.setHorizontalSpacing(self._look.px(16))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(self._look.px(4))
        programme = of_programme(record.programme.name) if record.programme else kept.body.programme
        stage = ((tr("Tahap"), stage_text(view)),) if record.has_stages else ()
        batch = ((tr("Gelombang"), of_programme(view.batch.label)),) if view.batch else ()
        for label, text in (
            (tr("Nomor registrasi"), kept.registration_no or tr("belum ada")),
            (tr("Tanggal"), day_text(date.fromisoformat(kept.body.business_on))),
            (tr("Program"), programme),
            (tr("Petugas"), kept.body.officer_name),
            (tr("Slip tercetak"), number_text(kept.copies)),
            *stage,
            *batch,
        ):
            value = words(text, wraps=True)
            value.setAccessibleName(f"{label}: {text}")
            form.addRow(words(label, "muted"), value)
        column.addLayout(form)
        if helped:
            column.addLayout(self._line("mail", "muted", tr("Bantuan e-mail: {standing}").format(standing=helped)))
        column.addStretch(1)
        return frame

    def _papers(self, record: Record) -> QWidget:
        frame, column = self._card(tr("Berkas dan kekurangan"))
        self.paper_buttons = {}
        for paper in record.papers:
            is_seen = paper.code in record.kept.body.documents
            column.addLayout(self._paper_line(paper.code, of_programme(paper.label), is_seen=is_seen, record=record))
        for finding in record.open_findings:
            column.addLayout(self._line("alert-triangle", "attention", finding_text(finding)))
        if not record.missing_papers and not record.open_findings:
            column.addLayout(self._line("circle-check", "ok", tr("Tidak ada yang kurang")))
        column.addStretch(1)
        return frame

    def _paper_line(self, code: str, label: str, *, is_seen: bool, record: Record) -> QHBoxLayout:
        if is_seen or record.is_withdrawn:
            text = (tr("{paper}: ada") if is_seen else tr("{paper}: belum")).format(paper=label)
            return self._line("check" if is_seen else "circle-x", "ok" if is_seen else "muted", text)
        line = self._line("circle-x", "stop", tr("{paper}: belum").format(paper=label))
        button = QPushButton(tr("Sudah dibawa"))
        button.setAccessibleName(tr("{paper} sudah dibawa").format(paper=label))
        button.clicked.connect(lambda: self.paper_brought.emit(code))
        self.paper_buttons[code] = button
        line.addWidget(button)
        return line

    def _line(self, icon: str, tone: str, text: str) -> QHBoxLayout:
        look = self._look
        sign = QLabel()
        sign.setPixmap(icon_pixmap(icon, getattr(look.colours, tone), look.px(18)))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words(text, wraps=True), 1)
        return row


def finding_text(finding: NotedFinding) -> str:
    """The sentence of a finding that was kept with a record, perhaps by a newer program."""
    return say(finding.code if finding.code in SENTENCES else "CODE_OF_NEWER_PROGRAM", finding.facts)
