"""An officer at the keyboard of the real window: comes in, serves people, looks things up. No mouse, no short cuts."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.gates.unlock import UnlockScreen
from app.ui.screens.record import RecordScreen
from app.ui.shell import Shell
from app.ui.window import Window
from tests.journeys.people import Person, fill_in
from tests.kit.enrolled import pending
from tests.kit.typist import Effort, Typist

LINE_PATIENCE_MS = 200_000
"""A line that was dead for some time is tried again after up to a minute and more."""


class Officer:
    """Reads what the window shows and presses keys."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.window = window
        self.typist = Typist(qtbot, window)
        self.efforts: dict[str, Effort] = {}

    @property
    def shell(self) -> Shell:
        """The work area."""
        shell = self.window.shell
        assert shell is not None, self.typist.shown
        return shell

    def come_to_rest(self) -> None:
        """Wait for every answer."""
        self.typist.until(lambda: not self.shell.station.tasks.is_busy)

    def sees(self, *texts: str) -> None:
        """All of this must come to be shown."""
        for text in texts:
            self.typist.until_sees(text)

    # --- coming and going -----------------------------------------------------------------------------------------

    def come_in(self, name: str, secret: str) -> None:
        """Unlock as somebody, whoever worked here before."""
        self.typist.until(lambda: isinstance(self.window.centralWidget(), UnlockScreen))
        gate = self.window.centralWidget()
        assert isinstance(gate, UnlockScreen)
        self.typist.until(lambda: self.typist.place in ("Kata rahasia", "Petugas") and bool(gate.list.name))
        if self.typist.place == "Kata rahasia" and not self.typist.sees(name):
            self.typist.tab_to("Petugas lain")
            self.typist.press("Space")
        while self.typist.place == "Petugas":
            self.typist.press("Return" if gate.list.name == name else "Down")
        self.typist.type(secret)
        self.typist.press("Return")
        self.typist.until(lambda: self.window.shell is not None)
        self.sees(name)
        self.come_to_rest()

    def lock(self) -> None:
        """Ctrl+L."""
        self.typist.press("Ctrl+L")
        self.typist.until(lambda: self.window.shell is None)

    # --- registering ----------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """An empty form."""
        self.typist.press("F3")
        self.typist.until(lambda: self.typist.place == "NIK")
        self.typist.effort = Effort()

    def save(self, *seen: str, presses: int = 1) -> str:
        """F2; the queue number that is shown, once all of ``seen`` is shown too."""
        self.typist.press(*["F2"] * presses)
        saved = self.shell.registration.saved
        self.typist.until(lambda: saved.isVisible() and bool(saved.number.text()))
        self.sees(*seen)
        return saved.number.text()

    def register(self, person: Person, *seen: str, presses: int = 1) -> str:
        """A person from the first key to the number."""
        self.begin()
        fill_in(self.typist, person)
        number = self.save(*seen, presses=presses)
        self.efforts[person.keys.get("name_on_id", "")] = self.typist.effort
        return number

    def choose_programme(self, letters: str) -> None:
        """Alt+M, a few letters of its name, Enter."""
        self.typist.press("Alt+M")
        self.typist.until(lambda: self.typist.place.startswith("Program "))
        self.typist.type(letters)
        self.typist.press("Return")
        self.typist.until(lambda: not self.typist.place.startswith("Program "))
        self.come_to_rest()

    # --- looking up -----------------------------------------------------------------------------------------------

    def open_record(self, text: str, *seen: str) -> None:
        """Search for somebody and open the record."""
        self.typist.press("Ctrl+2")
        self.typist.until(lambda: self.typist.place == "Cari pendaftaran")
        self.typist.press("Ctrl+A")
        self.typist.type(text)
        self.sees(*seen)
        self.typist.press("Return")
        self.typist.until(lambda: isinstance(self.shell.front, RecordScreen))
        self.come_to_rest()
        self.sees(*seen)

    def until_all_is_sent(self) -> None:
        """Press nothing and wait: the outbox empties by itself, and then the window says so."""
        desk = self.shell.station.desk
        self.typist.until(lambda: pending(desk) == 0, patience_ms=LINE_PATIENCE_MS)
        self.typist.until(lambda: "0 menunggu" in self.shell.status.text, patience_ms=LINE_PATIENCE_MS)
