"""Situs program: whom the other site of a programme waits for, what to copy there, and what has come of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.refusal import Refused
from app.desk.stage import StageReached
from app.desk.worklist import PortalSheet, PortalTyped, note_typed, portal_fields, worklist
from app.ui.actions import CANCEL, COPY_FIELD, NOTE_TYPED, OPEN, OPEN_KNOWN, REACH_STAGE, Action
from app.ui.i18n import number_text, of_programme, say, tr
from app.ui.panels.portal_sheet import PortalSheetPanel
from app.ui.panels.stage_panel import StagePanel
from app.ui.screen import Screen
from app.ui.station import Station
from app.ui.tables.work import WorkTable, work_model
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.programme_box import ProgrammeBox, programme_head
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.clock import from_ms
from core.errors import Trouble
from core.findings import Weight
from core.programme import Programme, Teller
from core.stages import stage_of
from core.worklist import Worklist, WorkRow

ROOMY_PX = 1000
"""So wide the list and the person beside it both fit."""


class WorklistScreen(Screen):
    """The list at the left, who is to be typed in first; the marked person at the right."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._list: Worklist | None = None
        self._is_in_front = self._is_new_here = self._is_acting = False
        self.programme = ProgrammeBox(station)
        self.said = words("", "muted")
        self.answer = FindingLine(look)
        self.model = work_model()
        self.table = WorkTable(look, self.model)
        self.empty = words("", "muted", wraps=True)
        self.sheet = PortalSheetPanel(look)
        self.stage = StagePanel(station)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self.station.look
        self._person = QWidget()
        person = self._column = QVBoxLayout(self._person)
        person.setContentsMargins(0, 0, 0, 0)
        person.setSpacing(look.px(12))
        person.addWidget(self.sheet)
        person.addWidget(self.stage)
        person.addStretch(0)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.table, 6)
        self._area = PageArea(self._person)  # with large letters in a small window not everything fits
        row.addWidget(self._area, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        column.addLayout(programme_head(look, tr("Situs program"), self.programme))
        column.addWidget(self.said)
        column.addWidget(self.answer)
        column.addWidget(self.empty)
        column.addLayout(row, 1)
        for part in (self.answer, self.stage, self.sheet):
            part.hide()

    def _listen(self) -> None:
        self.station.signals.changed.connect(self._on_changed)
        self.programme.signals.typed.connect(lambda _typed: self._change_programme())
        self.programme.signals.moved_on.connect(lambda _name: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.row_opened.connect(lambda _row: self.open_sheet())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_marked())
        self.sheet.copied.connect(self._say_copied)
        self.stage.moved.connect(self._make_room)
        self.stage.reached.connect(self._reached)

    def count(self) -> int:
        """How many are to be typed in, as long as that is known for sure."""
        return len(self._list.to_type) if self._list else 0

    def enter(self) -> None:
        """Read anew; the list takes the keys."""
        self._is_in_front = self._is_new_here = True
        desk = self.station.desk
        programmes = [desk.programme_of(code) for code in desk.programme_codes()]
        self.programme.offer_programmes([one for one in programmes if one.portal is not None])
        self._read()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # until there is a list

    def leave(self) -> None:
        """Nobody's name and number stays here, nor in the clipboard."""
        self._is_in_front = False
        self.sheet.clipboard.clear()
        self.stage.end()
        self.answer.hide()
        self.model.show(())
        self.sheet.show_person(None, "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """In a small window an open person takes the place of the list."""
        super().resizeEvent(event)
        self._make_room()

    @property
    def _is_person_open(self) -> bool:
        """Whether somebody is being copied, or a stage written down."""
        return self.sheet.is_open or self.stage.is_open

    def _make_room(self) -> None:
        is_narrow = self.width() < self.station.look.px(ROOMY_PX)
        is_open, is_copying = self._is_person_open, self.sheet.is_open and not self.stage.is_open
        has_rows = self.model.rowCount() > 0
        self.table.setVisible(has_rows and not (is_narrow and is_open))
        self._area.setVisible(has_rows and (is_open or not is_narrow))
        self.sheet.show_values(is_shown=is_copying)
        self._column.setStretch(0, int(is_copying))
        self.offers_changed.emit()

    # --- reading --------------------------------------------------------------------------------------------------
    def _change_programme(self) -> None:
        self._list = None
        self.answer.hide()
        self.stage.end()
        self.model.show(())
        self.sheet.show_person(None, "")
        self._read()

    def _read(self) -> None:
        programme, desk = self.programme.programme, self.station.desk
        if programme is None:
            self._say_empty(say("WORKLIST_EMPTY"))
            return
        if not self.model.rowCount():
            self._say_empty(tr("Daftar sedang dibuka."))
        self.station.tasks.run_aside(  # each page of a long list is a job of its own
            self, lambda: worklist(desk, programme), lambda found: self._show(programme, found), on_trouble=self._cannot
        )

    def _cannot(self, trouble: Trouble) -> None:
        self._is_acting = False
        if self._is_in_front:
            self._say(Weight.BLOCK, say(trouble.code, trouble.facts))

    def _show(self, programme: Programme, found: Worklist) -> None:
        if not self._is_in_front or programme.code != self.programme.code:
            return  # the officer has gone on
        self._list = found
        marked, at = self._marked(), self.table.row
        rows = (*found.to_type, *found.typed)
        place = next((place for place, row in enumerate(rows) if marked and row.uid == marked.uid), -1)
        has_moved_on = place < 0 or (marked is not None and rows[place].typed != marked.typed)
        if self._is_person_open and not has_moved_on:
            self._replace_below(rows, place)
        else:
            self.model.show(rows)
            self.table.mark(max(at, 0) if has_moved_on else place)
            self._show_marked()
        counts = number_text(len(found.to_type)), number_text(len(found.typed))
        self.said.setText(tr("{count} perlu diketik, {typed} menunggu kabar").format(count=counts[0], typed=counts[1]))
        self._say_empty("" if rows else say("WORKLIST_EMPTY"))
        self._make_room()
        self._take_keys()

    def _take_keys(self) -> None:
        """Who has just come begins in the list, or where another programme is chosen if it is empty."""
        has_rows = self.model.rowCount() > 0
        if (self._is_new_here or not has_rows) and self.has_keys:
            (self.table if has_rows else self.programme).setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_new_here = False

    def _replace_below(self, rows: Sequence[WorkRow], place: int) -> None:
        """The list anew, while the person at the right stays open."""
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.model.show(rows)
        self.table.mark(place)
        selection.blockSignals(False)
        self.table.viewport().update()

    def _say_empty(self, text: str) -> None:
        self.empty.setText(text)
        self.empty.setVisible(bool(text))
        self.said.setVisible(not text)

    def _on_changed(self, changes: Changes) -> None:
        if not changes.registrations:
            return
        if self._is_in_front:
            self._read()
        else:
            self._list = None  # how many there are now is not known until somebody looks

    def _marked(self) -> WorkRow | None:
        return self.model.row(self.table.row)

    def _show_marked(self) -> None:
        row = self._marked()
        if self.stage.is_open:
            self.stage.end()
        self.sheet.show_person(row, self._typed_text(row) if row else "")
        self._make_room()

    def _typed_text(self, row: WorkRow) -> str:
        if row.typed is None:
            return ""
        text = tr("Sudah diketik {at} oleh {officer}; menunggu kabar.")
        return text.format(at=self._at_text(row.typed.at_ms), officer=row.typed.officer_name)

    def _at_text(self, at_ms: int) -> str:
        return f"{self.station.desk.words.local(from_ms(at_ms)):%d-%m-%Y %H.%M}"

    # --- what can be done -----------------------------------------------------------------------------------------
    def offers(self) -> Sequence[Action]:
        """The keys of the panel for a stage, or of list and person."""
        if self.stage.is_open:
            return self.stage.offers(self._close)
        is_open, row = self.sheet.is_open, self._marked()
        can_act = row is not None and not self._is_acting
        enter = (self.sheet.copy, tr("Salin, lanjut")) if is_open else (self.open_sheet, tr("Tampilkan isian"))
        return (
            Action(OPEN, *enter, is_primary=True, is_enabled=can_act),
            Action(COPY_FIELD, self.sheet.copy, is_enabled=is_open, is_in_bar=False),
            Action(NOTE_TYPED, self.note_typed, is_enabled=can_act),
            Action(REACH_STAGE, self.begin_stage, is_enabled=can_act),
            Action(OPEN_KNOWN, self._open_record, tr("Buka data"), is_enabled=can_act),
            Action(CANCEL, self._close, tr("Kembali ke daftar"), is_enabled=is_open, is_in_bar=is_open),
        )

    def open_sheet(self) -> None:
        """Show what is to be copied; the look is kept in the history."""
        row, desk = self._marked(), self.station.desk
        if row is None or self._is_acting:
            return
        uid = row.uid
        self._set_acting(is_acting=True)
        self.station.tasks.run(
            self, lambda: portal_fields(desk, uid), lambda sheet: self._opened(uid, sheet), on_trouble=self._cannot
        )

    def _opened(self, uid: uuid.UUID, sheet: PortalSheet | Refused) -> None:
        self._set_acting(is_acting=False)
        row = self._marked()
        if isinstance(sheet, Refused):
            self._say(Weight.BLOCK, say(sheet.code, sheet.facts))
            return
        if row is not None and row.uid == uid and self._is_in_front:
            self.answer.hide()
            self.sheet.show_sheet(sheet)
            self._make_room()
        self.station.signals.changed.emit(Changes(frozenset({uid}), has_outbox=True))
        self.station.house.wake()

    def _say_copied(self) -> None:
        if self.sheet.is_all_copied:
            self._say(Weight.OK, tr("Semua isian sudah disalin. Setelah tersimpan di situs, Alt+K mencatatnya."))

    def note_typed(self) -> None:
        """Write down that this officer has typed the person in, and go on to the next."""
        row, desk = self._marked(), self.station.desk
        if row is not None and not self._is_acting:
            uid, name = row.uid, row.name
            self._set_acting(is_acting=True)
            self.station.tasks.run(
                self, lambda: note_typed(desk, uid), lambda answer: self._noted(name, answer), on_trouble=self._cannot
            )

    def _noted(self, name: str, answer: PortalTyped | Refused) -> None:
        self._set_acting(is_acting=False)
        if isinstance(answer, Refused):
            self._say(Weight.BLOCK, say(answer.code, answer.facts))
            return
        self.sheet.clipboard.clear()
        self._say(
            Weight.OK, tr("{name} dicatat sudah diketik. Setelah ada kabar, Alt+L mencatat tahapnya.").format(name=name)
        )
        self._back_to_list()
        self.station.signals.changed.emit(answer.changes)
        self.station.house.wake()

    def begin_stage(self) -> None:
        """Ask which stage the marked person has reached."""
        row, programme = self._marked(), self.programme.programme
        if row is not None and programme is not None:
            self.answer.hide()
            self.stage.begin(row.uid, programme, Teller.PORTAL)

    def _reached(self, answer: StageReached) -> None:
        programme = self.programme.programme
        code = answer.trail.stage_code
        stage = stage_of(programme, code) if programme else None
        label = of_programme(stage.label) if stage else code or say("STAGE_NO_STAGE")
        self._say(Weight.OK, say("STAGE_NOW", {"stage": label}))
        self._back_to_list()

    def _open_record(self) -> None:
        row = self._marked()
        if row is not None:
            self.station.show_record(row.uid)

    def _close(self) -> None:
        if self.stage.is_open:
            self.stage.end()
            (self.sheet.values if self.sheet.is_open else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.answer.hide()
            self._back_to_list()

    def _back_to_list(self) -> None:
        self.sheet.close_sheet()
        self._make_room()
        if self.has_keys:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_acting(self, *, is_acting: bool) -> None:
        self._is_acting = is_acting
        self.offers_changed.emit()

    def _say(self, weight: Weight, text: str) -> None:
        self.answer.show_finding(weight, text, ())
        self.answer.show()
        self.offers_changed.emit()
