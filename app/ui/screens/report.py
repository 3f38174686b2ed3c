"""Laporan harian posko: every desk's figures of a day with small charts, incidents, and the papers of the evening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.daily_report import daily_report
from app.desk.exports.kinds import ExportKind
from app.desk.incidents import IncidentNoted, note_incident
from app.desk.refusal import Refused
from app.ui.actions import (
    ATTENDANCE_LIST,
    CANCEL,
    DAY,
    DAY_AFTER,
    DAY_BEFORE,
    NOTE_INCIDENT,
    SAVE_LIST,
    SHIFT_SHEET,
    SURVEY_REPORT,
    Action,
)
from app.ui.i18n import day_text, long_day_text, number_text, of_programme, say, tr
from app.ui.panels.email_figures import email_grid, email_lines
from app.ui.panels.incident_entry import IncidentEntry
from app.ui.panels.report_cards import (
    ChartCard,
    FigureGrid,
    age_rows,
    asked_rows,
    besides_lines,
    programme_grid,
    programme_lines,
    queue_grid,
    queue_lines,
)
from app.ui.screen import Screen
from app.ui.station import CopyWish, Station
from app.ui.widgets.day_chooser import DayChooser
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.hour_chart import HourChart
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import card, words
from core.daily_report import DailyReport
from core.errors import Trouble
from core.findings import Weight
from core.incidents import IncidentKind

BESIDE_PX = 980
"""So wide two cards fit beside each other."""

LEAST_CHART_PX = 190


class ReportScreen(Screen):
    """Cards in two columns; the evening's papers are one key away."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._on = station.desk.today()
        self._report: DailyReport | None = None
        self._is_in_front = self._is_reading = self._is_stale = False
        nothing = tr("Belum ada.")
        self.title = words(tr("Laporan harian posko"), "title")
        self.about = words("", "muted", wraps=True)
        self.days = DayChooser(look, self.show_day)
        self.queue = queue_grid(look)
        self.hours = HourChart(look)
        self.programmes = programme_grid(look)
        self.ages = ChartCard(look, tr("Usia"), nothing)
        self.missing = ChartCard(look, tr("Yang masih kurang"), tr("Tidak ada yang kurang."))
        self.email = email_grid(look)
        self.asked = ChartCard(look, tr("Cek status dan pengaduan"), nothing)
        self.besides = FigureGrid(look, tr("Waktu dan pengiriman"), ())
        self.incidents = IncidentEntry(look)
        self.answer = FindingLine(look)
        self.answer.hide()
        self._pairs: list[QBoxLayout] = []
        self._lay_out()
        station.signals.changed.connect(self._on_changed)
        self.incidents.told.connect(self._note)

    def _lay_out(self) -> None:
        look = self.station.look
        page = QWidget()
        self._area = PageArea(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(self.title)
        head.addSpacing(look.px(8))
        head.addWidget(self.days)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(self.answer)
        for left, right in (
            (self.queue, self._chart_card()),
            (self.programmes, self.ages),
            (self.missing, self.besides),
            (self.email, self.asked),
        ):
            column.addLayout(self._pair(left, right))
        column.addWidget(self.incidents)
        column.addStretch(1)

    def _pair(self, left: QWidget, right: QWidget) -> QBoxLayout:
        pair = QHBoxLayout()
        pair.setSpacing(self.station.look.px(12))
        pair.addWidget(left, 6)  # the queue's five figures need a little more
        pair.addWidget(right, 5)
        self._pairs.append(pair)
        return pair

    def _chart_card(self) -> QWidget:
        look = self.station.look
        frame = card()
        frame.setMinimumHeight(look.px(LEAST_CHART_PX))
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        inside.addWidget(words(tr("Kedatangan per jam"), "strong"))
        inside.addWidget(self.hours, 1)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Where there is little room the cards stand below each other."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.station.look.px(BESIDE_PX)
        for pair in self._pairs:
            way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
            pair.setDirection(way)

    def enter(self) -> None:
        """Today, always."""
        self._is_in_front = True
        self.answer.hide()
        self.show_day(self.station.desk.today())
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.to_top()

    def leave(self) -> None:
        """Nothing is read for a screen that nobody sees."""
        self._is_in_front = False

    def offers(self) -> Sequence[Action]:
        """The report as a file or on paper, the other papers of the evening, another day, back."""
        today = self.station.desk.today()
        wish = self._wish
        return (
            Action(SAVE_LIST, lambda: wish(ExportKind.DAILY), tr("Simpan laporan"), is_primary=True),
            Action(NOTE_INCIDENT, self._go_to_incident),
            Action(SHIFT_SHEET, lambda: wish(ExportKind.SHIFT)),
            Action(ATTENDANCE_LIST, lambda: wish(ExportKind.ATTENDANCE)),
            Action(SURVEY_REPORT, lambda: wish(ExportKind.SURVEY), is_in_bar=False),
            Action(DAY_BEFORE, self.days.step_back, is_in_bar=False),
            Action(DAY_AFTER, self.days.step_forth, is_enabled=self._on < today, is_in_bar=False),
            Action(CANCEL, lambda: self.station.go(DAY), tr("Kembali")),
        )

    def _wish(self, kind: ExportKind) -> None:
        self.station.signals.copy_chosen.emit(CopyWish(kind.value, on=self._on))

    def _go_to_incident(self) -> None:
        self.incidents.kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self.incidents)

    # --- figures ----------------------------------------------------------------------------------------------------
    def show_day(self, on: date) -> None:
        """Count a day and show it."""
        self._on = on
        desk = self.station.desk
        self.days.show_day(on, desk.today())
        self.offers_changed.emit()
        if self._is_reading:
            self._is_stale = True  # one count at a time: what comes meanwhile is counted once it is there
            return
        if self._report is None:
            self.about.setText(tr("Laporan sedang dihitung."))
        self._is_reading, self._is_stale = True, False
        self.station.tasks.run_aside(
            self, lambda: daily_report(desk, on), lambda report: self._show(on, report), on_trouble=self._cannot
        )

    def _on_changed(self, _changes: Changes) -> None:
        if self._is_in_front:
            self.show_day(self._on)

    def _cannot(self, trouble: Trouble) -> None:
        self._is_reading = False
        if self._is_in_front:
            self.answer.show_finding(Weight.BLOCK, say(trouble.code, trouble.facts), ())
            self.answer.show()

    def _show(self, on: date, report: DailyReport) -> None:
        self._is_reading = False
        if self._is_stale and self._is_in_front:
            self.show_day(self._on)
        if on != self._on or not self._is_in_front:
            return  # the officer has gone on
        desk, self._report = self.station.desk, report
        names = {code: desk.programme_of(code).name for code in desk.programme_codes()}
        told = tr("Semua meja yang dikenal laptop ini: {count}. Petugas: {officers}")  # a name may end with a dot
        self.about.setText(told.format(count=number_text(report.desks), officers=", ".join(report.officers)))
        self.queue.show_lines(queue_lines(report.services))
        self.hours.show_arrivals(report.arrivals)
        self.programmes.show_lines(programme_lines(report.programmes, report.registered, names))
        self.ages.chart.show_rows(age_rows(report))
        self.missing.chart.show_rows([(of_programme(label), many) for label, many in report.missing.items()])
        self.email.setVisible(not report.email.is_empty)
        self.email.show_lines(email_lines(report.email))
        self.asked.setVisible(bool(report.asked))
        self.asked.chart.show_rows(asked_rows(report))
        self.besides.show_lines(besides_lines(report))
        self.incidents.show_incidents(desk, report.incidents)
        self.setAccessibleName(f"{self.title.text()} {long_day_text(on)}")
        self.offers_changed.emit()

    # --- incidents --------------------------------------------------------------------------------------------------
    def _note(self, told: tuple[IncidentKind, str]) -> None:
        kind, note = told
        desk, on = self.station.desk, self._on
        self.incidents.keep.setEnabled(False)
        self.station.tasks.run(
            self, lambda: note_incident(desk, on, kind, note), self._noted, on_trouble=self._not_noted
        )

    def _noted(self, answer: IncidentNoted | Refused) -> None:
        self.incidents.keep.setEnabled(True)
        if isinstance(answer, Refused):
            self.answer.show_finding(Weight.BLOCK, say(answer.code, answer.facts), ())
            self.answer.show()
            return
        self.station.signals.changed.emit(answer.changes)
        self.station.house.wake()
        self.incidents.empty()
        text = tr("Kejadian tercatat untuk laporan {day}.").format(day=day_text(self._on))
        self.answer.show_finding(Weight.OK, text, ())
        self.answer.show()

    def _not_noted(self, trouble: Trouble) -> None:
        self.incidents.keep.setEnabled(True)
        self._cannot(trouble)
