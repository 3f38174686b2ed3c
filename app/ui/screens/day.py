"""Rekap hari ini: what came of the visits, when people came, targets on file, and everything that is still open."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.day import Day, OpenDraft, OpenVisit, day_of
from app.desk.exports.kinds import ExportKind
from app.ui.actions import DAY_AFTER, DAY_BEFORE, OPEN, OUTBOX, RECONCILE, REPORT, SEARCH, Action
from app.ui.i18n import field_label, long_day_text, number_text, of_programme, tr
from app.ui.panels.day_counts import DayCounts
from app.ui.panels.day_targets import DayTargets
from app.ui.screen import Screen
from app.ui.station import CopyWish, Station
from app.ui.tables.lines import Line, LineList, LineModel
from app.ui.widgets.draft_name import draft_name
from app.ui.widgets.hour_chart import HourChart
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.standing import standing_of
from app.ui.widgets.words import card, words
from core.clock import from_ms
from core.eligibility import EligibilityCode

MOST_LACKS = 3

BESIDE_PX = 660
"""So wide figures and chart fit beside each other."""

LEAST_LIST_PX = 150
"""Four lines."""


class DayScreen(Screen):
    """Figures and chart above, the open matters below; left and right change the day."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._on = station.desk.today()
        self._day: Day | None = None
        self._is_in_front = self._is_new_here = False
        self.title = words(tr("Rekap hari ini"), "title")
        self.day_name = words("", "muted")
        self.back = self._arrow("\u2039", tr(DAY_BEFORE.text), self.day_before)
        self.forth = self._arrow("\u203a", tr(DAY_AFTER.text), self.day_after)
        self.counts = DayCounts(look)
        self.chart = HourChart(look)
        self.targets = DayTargets(station)
        self.open_heading = words(tr("Masih terbuka"), "section")
        self.model = LineModel(look)
        self.list = LineList(look, self.model, tr("Masih terbuka"))
        self.all_done = words(tr("Tidak ada yang terbuka. Semua kunjungan selesai dan semua data terkirim."), "ok")
        self._lay_out()
        station.signals.changed.connect(self._on_changed)
        self.list.stepped.connect(lambda way: self.day_before() if way < 0 else self.day_after())
        self.list.clicked.connect(lambda _index: self.offers_changed.emit())
        self.list.doubleClicked.connect(lambda _index: self.list.take_marked())

    def _arrow(self, text: str, name: str, step: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setAutoRaise(True)
        button.clicked.connect(step)
        return button

    def _lay_out(self) -> None:
        look = self.station.look
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(self.title)
        head.addSpacing(look.px(8))
        head.addWidget(self.back)
        head.addWidget(self.day_name)
        head.addWidget(self.forth)
        head.addStretch(1)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(look.px(12))
        self._figures.addWidget(self.counts)
        self._figures.addWidget(self._chart_card(), 1)
        page = QWidget()
        self._area = PageArea(page)  # with large letters in a small window not everything fits
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.list.setMinimumHeight(look.px(LEAST_LIST_PX))
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        column.addLayout(head)
        column.addLayout(self._figures)
        column.addWidget(self.open_heading)
        column.addWidget(self.list, 1)
        column.addWidget(self.all_done)
        column.addWidget(self.targets)
        column.addStretch(0)

    def _chart_card(self) -> QWidget:
        look = self.station.look
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        inside.addWidget(words(tr("Kedatangan per jam"), "muted"))
        inside.addWidget(self.chart, 1)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Where there is little room the chart stands below the figures."""
        super().resizeEvent(event)
        is_narrow = self.width() < self.station.look.px(BESIDE_PX)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._figures.setDirection(way)

    def enter(self) -> None:
        """Today, always; the list takes the keys."""
        self._is_in_front = self._is_new_here = True
        self.show_day(self.station.desk.today())

    def leave(self) -> None:
        """Nobody's name stays here."""
        self._is_in_front = False
        self.model.show(())

    def offers(self) -> Sequence[Action]:
        """Open what is marked, make the evening's sheet, change the day."""
        return (
            Action(OPEN, self.list.take_marked, is_primary=True, is_enabled=self.model.rowCount() > 0),
            Action(REPORT, functools.partial(self.station.go, REPORT)),
            Action(RECONCILE, self.reconcile),
            Action(DAY_BEFORE, self.day_before, is_enabled=bool(self._before()), is_in_bar=bool(self._before())),
            Action(DAY_AFTER, self.day_after, is_enabled=bool(self._after()), is_in_bar=bool(self._after())),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Left and right change the day."""
        if event.key() == Qt.Key.Key_Left:
            self.day_before()
        elif event.key() == Qt.Key.Key_Right:
            self.day_after()
        else:
            super().keyPressEvent(event)

    def reconcile(self) -> None:
        """Make the evening's sheet of the day that is shown."""
        self.station.signals.copy_chosen.emit(CopyWish(ExportKind.RECONCILIATION.value, on=self._on))

    def day_before(self) -> None:
        """The last day before on which somebody came."""
        self._step(self._before())

    def day_after(self) -> None:
        """The next day on which somebody came, today at the latest."""
        self._step(self._after())

    def _step(self, on: date | None) -> None:
        if on is not None:
            self.show_day(on)

    def _before(self) -> date | None:
        return self._day.before if self._day else None

    def _after(self) -> date | None:
        today = self.station.desk.today()
        if self._day is None:
            return None
        return self._day.after or (today if self._day.on < today else None)

    def show_day(self, on: date) -> None:
        """Read a day and show it."""
        self._on = on
        self._read()
        self.targets.show_day(on)

    def _read(self) -> None:
        desk, on = self.station.desk, self._on
        self.station.tasks.run(self, lambda: day_of(desk, on), self._show)

    def _on_changed(self, changes: Changes) -> None:
        if not self._is_in_front:
            return
        self._read()
        if changes.registrations:  # the targets unseal everybody, and nothing else moves them
            self.targets.show_day(self._on)

    def _show(self, day: Day) -> None:
        if day.on != self._on or not self._is_in_front:
            return  # the officer has gone on
        self._day = day
        is_today = day.on == self.station.desk.today()
        self.title.setText(tr("Rekap hari ini") if is_today else tr("Rekap harian"))
        self.day_name.setText(long_day_text(day.on))
        self.back.setEnabled(self._before() is not None)
        self.forth.setEnabled(self._after() is not None)
        self.counts.show_day(day)
        self.chart.show_arrivals(day.arrivals)
        row = self.list.currentIndex().row()
        lines = tuple(self._lines(day))
        self.model.show(lines)
        self.list.mark(min(max(row, 0), len(lines) - 1))
        many = day.open_visits + len(day.drafts) + bool(day.unsent)
        self.open_heading.setText(tr("Masih terbuka: {count}").format(count=number_text(many)))
        for widget in (self.list, self.open_heading):
            widget.setVisible(bool(lines))
        self.all_done.setVisible(not lines)
        if self._is_new_here:
            self._is_new_here = False
            (self.list if lines else self).setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.verticalScrollBar().setValue(0)
        self.offers_changed.emit()

    def _lines(self, day: Day) -> Iterator[Line]:
        if day.unsent:
            text = tr("{count} catatan belum terkirim").format(count=number_text(day.unsent))
            go = functools.partial(self.station.go, OUTBOX)
            yield Line("cloud-upload", text, tr("aman di laptop ini"), tr(OUTBOX.text), go, "attention")
        for draft in day.drafts:
            yield self._draft_line(draft)
        for visit in day.named:
            yield self._visit_line(visit)
        if day.open_visits > len(day.named):
            rest = tr("dan {count} kunjungan lain").format(count=number_text(day.open_visits - len(day.named)))
            yield Line("users", rest, "", tr(SEARCH.text), functools.partial(self.station.go, SEARCH))

    def _draft_line(self, draft: OpenDraft) -> Line:
        local = self.station.desk.words.local(from_ms(draft.updated_at_ms))
        since = tr("belum disimpan, {day} {time}").format(day=f"{local:%d-%m-%Y}", time=f"{local:%H.%M}")
        name = draft_name(draft.title, draft.nik_end)
        choose = functools.partial(self.station.signals.draft_chosen.emit, draft.uid)
        return Line("pencil", name[:1].upper() + name[1:], since, tr("Draf"), choose, "attention")

    def _visit_line(self, visit: OpenVisit) -> Line:
        standing = standing_of(visit.status)
        text = f"{visit.queue_number}   {visit.name or tr('(nama belum terbaca)')}"
        lacks = ", ".join(tuple(lacks_of(visit))[:MOST_LACKS])
        about = tr("kurang: {lacks}").format(lacks=lacks) if lacks else ""
        open_it = functools.partial(self.station.show_record, visit.uid)
        return Line(standing.icon, text, about, tr(standing.text), open_it, standing.tone)


def lacks_of(visit: OpenVisit) -> Iterator[str]:
    """What a visit still needs, in a few words, each once: papers, answers, fields."""
    seen: set[str] = set()
    for finding in visit.findings:
        if finding.code == EligibilityCode.PAPER_MISSING:
            lack = of_programme(finding.facts.get("label", ""))
        elif finding.code == EligibilityCode.ANSWER_MISSING:
            lack = of_programme(finding.facts.get("question", ""))
        elif finding.is_open:
            lack = field_label(finding.field)
        else:
            continue
        if lack and lack not in seen:
            seen.add(lack)
            yield lack
