"""Find a registration while typing: by NIK, numbers or name, narrowed by day, outcome and status."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.desk.people_index import EVERYBODY, Found
from app.ui.actions import CANCEL, OPEN, Action
from app.ui.i18n import number_text, tr
from app.ui.panels.search_filters import SearchFilters, set_tab_order
from app.ui.screen import Screen
from app.ui.station import Station
from app.ui.tables.registrations import RegistrationModel, RegistrationTable
from app.ui.widgets.drawn_label import DrawnLabel
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.errors import Trouble

MOST_FOUND = 1000
"""More hits are counted and not listed: nobody reads them, everybody types one more letter."""

LINE_PX = 20

REFRESH_MS = 200
"""How often the list grows while names are still being read."""

_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SearchScreen(Screen):
    """Box, filters, list. The arrows move in the list while the caret stays in the box; Enter opens."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self.box = LineBox("search")
        self.box.setAccessibleName(tr("Cari pendaftaran"))
        self.box.setPlaceholderText(tr("NIK, empat angka terakhir, nama, nomor registrasi, atau nomor antrean"))
        self.box.setClearButtonEnabled(True)
        self.filters = SearchFilters(look, station.desk.today())
        self.said = DrawnLabel(look, line_px=LINE_PX)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Daftar sedang dibuka"))
        self.model = RegistrationModel(look, self._programme_name)
        self.table = RegistrationTable(look, self.model)
        self.empty = _Empty(station)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._told: tuple[bool, ...] = ()
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._lay_out()
        self._listen()
        self.show_found()

    def _lay_out(self) -> None:
        look = self.station.look
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        line.addWidget(self.progress)
        self.progress.setFixedWidth(look.px(160))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        column.addWidget(words(tr("Cari pendaftaran"), "title"))
        column.addWidget(self.box)
        column.addWidget(self.filters)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        set_tab_order(self.filters, self.box, self.table)

    def _listen(self) -> None:
        self.box.textChanged.connect(lambda _text: self.show_found())
        self.box.signals.moved_on.connect(lambda _name: self.table.open_selected())
        self.box.installEventFilter(self)
        self.filters.filtered.connect(lambda _filters: self.show_found())
        self.table.opened.connect(self._open)
        self.station.people.indexed.connect(self._on_indexed)
        self._refresh.timeout.connect(self.show_found)

    def offers(self) -> Sequence[Action]:
        """Open what is marked; take back what narrows the list."""
        is_narrowed = bool(self.box.text()) or self.filters.filters != EVERYBODY
        return (
            Action(OPEN, self.table.open_selected, is_primary=True, is_enabled=self.model.rowCount() > 0),
            Action(CANCEL, self.clear, tr("Kosongkan"), is_enabled=is_narrowed),
        )

    def enter(self) -> None:
        """Typing begins at once, in the place of what was looked for before."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def clear(self) -> None:
        """Show everybody again."""
        self.filters.clear()
        self.box.clear()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Arrows in the box move in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_for_list(event):
            self.table.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _open(self, uid: uuid.UUID) -> None:
        self.station.show_record(uid)

    def _on_indexed(self, _reading: object) -> None:
        if not self.station.people.reading.done:
            self.show_found()  # locked: nobody's name may stay in the list
        elif not self._refresh.isActive():
            self._refresh.start()

    def show_found(self) -> None:
        """Search anew and show what was found; what was marked stays marked if it is still there."""
        marked = self.table.selected() if self.table.row > 0 else None  # at the top one stays with the newest
        text = self.box.text()
        found = self.station.people.index.search(
            text,
            self.filters.filters,
            limit=MOST_FOUND if text.strip() else None,
            today=self.station.desk.today().isoformat(),
        )
        self.model.show(found.visits)
        is_same_search = self.table.property("searched") == text
        self.table.setProperty("searched", text)
        if found.visits:
            self.table.mark(self.model.row_of(marked.key) if marked and is_same_search else 0)
        self._say(found)
        self._tell_offers()

    def _tell_offers(self) -> None:
        """Tell the shell only if something else can be done: keys must stay quick."""
        can = tuple(action.is_enabled for action in self.offers())
        if can != self._told:
            self._told = can
            self.offers_changed.emit()

    def _say(self, found: Found) -> None:
        reading = self.station.people.reading
        self.progress.setVisible(not reading.is_whole)
        self.progress.setRange(0, max(reading.total, 1))
        self.progress.setValue(reading.done)
        self.said.say(self._sentence(found), "muted")
        is_empty = not found.visits
        self._stack.setCurrentWidget(self.empty if is_empty else self.table)
        if is_empty:
            self.empty.explain(
                is_reading=not reading.is_whole, is_narrowed=self.filters.filters != EVERYBODY, text=self.box.text()
            )

    def _sentence(self, found: Found) -> str:
        reading = self.station.people.reading
        count = number_text(found.count)
        parts = [tr("{count} pendaftaran").format(count=count) if found.count else ""]
        if found.nearly:
            parts.append(tr("{count} di antaranya mirip ejaannya").format(count=number_text(found.nearly)))
        if len(found.visits) < found.count:
            parts.append(tr("{count} teratas ditampilkan").format(count=number_text(len(found.visits))))
        if not reading.is_whole and reading.total:
            done, total = number_text(reading.done), number_text(reading.total)
            parts.append(tr("daftar sedang dibuka: {done} dari {total}").format(done=done, total=total))
        if reading.broken:
            parts.append(tr("{count} data rusak tidak tampil").format(count=number_text(reading.broken)))
        return "  \u00b7  ".join(part for part in parts if part)

    def _programme_name(self, code: str) -> str:
        try:
            return self.station.desk.programme_of(code).name
        except Trouble:  # a programme that only a newer Posko knows
            return code


def _is_for_list(event: QKeyEvent) -> bool:
    return event.key() in _TO_LIST and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class _Empty(QWidget):
    """Stands in the place of an empty list and says why it is empty and what to do."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        look = station.look
        picture = QLabel()
        picture.setPixmap(icon_pixmap("search", look.colours.muted, look.px(32)))
        self.title = words("", "section")
        self.advice = words("", "muted", wraps=True)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for widget in (picture, self.title, self.advice):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        column.addStretch(2)

    def explain(self, *, is_reading: bool, is_narrowed: bool, text: str) -> None:
        """Say why nobody is shown."""
        if is_reading:
            self.title.setText(tr("Daftar sedang dibuka"))
            self.advice.setText(tr("Yang terbaru muncul lebih dulu. Pendaftaran bisa jalan terus."))
        elif not text.strip() and not is_narrowed:
            self.title.setText(tr("Belum ada pendaftaran"))
            self.advice.setText(tr("Tekan F3 untuk mendaftarkan orang pertama."))
        else:
            self.title.setText(tr("Tidak ada yang cocok"))
            self.advice.setText(
                tr("Hapus saringan hari, hasil, atau status dengan Esc, lalu cari lagi.")
                if is_narrowed
                else tr("Coba empat angka terakhir NIK, atau sebagian namanya saja.")
            )
