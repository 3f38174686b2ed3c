"""Alt+M: which programme the person asks for; by its digit, by a few letters, or by the arrows and Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.actions import PROGRAMME
from app.ui.i18n import of_programme, tr
from app.ui.overlays.overlay import Overlay
from app.ui.panels.registration_words import about_text, conditions_text
from app.ui.station import Station
from app.ui.tables.lines import ROW_PX, Line, LineList, LineModel
from app.ui.widgets.box_signals import is_enter
from app.ui.widgets.programme_choice import ProgrammeChoice
from app.ui.widgets.words import words
from core.programme import Programme

_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_CHROME_PX = 180
"""Of the card besides its lines."""


class ProgrammesSheet(Overlay):
    """A box to type in and the list of programmes, each with what it is for."""

    def __init__(self, station: Station, parent: QWidget, choice: ProgrammeChoice) -> None:
        height_px = _CHROME_PX + ROW_PX * len(choice.programmes)
        super().__init__(station.look, parent, width_px=860, height_px=height_px)
        self._station = station
        self._choice = choice
        self.setAccessibleName(choice.title)
        self.box = QLineEdit()
        self.box.setAccessibleName(choice.title)
        self.box.setPlaceholderText(tr("Angka di kanan, atau beberapa huruf nama program"))
        self.model = LineModel(station.look)
        self.list = LineList(station.look, self.model, tr(PROGRAMME.text), takes_focus=False)
        self.said = words("", "muted", wraps=True)
        self.content.addWidget(words(choice.title, "title", wraps=True))
        self.content.addWidget(self.box)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.said)
        self.box.textChanged.connect(self._show_fitting)
        self.box.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self._show_fitting("")

    def take_focus(self) -> None:
        """Typing begins at once."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_fitting(self, text: str) -> None:
        typed = text.casefold().split()
        desk = self._station.desk
        province, today = desk.store.profile.post.province, desk.today()
        named: list[Line] = []
        others: list[Line] = []
        for digit, programme in enumerate(self._choice.programmes, 1):
            name, about = of_programme(programme.name), about_text(programme, province, today)
            told = f"{about} {conditions_text(programme, today)}"
            known = f"{programme.code} {name} {programme.name} {told}".casefold()
            if all(word in known for word in typed):
                fitting = named if programme.code.casefold() in typed else others
                fitting.append(self._line(programme, name, about, digit))
        lines = [*named, *others]  # who types "bpu" means BPU, not another one that has it in its words
        self.model.show(lines)
        self.list.mark(0)
        said = tr("Identitas tetap; pertanyaan dan persetujuan mengikuti program yang dipilih.")
        self.said.setText(said if lines else tr("Tidak ada program yang cocok. Hapus satu huruf."))

    def _line(self, programme: Programme, name: str, about: str, digit: int) -> Line:
        is_present = programme.code == self._choice.present
        icon_name, tone = ("check", "accent") if is_present else ("file-text", "muted")
        return Line(icon_name, name, about, str(digit), lambda: self._choice.take(programme.code), tone)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """A digit takes its line at once, arrows move in the list, Enter takes what is marked."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                self._take(self.list.currentIndex().row())
                return True
            if event.key() in _TO_LIST:
                self.list.keyPressEvent(event)
                return True
            if not self.box.text() and event.text().isdecimal() and event.text().isascii():
                self._take(int(event.text()) - 1)
                return True
        return super().eventFilter(watched, event)

    def _take(self, row: int) -> None:
        line = self.model.line(row)
        if line is not None:
            self.close_overlay()
            line.take()
