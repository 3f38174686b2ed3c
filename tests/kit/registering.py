"""The registration screen over a real store: a screen, the hands at its keyboard, and what its store holds."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desk.lookup import find_everything
from app.ui.screens.registration import RegistrationScreen
from app.ui.station import Station
from app.ui.widgets.village_box import VillageBox
from core.registered import KeptRegistration
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled

WOMAN = "3578085508909901"
"""Born 15-08-1990 in Gubeng, Surabaya."""

SIZE = (1366, 728)


class Desk:
    """A screen, the hands at its keyboard, and what its store holds."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot = qtbot
        self.station = station
        self.open()

    def open(self) -> None:
        """Open the screen, as the shell does after unlock."""
        self.screen = RegistrationScreen(self.station)
        self.stage = Stage(self.screen)
        self.qtbot.addWidget(self.stage)
        self.stage.resize(*SIZE)
        self.hands = Typist(self.qtbot, self.stage)
        with self.qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        self.screen.enter()
        self.hands.until(lambda: QApplication.focusWidget() is not None)
        settled(self.qtbot, self.station)

    def kill(self) -> None:
        """The window goes without a word."""
        self.stage.hide()

    def box(self, name: str) -> QWidget:
        return self.screen.form_desk.page.column.box(name)

    def text(self, name: str) -> str:
        box = self.box(name)
        return box.currentText() if isinstance(box, QComboBox) else cast("QLineEdit", box).text()

    def go_to(self, name: str) -> None:
        self.screen.form_desk.jump_to(name)

    def is_at(self, name: str) -> bool:
        focus = QApplication.focusWidget()
        box = self.box(name)
        return focus is not None and (focus is box or box.isAncestorOf(focus))

    def findings(self) -> list[str]:
        """Codes of the findings that stand under fields."""
        column = self.screen.form_desk.page.column
        rows = {id(column.box(name).parentWidget()): column.row(name) for name in column.names()}
        return [shown.finding.code for row in rows.values() for shown in row.findings]

    def enter(self, name: str, text: str) -> None:
        """Type into a field and press Enter."""
        self.go_to(name)
        self.hands.type(text)
        self.hands.press("Return")

    def type_person(self, nik: str = WOMAN, name: str = "siti aminah") -> None:
        """Everything that a clean applicant needs, by keys alone, the birth date and sex left as filled in."""
        hands = self.hands
        for text in (nik, name, "surabaya"):
            hands.type(text)
            hands.press("Return")
        hands.press("Return", "Return")  # birth date and sex stand there already
        hands.type("jl. mawar no. 5")
        hands.press("Return")
        hands.type("003/007")
        hands.press("Return")
        self.type_village("gub")
        hands.press("I", "Return", "K", "Return")
        hands.type("karyawan swasta")
        hands.press("Return", "Return")
        for text in ("3578082308129902", "081234560123", "siti.aminah@contoh.id"):
            hands.type(text)
            hands.press("Return")
        hands.press("K", "Return", "T", "Return", "T", "Return", "T", "Return", "S", "M", "A", "Return")
        hands.type("menjahit")
        hands.press("Return", "1", "2", "Return", "Space")

    def type_village(self, text: str) -> None:
        self.hands.type(text)
        box = cast("VillageBox", self.box("village_code"))
        self.hands.until(lambda: box.is_listing, "no village was listed")
        self.hands.press("Return")

    def save(self) -> None:
        """Press F2 and wait for the answer."""
        self.hands.press("F2")
        self.until_saved()

    def until_saved(self) -> None:
        self.hands.until(lambda: bool(self.screen.saved.isVisible() and self.screen.saved.number.text()))
        settled(self.qtbot, self.station)

    def visits(self) -> list[KeptRegistration]:
        settled(self.qtbot, self.station)
        return list(find_everything(self.station.desk))
