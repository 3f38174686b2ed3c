"""Ctrl+K: one box that finds people and commands while one types; Enter opens, Escape leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.actions import CANCEL, FIND, SEARCH, Action, Command
from app.ui.i18n import number_text, tr
from app.ui.overlays.overlay import Overlay
from app.ui.station import Station
from app.ui.tables.lines import Line, LineList, LineModel
from app.ui.widgets.box_signals import is_enter
from app.ui.widgets.key_chip import key_text
from app.ui.widgets.standing import standing_of
from app.ui.widgets.words import words
from core.registered import ListedVisit

MOST_COMMANDS = 6
MOST_PEOPLE = 8

_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Finder(Overlay):
    """Box, list, one line that says how many more there are."""

    def __init__(
        self, station: Station, parent: QWidget, actions: Sequence[Action], do: Callable[[Command], None]
    ) -> None:
        """Prepare.

        Args:
            actions: what can be done now.
            do: gives a command to what lies below.
        """
        super().__init__(station.look, parent, width_px=680, height_px=520)
        self._station = station
        self._do = do
        self._actions = [one for one in actions if one.is_enabled and one.command not in (FIND, CANCEL)]
        self.setAccessibleName(tr(FIND.text))
        self.box = QLineEdit()
        self.box.setAccessibleName(tr(FIND.text))
        self.box.setPlaceholderText(tr("Nama, NIK, nomor, atau perintah"))
        self.model = LineModel(station.look)
        self.list = LineList(station.look, self.model, tr("Hasil"), takes_focus=False)
        self.said = words("", "muted")
        self.content.addWidget(self.box)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.said)
        self.box.textChanged.connect(lambda _text: self.show_found())
        self.box.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        station.people.indexed.connect(self._on_indexed)
        self.show_found()

    def take_focus(self) -> None:
        """Typing begins at once."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_indexed(self, _reading: object) -> None:
        self.show_found()

    def show_found(self) -> None:
        """Search anew: commands that fit, then people."""
        text = self.box.text().strip()
        commands = self._commands(text)
        people, count = self._people(text)
        self.model.show((*commands, *people))
        self.list.mark(0)
        self.said.setText(self._sentence(text, count, len(commands) + len(people)))
        self.said.setVisible(bool(self.said.text()))

    def _commands(self, text: str) -> Sequence[Line]:
        fitting: dict[str, tuple[int, Action]] = {}
        for action in self._actions:
            fit = fit_of(action.command, action.text, text)
            if fit and action.command.code not in fitting:
                fitting[action.command.code] = (fit, action)
        best = sorted(fitting.values(), key=lambda one: -one[0])  # stable: equals stay in the order of the keys sheet
        return [self._line_of(action) for _fit, action in (best[:MOST_COMMANDS] if text else best)]

    def _line_of(self, action: Action) -> Line:
        command = action.command
        text = action.text or tr(command.text)
        return Line("arrow-right", text, "", key_text(command.keys), lambda: self._do(command))

    def _people(self, text: str) -> tuple[Sequence[Line], int]:
        if not text:
            return (), 0
        today = self._station.desk.today().isoformat()
        found = self._station.people.index.search(text, limit=MOST_PEOPLE, today=today)
        return [self._person(visit) for visit in found.visits], found.count

    def _person(self, visit: ListedVisit) -> Line:
        year, month, day = visit.business_on.split("-")
        number = visit.registration_no or f"{day}-{month}-{year}"
        about = f"{visit.queue_number}  \u00b7  {number}"
        name = visit.name or tr("(nama belum terbaca)")
        return Line("user", name, about, tr(standing_of(visit.status).text), lambda: self._open(visit))

    def _open(self, visit: ListedVisit) -> None:
        self._station.show_record(visit.uid)

    def _sentence(self, text: str, count: int, shown: int) -> str:
        if count > MOST_PEOPLE:
            return tr("{count} orang cocok. Ketik lagi, atau buka {place}.").format(
                count=number_text(count), place=tr(SEARCH.text)
            )
        if text and not shown:
            if not self._station.people.reading.is_whole:
                return tr("Daftar sedang dibuka.")
            return tr("Tidak ada yang cocok. Coba empat angka terakhir NIK, atau sebagian namanya saja.")
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Arrows in the box move in the list, Enter takes what is marked."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                self._take(self.list.currentIndex().row())
                return True
            if event.key() in _TO_LIST:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _take(self, row: int) -> None:
        line = self.model.line(row)
        if line is not None:
            self.close_overlay()
            line.take()


def fit_of(command: Command, shown: str, text: str) -> int:
    """How well a command fits what was typed; 0 = not at all.

    Its words count as they are shown, in the source language, and as officers say them ("upload", "login").
    """
    typed = text.casefold().split()
    if not typed:
        return 1
    said = f"{shown or tr(command.text)}".casefold().split()
    known = f"{command.text} {command.words}".casefold().split()
    if said and said[0].startswith(typed[0]) and _has_all(said, typed):
        return 3
    if _has_all(said, typed):
        return 2
    return int(_has_all((*said, *known), typed))


def _has_all(known: Sequence[str], typed: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in known) for one in typed)
