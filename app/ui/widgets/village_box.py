"""The box for a village: three letters list villages with their full path under it; arrows, Enter or a click choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from app.desk.places import VillagePlace
from app.ui.i18n import day_text, tr
from app.ui.theme import Look
from app.ui.widgets.box_signals import is_enter
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words

LEAST_LETTERS = 3
LEAST_LINES = 6
"""With room for fewer below the box the list lies above it."""


@dataclass(frozen=True, slots=True)
class VillageLine:
    """One village of the list."""

    code: str
    path: str


def village_line(place: VillagePlace) -> VillageLine:
    """``Gubeng, Gubeng, Kota Surabaya, Jawa Timur 60281``; and what it was called or numbered before, if so typed."""
    path = f"{place.village}, {place.district}, {place.regency}, {place.province} {place.postal_code}".rstrip()
    before = ""
    if place.is_dead and place.valid_until:
        before = tr("tidak berlaku lagi sejak {on}").format(on=day_text(place.valid_until))
    elif place.is_dead:
        before = tr("tidak berlaku lagi")
    elif place.code_before:
        before = tr("kode lama {code}").format(code=place.code_before)
    elif place.name_before:
        before = tr("dulu {name}").format(name=place.name_before)
    return VillageLine(place.code, f"{path} ({before})" if before else path)


@dataclass(frozen=True, slots=True)
class VillageChoice:
    """The village that was chosen for a box."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class VillageSearch:
    """What is looked for, for which box."""

    name: str
    text: str


class VillageBox(LineBox):
    """Text that becomes a village once one of the list is chosen. Typing on looks again.

    Enter and Tab take the marked line. Pressed before the list has come they wait for it, once: pressed again they go
    on without a village.
    """

    searched = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._name = name
        self._sought = ""
        """The text whose list has not come yet."""
        self._is_awaited = False
        self._look_of_window = look
        self._list: VillageList | None = None
        self.textEdited.connect(self._look)

    @property
    def is_listing(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and self._list.isVisible()

    def _opened_list(self) -> VillageList:
        """The list; built when there is something to show for the first time."""
        if self._list is None:
            self._list = VillageList(self._look_of_window, self)
            self._list.lines.itemClicked.connect(lambda _item: self._choose())
        return self._list

    def _put_list_away(self) -> None:
        if self._list is not None:
            self._list.hide()

    def show_lines(self, search: VillageSearch, lines: Sequence[VillageLine]) -> None:
        """Show what was found, unless something else stands in the box by now or the officer has gone on."""
        if search.text == self._sought:
            self._sought = ""
        if self.hasFocus() and search.text == self.text():
            self._opened_list().show_lines(lines)
            if self._is_awaited:
                self._is_awaited = False
                self._go_on_with_first(lines)

    def event(self, event: QEvent) -> bool:
        """Keep Escape and the arrows while the list is open."""
        if isinstance(event, QKeyEvent):
            is_asked = event.type() == QEvent.Type.ShortcutOverride and self.is_listing
            if is_asked and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
                if self._waits():
                    return True
                self._choose()  # what is marked counts, as with Enter
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """The open list takes arrows, Enter and Escape."""
        if self.is_listing and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._opened_list().step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        if self.is_listing and event.key() == Qt.Key.Key_Escape:
            self._put_list_away()
            return
        if is_enter(event):
            if self._waits():
                return
            self._choose()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """The list goes with the focus."""
        self._put_list_away()
        self._is_awaited = False
        super().focusOutEvent(event)
        self.setCursorPosition(0)  # the village's own name stands first: that is what is compared with the card

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - the toolkit's name
        """The list lies in the window, not in the box: it must not stay behind."""
        self._put_list_away()
        super().hideEvent(event)

    def show_text(self, text: str) -> None:
        """Show another text; nothing is looked for then."""
        if text != self.text():
            self._sought = ""
            self._is_awaited = False
        super().show_text(text)

    def _look(self, text: str) -> None:
        self._is_awaited = False
        is_sought = len(text.strip()) >= LEAST_LETTERS
        self._sought = text if is_sought else ""
        if is_sought:
            self.searched.emit(VillageSearch(self._name, text))
        else:
            self._put_list_away()

    def _waits(self) -> bool:
        """Whether a key that chooses has to wait for the list; the second one waits no more."""
        is_first = bool(self._sought) and not self._is_awaited
        self._is_awaited = is_first
        return is_first

    def _go_on_with_first(self, lines: Sequence[VillageLine]) -> None:
        """The key that came too early counts now; where nothing fits the list says so, and the focus stays."""
        if lines:
            self._choose()
            self.signals.tell_moved_on()

    def _choose(self) -> None:
        line = self._opened_list().marked if self.is_listing else None
        self._put_list_away()
        if line is not None:
            self.chosen.emit(VillageChoice(self._name, line.code))


class VillageList(QFrame):
    """Lies under its box, over everything else of the window; never takes the focus."""

    def __init__(self, look: Look, box: QLineEdit) -> None:
        super().__init__(box)
        self._look = look
        self._box = box
        self._found: Sequence[VillageLine] = ()
        self.setProperty("is", "floating")
        self.lines = QListWidget()
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.lines.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lines.setProperty("is", "bare")
        self.lines.setAccessibleName(tr("Kelurahan/Desa yang cocok"))
        self._none = words(
            tr("Tidak ada yang cocok. Ketik nama kelurahan/desa, kecamatan, atau kota."), "muted", wraps=True
        )
        self._none.setContentsMargins(look.px(8), look.px(8), look.px(8), look.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.lines)
        column.addWidget(self._none)
        box.destroyed.connect(self.deleteLater)  # it hangs on the window once it was open
        self.hide()

    @property
    def marked(self) -> VillageLine | None:
        """The line that Enter takes."""
        place = self.lines.currentRow()
        return self._found[place] if 0 <= place < len(self._found) else None

    def show_lines(self, found: Sequence[VillageLine]) -> None:
        """Show these, the first one marked."""
        self._found = found
        self.lines.clear()
        self.lines.addItems([line.path for line in found])
        self.lines.setCurrentRow(0)
        self.lines.setVisible(bool(found))
        self._none.setVisible(not found)
        self._place()
        self.show()
        self.raise_()

    def step(self, steps: int) -> None:
        """Mark the next line, or the one before; round and round."""
        if self._found:
            self.lines.setCurrentRow((self.lines.currentRow() + steps) % len(self._found))

    def _place(self) -> None:
        window, box = self._box.window(), self._box
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = box.mapTo(window, QPoint(0, 0))
        line = max(self.lines.sizeHintForRow(0), self._look.px(26)) if self._found else self._look.px(26)
        frame = self._look.px(10)
        height = line * max(len(self._found), 2) + frame
        wanted = max(box.width(), self._look.px(460), self.lines.sizeHintForColumn(0) + self._look.px(16))
        width = min(wanted, window.width() - corner.x() - self._look.px(12))
        below = corner.y() + box.height() + self._look.px(4)
        room = window.height() - self._look.px(8) - below
        if room >= min(height, line * LEAST_LINES + frame):
            self.setGeometry(corner.x(), below, width, min(height, room))
        else:
            height = min(height, corner.y() - self._look.px(8))
            self.setGeometry(corner.x(), corner.y() - height - self._look.px(4), width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Keep the list as wide as its frame."""
        super().resizeEvent(event)
        self.lines.scrollToItem(self.lines.item(max(self.lines.currentRow(), 0)))
