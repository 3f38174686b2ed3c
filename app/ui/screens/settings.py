"""Pengaturan: how the window looks, what papers say, who works here, the server; looks at once, the rest by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.settings import Settings, changed
from app.ui.actions import SAVE, Action
from app.ui.gates.key_sheet import printers
from app.ui.i18n import say, tr
from app.ui.panels.settings_about import AboutCard
from app.ui.panels.settings_card import show_findings
from app.ui.panels.settings_desk import DeskCard
from app.ui.panels.settings_look import LookCard
from app.ui.panels.settings_officers import OfficersCard
from app.ui.panels.settings_printer import PrinterCard
from app.ui.panels.settings_server import ServerCard
from app.ui.printer import load_printing
from app.ui.screen import Screen
from app.ui.station import Station
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.errors import Trouble

WIDTH_PX = 800


class SettingsScreen(Screen):
    """Cards below each other."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._is_busy = False
        self._is_dirty = False
        self.look_card = LookCard(look)
        self.desk_card = DeskCard(look, station.desk.store.home)
        self.printer_card = PrinterCard(station)
        self.officers_card = OfficersCard(station)
        self.server_card = ServerCard(station)
        self.about_card = AboutCard(station)
        self._lay_out()
        self._show(station.house.settings())
        self.look_card.changed.connect(self._save_look)
        self.desk_card.edited.connect(self._on_edited)
        self.printer_card.edited.connect(self._on_edited)
        self.server_card.enrolled.connect(self._on_enrolled)

    def _lay_out(self) -> None:
        look = self.station.look
        page = QWidget()
        column = QVBoxLayout()
        margin = look.px(24)
        column.setSpacing(look.px(16))
        column.addWidget(words(tr("Pengaturan"), "title"))
        for part in (
            self.look_card, self.desk_card, self.printer_card, self.officers_card, self.server_card, self.about_card,
        ):  # fmt: skip
            part.setMaximumWidth(look.px(WIDTH_PX))
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(margin, look.px(16), margin, margin)
        row.addLayout(column, 100)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._area = PageArea(page)
        whole.addWidget(self._area)

    def offers(self) -> Sequence[Action]:
        """Save what was changed."""
        is_enabled = self._is_dirty and not self._is_busy
        return (Action(SAVE, self.save, text=tr("Simpan pengaturan"), is_primary=True, is_enabled=is_enabled),)

    def enter(self) -> None:
        """Look again; what was changed and not saved still stands there."""
        if not self._is_dirty:
            self._show(self.station.house.settings())
        self.officers_card.refresh()
        self.about_card.refresh()
        load_printing()
        self.station.tasks.run_aside(self, printers, self._offer_printers)
        self.look_card.boxes["language"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.to_top()

    def leave(self) -> None:
        """Secrets do not wait on a screen that nobody looks at."""
        self.officers_card.close_forms()

    def _show(self, settings: Settings) -> None:
        for part in (self.look_card, self.desk_card, self.printer_card):
            part.show_settings(settings)

    def _offer_printers(self, names: tuple[str, ...]) -> None:
        self.printer_card.offer(names)

    def _on_edited(self) -> None:
        self._set_state(is_dirty=self._changed(self._values()) != self.station.house.settings())

    def _set_state(self, *, is_dirty: bool | None = None, is_busy: bool | None = None) -> None:
        before = self.offers()[0].is_enabled
        self._is_dirty = self._is_dirty if is_dirty is None else is_dirty
        self._is_busy = self._is_busy if is_busy is None else is_busy
        if self.offers()[0].is_enabled != before:
            self.offers_changed.emit()

    def _values(self) -> Mapping[str, str | int]:
        return {**self.look_card.values(), **self.desk_card.values(), **self.printer_card.values()}

    def _findings(self) -> Mapping[str, str]:
        return {**self.desk_card.findings(), **self.printer_card.findings()}

    def _changed(self, values: Mapping[str, str | int]) -> Settings:
        return changed(self.station.house.settings(), values)

    def save(self) -> None:
        """Write everything that was changed, unless something is wrong with it."""
        if not self._is_busy and not self._say(self._findings()):
            self._write(self._changed(self._values()))

    def _save_look(self) -> None:
        """A look is seen at once. What else was changed goes along if it can: the screen is built anew."""
        values = self.look_card.values() if self._findings() else self._values()
        self._write(self._changed(values))

    def _write(self, settings: Settings) -> None:
        if settings == self.station.house.settings():
            self._set_state(is_dirty=False)
            return
        self._set_state(is_busy=True)
        house = self.station.house
        self.station.tasks.run_aside(
            self, lambda: house.save_settings(settings), lambda _none: self._saved(settings), on_trouble=self._refused
        )

    def _saved(self, settings: Settings) -> None:
        self._set_state(is_dirty=False, is_busy=False)
        self.station.signals.settings_saved.emit(settings)

    def _refused(self, trouble: Trouble) -> None:
        self._set_state(is_busy=False)
        key = str(trouble.facts.get("key", ""))
        place = "printer_folder" if trouble.code in ("CLEAR_IN_PROFILE", "PATH_UNREACHABLE") else key
        if not self._say({place: say(trouble.code, trouble.facts)}):
            self.station.tasks.troubled.emit(trouble)

    def _say(self, findings: Mapping[str, str]) -> bool:
        rows = {**self.look_card.rows, **self.desk_card.rows, **self.printer_card.rows}
        return show_findings(rows, findings)

    def _on_enrolled(self) -> None:
        self.station.signals.settings_saved.emit(self.station.house.settings())
