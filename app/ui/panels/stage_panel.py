"""Write down a stage that somebody has reached after the desk: which, on which day, who says so."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.desk.refusal import Refused
from app.desk.stage import StageReached, StageView, reach_stage, read_stage
from app.ui.actions import CANCEL, SAVE, Action
from app.ui.i18n import day_text, of_programme, say, tr
from app.ui.station import Station
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.box_signals import BoxSignals
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.dates import check_date
from core.errors import Trouble
from core.findings import Weight
from core.programme import Programme, Teller
from core.stages import StageCode, Step

_ON, _BACK = "+", "-"
"""A stage that follows, or an earlier one to which a coordinator puts it back; before its code."""

_NARROW_PX = 260
_LONGEST_NUMBER = 4


class StagePanel(QFrame):
    """Stage, day, source, note; for an earlier stage the reason. It writes it down itself."""

    moved = Signal()
    """Other keys have a meaning now."""
    reached = Signal(object)
    """It is kept: ``StageReached``."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        look = station.look
        self._station = station
        self._uid: uuid.UUID | None = None
        self._view: StageView | None = None
        self._programme: Programme | None = None
        self._usual = Teller.APPLICANT
        self.is_acting = False
        self.setProperty("is", "card")
        self.setAccessibleName(tr("Catat tahap"))
        self.stage = ChoiceBox("stage", [], can_be_empty=False)
        self.day = LineBox("on")
        self.told_by = ChoiceBox("told_by", [], can_be_empty=False)
        self.batch, self.note = LineBox("batch"), LineBox("note")
        self.hide()
        self.rows = (
            AskRow(look, tr("Tahap"), self.stage, width_px=_NARROW_PX),
            AskRow(look, tr("Tanggal"), self.day, width_px=140),
            AskRow(look, tr("Kabar dari"), self.told_by, width_px=_NARROW_PX),
            AskRow(look, tr("Nomor gelombang"), self.batch, tr("Boleh kosong: tetap di gelombangnya."), width_px=140),
            AskRow(look, tr("Catatan"), self.note, tr("Boleh kosong.")),
        )
        self._day_row, self._batch_row, self._note_row = self.rows[1], self.rows[3], self.rows[4]
        self.said = FindingLine(look)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self._station.look
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        column.addWidget(words(tr("Catat tahap"), "section"))
        for row in self.rows:
            column.addWidget(row)
        for box in (self.stage, self.told_by):
            box.view().setAccessibleName(box.accessibleName())
        column.addWidget(self.said)
        self.said.hide()

    def _listen(self) -> None:
        self.stage.signals.typed.connect(lambda _typed: self._show_tellers())
        for row, following in zip(self.rows, self.rows[1:], strict=False):
            self._signals(row).moved_on.connect(lambda _name, row=following: self._go_to(row))
        self.note.signals.moved_on.connect(lambda _name: self.stage.setFocus(_OTHER))
        self.day.signals.typed.connect(lambda _typed: self._day_row.show_finding(""))
        self.day.textEdited.connect(lambda _text: self._day_row.show_finding(""))
        self.batch.textEdited.connect(lambda _text: self._batch_row.show_finding(""))
        self.note.textEdited.connect(lambda _text: self.said.hide())

    def _go_to(self, row: AskRow) -> None:
        """Enter passes by the batch where there are none."""
        (self.note if row.isHidden() else row.box).setFocus(_OTHER)

    def _signals(self, row: AskRow) -> BoxSignals:
        box = row.box
        if not isinstance(box, ChoiceBox | LineBox):
            raise TypeError(type(box))
        return box.signals

    def begin(self, uid: uuid.UUID, programme: Programme, told_by: Teller = Teller.APPLICANT) -> None:
        """Read where a registration of this programme stands, and ask once that is known.

        Args:
            told_by: who says so as a rule, where the question is asked.
        """
        self._uid, self._view, self._programme, self._usual = uid, None, programme, told_by
        desk = self._station.desk
        self._station.tasks.run(self, lambda: read_stage(desk, uid), lambda view: self._ask(uid, view))

    def end(self) -> None:
        """Ask no more."""
        self._uid = self._view = None
        if self.is_open:
            self.hide()
            self.moved.emit()

    def _ask(self, uid: uuid.UUID, view: StageView) -> None:
        if uid != self._uid:
            return  # it was closed, or somebody else's was opened meanwhile
        self._view = view
        options = [Option(_ON + one.code, of_programme(one.label)) for one in view.next_stages]
        if self._station.desk.keys.officer.is_coordinator:
            options += self._backwards(view)
        self.stage.offer(options)
        self.stage.setCurrentIndex(0)
        self.told_by.offer([])
        self.day.show_text(day_text(self._station.desk.today()))
        for box, row in ((self.batch, self._batch_row), (self.note, self._note_row)):
            box.clear()
            row.show_finding("")
        self._day_row.show_finding("")
        self.said.hide()
        self._show_tellers()
        for row in self.rows:
            row.setVisible(bool(options))
        self._batch_row.setVisible(bool(options) and self._programme is not None and bool(self._programme.batches))
        self.show()
        self.moved.emit()  # who lies around it makes room: what is hidden takes no keys
        if options:
            self.stage.setFocus(_OTHER)
        else:
            self._say(Weight.OK, say(StageCode.NOTHING_FOLLOWS, {"stage": now_text(view)}))

    def _backwards(self, view: StageView) -> list[Option]:
        stages = self._programme.stages if self._programme else ()
        labels = {one.code: one.label for one in stages if one.code in view.earlier}
        back = tr("Koreksi: kembali ke {stage}")
        options = [Option(_BACK + code, back.format(stage=of_programme(label))) for code, label in labels.items()]
        if "" in view.earlier:
            options.insert(0, Option(_BACK, back.format(stage=say("STAGE_NO_STAGE"))))
        return options

    def _show_tellers(self) -> None:
        code = self.stage.chosen
        view = self._view
        stage = next((one for one in view.next_stages if _ON + one.code == code), None) if view else None
        tellers = stage.told_by if stage else tuple(Teller)
        before = self.told_by.chosen
        self.told_by.offer([Option(one.value, teller_text(one.value)) for one in tellers])
        if before not in {one.value for one in tellers}:
            self.told_by.setCurrentIndex(tellers.index(self._usual) if self._usual in tellers else 0)
        is_back = code.startswith(_BACK)
        self._note_row.show_help(tr("Wajib: mengapa dikoreksi.") if is_back else tr("Boleh kosong."))
        self.said.hide()

    @property
    def is_open(self) -> bool:
        """Whether it asks, be it out of sight for the moment."""
        return not self.isHidden()

    @property
    def can_save(self) -> bool:
        """Whether there is something to write down."""
        return self._view is not None and bool(self.stage.chosen) and not self.is_acting

    def offers(self, close: Callable[[], None]) -> Sequence[Action]:
        """The keys while it is open.

        Args:
            close: what Escape does.
        """
        return (
            Action(SAVE, self.save, tr("Simpan tahap"), is_primary=True, is_enabled=self.can_save),
            Action(CANCEL, close),
        )

    def save(self) -> None:
        """Write it down, unless the day cannot be read."""
        uid, desk, chosen = self._uid, self._station.desk, self.stage.chosen
        checked = check_date(self.day.text().strip(), on=desk.today(), field="on")
        if checked.value is None or uid is None or not self.can_save:
            wrong = next((one for one in checked.findings if one.weight is Weight.BLOCK), None)
            self._day_row.show_finding(say(wrong.code, wrong.facts) if wrong else "")
            self.day.setFocus(_OTHER)
            return
        batch = self._batch_number()
        if batch is None:
            self._batch_row.show_finding(tr("Tulis nomornya saja, misalnya 2; atau kosongkan."))
            self.batch.setFocus(_OTHER)
            return
        on, note, is_back = checked.value, self.note.text(), chosen.startswith(_BACK)
        if is_back and not note.strip():
            self._say(Weight.BLOCK, say("CHANGE_WITHOUT_REASON"))
            self.note.setFocus(_OTHER)
            return
        told_by, code = Teller(self.told_by.chosen), chosen[1:]
        said, reason = ("", note) if is_back else (note, "")
        self._act(lambda: reach_stage(desk, uid, code, on, told_by, said, batch=batch, reason=reason))

    def _batch_number(self) -> int | None:
        """The number that is typed; 0 = none is; ``None`` = it is no number."""
        text = "" if self._batch_row.isHidden() else self.batch.text().strip()
        if not text:
            return 0
        is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER and int(text) > 0
        return int(text) if is_number else None

    def _act(self, verb: Callable[[], StageReached | Refused]) -> None:
        self.is_acting = True
        self.moved.emit()
        self._station.tasks.run(self, verb, self._answered, on_trouble=self._troubled)

    def _troubled(self, trouble: Trouble) -> None:
        self.is_acting = False
        self._say(Weight.BLOCK, say(trouble.code, trouble.facts))
        self.moved.emit()

    def _answered(self, answer: StageReached | Refused) -> None:
        self.is_acting = False
        if isinstance(answer, Refused):
            self._say(Weight.BLOCK, say(answer.code, answer.facts))
            self.moved.emit()
            return
        self.end()
        self.reached.emit(answer)
        self._station.signals.changed.emit(answer.changes)
        self._station.house.wake()

    def _say(self, weight: Weight, text: str) -> None:
        self.said.show_finding(weight, text, ())
        self.said.show()


_OTHER = Qt.FocusReason.OtherFocusReason


def teller_text(told_by: str) -> str:
    """Who says so, in the chosen language; one of a newer program as it is written."""
    return say(f"STAGE_TOLD_BY_{told_by.upper()}") if told_by in set(Teller) else told_by


def now_text(view: StageView) -> str:
    """The present stage as people call it."""
    if view.stage is not None:
        return of_programme(view.stage.label)
    return view.trail.stage_code or say("STAGE_NO_STAGE")


def stage_text(view: StageView) -> str:
    """The present stage with its day, source and officer."""
    step = view.trail.stage
    if step is None or not step.code:
        return now_text(view)
    return " \u00b7 ".join((now_text(view), *step_parts(step)))


def step_parts(step: Step) -> tuple[str, ...]:
    """Day, source and officer of a step, as far as they are known."""
    parts = (day_text(step.on), teller_text(step.told_by), step.officer_name)
    return tuple(part for part in parts if part)
