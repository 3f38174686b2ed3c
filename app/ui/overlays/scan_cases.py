"""Slips without a registration: which are open, which came right by themselves, and how the others were seen to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.desk.refusal import Refused
from app.desk.slip_cases import CaseSettled, settle_case, slip_cases
from app.ui.actions import SLIP_CASES
from app.ui.i18n import day_text, mark, say, tr
from app.ui.overlays.overlay import Overlay
from app.ui.station import Station
from app.ui.tables.lines import Line, LineList, LineModel
from app.ui.widgets.button import button
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.standing import Standing
from app.ui.widgets.words import words
from core.clock import from_ms
from core.findings import Fact, Weight
from core.slip_cases import CaseState, SlipCase

MOST_REASON = 200

STATES: Mapping[CaseState, Standing] = {
    CaseState.OPEN: Standing(mark("Menunggu data"), "alert-triangle", "attention"),
    CaseState.ARRIVED: Standing(mark("Data sudah datang"), "circle-check", "ok"),
    CaseState.SETTLED: Standing(mark("Sudah diurus"), "circle-check", "muted"),
}


class ScanCasesSheet(Overlay):
    """The list; below it what is known of the marked one, and a box for how it was seen to."""

    def __init__(self, station: Station, parent: QWidget) -> None:
        super().__init__(station.look, parent, width_px=780, height_px=520)
        self._station = station
        self._cases: tuple[SlipCase, ...] = ()
        self.setAccessibleName(tr(SLIP_CASES.text))
        self.model = LineModel(station.look)
        self.list = LineList(station.look, self.model, tr(SLIP_CASES.text))
        self.about = words("", wraps=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(MOST_REASON)
        self.reason.setAccessibleName(tr("Apa yang sudah dilakukan"))
        self.reason.setPlaceholderText(tr("Apa yang sudah dilakukan, misalnya: didaftarkan ulang"))
        self.settle = button(tr("Sudah diurus"), self._settle, kind="primary")
        self.said = FindingLine(station.look)
        self.leave = button(tr("Tutup"), self.close_overlay)
        self._lay_out()
        self.reason.returnPressed.connect(self._settle)
        self.list.selectionModel().currentRowChanged.connect(lambda _now, _before: self._explain())
        self.said.hide()
        self._read()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.look.px(12))
        row.addWidget(self.reason, 1)
        row.addWidget(self.settle)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.leave)
        self.content.addWidget(words(tr(SLIP_CASES.text), "title"))
        self.content.addWidget(
            words(tr("Slip asli yang pendaftarannya tidak ada di laptop mana pun di posko ini."), "muted", wraps=True)
        )
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.about)
        self.content.addLayout(row)
        self.content.addWidget(self.said)
        self.content.addLayout(end)

    def take_focus(self) -> None:
        """The list takes the keys."""
        (self.list if self._cases else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        desk = self._station.desk
        self._station.tasks.run(self, lambda: slip_cases(desk), self._show)

    def _show(self, cases: tuple[SlipCase, ...]) -> None:
        marked = self._marked()
        self._cases = cases
        self.model.show([self._line(case) for case in cases])
        self.list.setVisible(bool(cases))
        uids = [case.uid for case in cases]
        self.list.mark(uids.index(marked.uid) if marked is not None and marked.uid in uids else 0)
        self._explain()
        if not self.reason.hasFocus():
            self.take_focus()

    def _line(self, case: SlipCase) -> Line:
        standing = STATES[case.state]
        about = f"{case.queue_number}  \u00b7  {day_text(case.on)}"
        return Line(standing.icon, case.registration_no, about, tr(standing.text), self.reason.setFocus, standing.tone)

    def _marked(self) -> SlipCase | None:
        row = self.list.currentIndex().row()
        return self._cases[row] if 0 <= row < len(self._cases) else None

    def _explain(self) -> None:
        case = self._marked()
        is_open = case is not None and case.state is CaseState.OPEN
        self.reason.setVisible(is_open)
        self.settle.setVisible(is_open)
        self.about.setText(self._told(case) if case is not None else tr("Tidak ada. Semua slip ada pendaftarannya."))

    def _told(self, case: SlipCase) -> str:
        local = self._station.desk.words.local(from_ms(case.at_ms))
        noted = tr("Dicatat {name}, {when}.").format(name=case.officer_name, when=f"{local:%d-%m-%Y %H.%M}")
        if case.state is CaseState.SETTLED:
            settled = tr("Diurus {name}: {reason}.").format(name=case.settled_by, reason=case.reason.rstrip("."))
            return f"{noted} {settled}"
        return noted

    def _settle(self) -> None:
        case = self._marked()
        if case is not None and case.state is CaseState.OPEN:
            self._keep(case.uid, self.reason.text())

    def _keep(self, uid: uuid.UUID, reason: str) -> None:
        desk = self._station.desk
        self.settle.setEnabled(False)
        self._station.tasks.run(self, lambda: settle_case(desk, uid, reason), self._settled)

    def _settled(self, answer: CaseSettled | Refused) -> None:
        self.settle.setEnabled(True)
        if isinstance(answer, Refused):
            self._say(Weight.WARN, say(answer.code, answer.facts))
            self.reason.setFocus()
            return
        facts: dict[str, Fact] = {"number": answer.case.registration_no}
        self.reason.clear()
        self._say(Weight.OK, say("SLIP_CASE_SETTLED", facts))
        self._station.signals.changed.emit(answer.changes)
        self._station.house.wake()
        self._read()
        self.list.setFocus()

    def _say(self, weight: Weight, text: str) -> None:
        self.said.show_finding(weight, text, ())
        self.said.show()
