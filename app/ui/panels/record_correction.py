"""Correct one field of a kept registration: which, what it should say, why; judged while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.correct import preview_correction
from app.desk.history import MASKED
from app.desk.places import find_villages
from app.desk.record import Record
from app.desk.refusal import RefusalCode, Refused
from app.ui.actions import ACCEPT, CONFIRM
from app.ui.i18n import field_label, say, tr
from app.ui.panels.record_values import Correction, cells_of, kept_text, left_open, shown_text
from app.ui.panels.registration_fields import Box, Cell, box_of
from app.ui.station import Station
from app.ui.widgets.box_signals import Typed
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.standing import OUTCOMES
from app.ui.widgets.village_box import VillageBox, VillageChoice, VillageLine, VillageSearch, village_line
from app.ui.widgets.words import words
from core.findings import Finding, Weight
from core.people import masked_nik
from core.registration import Assessment, NotedFinding

PREVIEW_MS = 120
_MOST_LINES = 3
_HIDDEN = "="


class CorrectionPanel(QFrame):
    """Field, new text, reason; the findings of the new text below."""

    moved = Signal()
    """Other keys have a meaning now."""
    submitted = Signal()
    """Enter was pressed in the last box."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        look = station.look
        self.setProperty("is", "card")
        self._station = station
        self._record: Record | None = None
        self._cells: dict[str, Cell] = {}
        self._field = self._text = ""
        self._is_typed = False
        self._confirmed: frozenset[tuple[str, str]] = frozenset()
        self._open: Finding | None = None
        self._paths: dict[str, str] = {}
        self.which = ChoiceBox("which", ())
        self.which.setAccessibleName(tr("Isian yang diperbaiki"))
        self.box: QWidget = LineBox("value")
        self.reason = LineBox("reason")
        self.reason.setAccessibleName(tr("Alasan perbaikan"))
        self.reason.signals.moved_on.connect(lambda _name: self.submitted.emit())
        self.lines = [FindingLine(look) for _place in range(_MOST_LINES)]
        self.outlook = words("", "muted", wraps=True)
        self._preview = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._preview.timeout.connect(self._ask_preview)
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._station.look
        self._top, reason = QHBoxLayout(), QHBoxLayout()
        for layout in (self._top, reason):
            layout.setSpacing(look.px(12))
        self._which_label = words(tr("Isian"), "muted")
        self._which_label.setMinimumWidth(look.px(60))
        label = words(tr("Alasan"), "muted")
        label.setMinimumWidth(look.px(60))
        label.setBuddy(self.reason)
        reason.addWidget(label)
        reason.addWidget(self.reason, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        column.addWidget(words(tr("Perbaiki data"), "section"))
        column.addLayout(self._top)
        for line in self.lines:
            column.addWidget(line)
            line.hide()
        column.addLayout(reason)
        column.addWidget(self.outlook)
        self._top.addWidget(self._which_label)
        self._top.addStretch(1)

    def begin(self, record: Record) -> None:
        """Start with the first field that is open, else with the name."""
        self._record = record
        cells = cells_of(record)
        self._cells = {cell.name: cell for cell in cells}
        # letters are to choose by the words that are read, never by the names behind them
        options = tuple(Option(_HIDDEN + name, cell.label) for name, cell in self._cells.items())
        self.which = self._replaced(self.which, ChoiceBox("which", options), 1)
        self.which.setAccessibleName(tr("Isian yang diperbaiki"))
        self.which.setFixedWidth(self._station.look.px(240))
        self._which_label.setBuddy(self.which)
        self.which.signals.typed.connect(self._choose)
        self.which.signals.moved_on.connect(lambda _name: self._go_to_value())
        self.reason.clear()
        first = next((one.field for one in record.open_findings if one.field in self._cells), "name_on_id")
        self.which.view().setAccessibleName(tr("Isian yang diperbaiki"))
        self.which.show_text(_HIDDEN + first)
        self._choose(Typed("which", _HIDDEN + first))
        self.show()
        self.which.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def begun(self) -> Mapping[str, str]:
        """What somebody has typed here and not kept yet; empty = nothing."""
        if self.isHidden() or not (self._is_typed or self.reason.text().strip()):
            return {}
        typed = {"text": self._text} if self._is_typed else {}
        return {"field": self._field, "reason": self.reason.text(), **typed}

    def go_on(self, begun: Mapping[str, str]) -> None:
        """Go on with what was :attr:`begun` before the desk was locked."""
        name = begun.get("field", "")
        if name not in self._cells:
            return
        self.which.show_text(_HIDDEN + name)
        self._choose(Typed("which", _HIDDEN + name))
        self.reason.setText(begun.get("reason", ""))
        if "text" in begun:
            cast("Box", self.box).show_text(begun["text"])
            self._take(begun["text"])
        self._go_to_value()

    def _replaced(self, old: QWidget, new: ChoiceBox, place: int) -> ChoiceBox:
        self._top.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._top.insertWidget(place, new)
        return new

    def _choose(self, typed: Typed) -> None:
        cell = self._cells.get(typed.text.removeprefix(_HIDDEN))
        if cell is None or self._record is None:
            return
        self._field, self._confirmed, self._is_typed = cell.name, frozenset(), False
        self._text = kept_text(self._record, cell.name)
        box = box_of(cell, self._station.look)
        self._top.removeWidget(self.box)
        self.box.hide()
        self.box.deleteLater()
        self._top.insertWidget(2, box, 100)
        box.show()  # at once: the next key may lead there
        self.box = box
        self._wire(cast("Box", box))
        QWidget.setTabOrder(self.which, box)
        QWidget.setTabOrder(box, self.reason)
        self._show_findings(tuple(left_open(self._record, cell.name)), None)

    def _wire(self, box: Box) -> None:
        box.show_text(shown_text(self._record, self._field, self._text) if self._record else self._text)
        if self._field in MASKED and self._record and isinstance(box, LineBox):
            box.setPlaceholderText(masked_nik(str(getattr(self._record.kept.body.person, self._field))))
        box.signals.typed.connect(lambda typed: self._take(typed.text))
        box.signals.moved_on.connect(lambda _name: self.reason.setFocus(Qt.FocusReason.TabFocusReason))
        if isinstance(box, VillageBox):
            box.searched.connect(self._find_villages)
            box.chosen.connect(self._take_village)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - the toolkit's name
        """What was typed last needs no answer any more."""
        self._preview.stop()
        super().hideEvent(event)

    def _go_to_value(self) -> None:
        self.box.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(self.box, LineBox):
            self.box.selectAll()

    def _take(self, text: str) -> None:
        self._text, self._confirmed, self._is_typed = text, frozenset(), True
        if self.is_ready:
            self._preview.start()
        else:
            self._preview.stop()
            self._show_findings((), None)

    @property
    def is_ready(self) -> bool:
        """Whether the text can be judged: a village that is being looked for is none yet."""
        return not (isinstance(self.box, VillageBox) and any(char.isalpha() for char in self._text))

    def judge(self, then: Callable[[], None] = lambda: None) -> None:
        """Say at once what the rules make of the text, then go on, unless something else stands there by then."""
        self._preview.stop()
        self._ask_preview(then)

    def _find_villages(self, search: VillageSearch) -> None:
        near = self._record.kept.body.person.nik if self._record else ""
        desk, box = self._station.desk, self.box

        def show(lines: tuple[VillageLine, ...]) -> None:
            self._paths = {line.code: line.path for line in lines}
            if isinstance(box, VillageBox):
                box.show_lines(search, lines)

        def find() -> tuple[VillageLine, ...]:
            return tuple(map(village_line, find_villages(desk, search.text, near)))

        self._station.tasks.run(box, find, show)

    def _take_village(self, choice: VillageChoice) -> None:
        cast("Box", self.box).show_text(self._paths.get(choice.code, choice.code))
        self._take(choice.code)

    @property
    def correction(self) -> Correction:
        """What stands in the boxes."""
        return Correction(self._field, self._text, self.reason.text(), self._confirmed, is_typed=self._is_typed)

    @property
    def is_warning_open(self) -> bool:
        """Whether the text waits for the one deliberate key."""
        return self._open is not None and self._open.weight is Weight.WARN

    @property
    def open_finding(self) -> Finding | None:
        """The finding that one key answers now."""
        return self._open

    def confirm(self) -> None:
        """The warning is seen and the text stays."""
        if self._open is not None and self.is_warning_open:
            self._confirmed |= {(self._open.field, self._open.code)}
            self._ask_preview()

    def accept(self) -> None:
        """Take the better text that the rule knows."""
        proposal = self._open.proposal if self._open else None
        if proposal is not None:
            cast("Box", self.box).show_text(proposal)
            self._take(proposal)

    def _ask_preview(self, then: Callable[[], None] = lambda: None) -> None:
        record, correction = self._record, self.correction
        if record is None:
            return
        desk = self._station.desk
        self._station.tasks.run(
            self,
            lambda: preview_correction(
                desk, record.kept.uid, correction.fields, confirm_at=correction.confirm_at, answers=correction.answers
            ),
            lambda answer: self._show_preview(correction, answer, then),
        )

    def _show_preview(self, asked: Correction, answer: Assessment | Refused, then: Callable[[], None]) -> None:
        if (asked.field, asked.text, asked.confirm_at) != (self._field, self._text, self._confirmed):
            return  # something else stands there by now
        self._show_answer(answer)
        if self.isVisible():
            then()

    def _show_answer(self, answer: Assessment | Refused) -> None:
        if isinstance(answer, Assessment):
            self._show_findings(tuple(self._raised(answer)), answer)
        elif answer.code is RefusalCode.NOTHING:
            kept = self._record if not self._is_typed else None
            self._show_findings(tuple(left_open(kept, self._field)) if kept else (), None)
        else:
            self._show_findings((), None)
            self._say(0, Weight.BLOCK, say(answer.code, answer.facts))

    def _raised(self, assessment: Assessment) -> Iterator[NotedFinding]:
        """What the new text raises: at its own field, and elsewhere what was not there before."""
        before = {(one.field, one.code) for one in self._record.kept.body.findings} if self._record else set()
        for noted in assessment.findings:
            place = (noted.finding.field, noted.finding.code)
            if noted.is_open and (noted.finding.field == self._field or place not in before):
                yield noted

    def _show_findings(self, noted: tuple[NotedFinding, ...], assessment: Assessment | None) -> None:
        for line in self.lines:
            line.hide()
        self._open = noted[0].finding if noted else None
        for place, one in enumerate(noted[:_MOST_LINES]):
            finding = one.finding
            name = "" if finding.field == self._field else f"{field_label(finding.field)}: "
            answers = self._answers(finding) if place == 0 else ()
            self._say(place, finding.weight, name + say(finding.code, finding.facts), answers)
        outcome = OUTCOMES.get(assessment.outcome, "") if assessment else ""
        self.outlook.setText(tr("Hasil setelah diperbaiki: {outcome}").format(outcome=tr(outcome)) if outcome else "")
        self.moved.emit()

    def _say(self, place: int, weight: Weight, text: str, answers: tuple[Answering, ...] = ()) -> None:
        self.lines[place].show_finding(weight, text, answers)
        self.lines[place].show()

    def _answers(self, finding: Finding) -> tuple[Answering, ...]:
        answers = []
        if finding.proposal is not None:
            answers.append(Answering(ACCEPT.keys, tr(ACCEPT.text), self.accept))
        if finding.weight is Weight.WARN:
            answers.append(Answering(CONFIRM.keys, tr(CONFIRM.text), self.confirm))
        return tuple(answers)
