"""Random keys into the window, as a cat on the table would press them, with half-typed cards in between."""

from __future__ import annotations

import itertools
import random
import string
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.ui.actions import BROWSER, COMMANDS, LOCK, QUIT
from app.ui.gates.farewell import Farewell
from app.ui.gates.unlock import UnlockScreen
from app.ui.public_screens import PublicScreens
from app.ui.screens.calls import CallScreen
from app.ui.window import Window
from tests.journeys.people import FORM, somebody
from tests.kit.desk import SECRET
from tests.kit.typist import Typist

BREATH = 25
"""After so many keys the workers' answers come in, as they do between the keys of a person."""

ANSWER_MS = 50

LETTERS = string.ascii_letters + string.digits + " -./@+'"
MOVES = (
    "Return", "Enter", "Tab", "Shift+Tab", "Esc", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown",
    "Backspace", "Del", "Space", "Ctrl+A", "Ctrl+V", "Ctrl+X", "Ctrl+C", "F11", "F12", "Alt+F", "Ctrl+Return",
)  # fmt: skip
SHORTCUTS = tuple(command.keys for command in COMMANDS if command.keys and command not in (QUIT, LOCK, BROWSER))


class Monkey:
    """Plays with one window until it has pressed enough keys or closed the window by them."""

    def __init__(self, typist: Typist, window: Window, chance: random.Random) -> None:
        self._typist = typist
        self._window = window
        self._chance = chance
        self._people = 0
        self._breathed_at = 0
        self._other_hand = QTimer(window, interval=ANSWER_MS)
        self._other_hand.timeout.connect(self._answer)
        self._other_hand.start()
        self.seen: set[str] = set()
        """Queue numbers that the window has shown as saved."""

    @property
    def keys(self) -> int:
        """How many were pressed."""
        return self._typist.effort.strokes

    def play(self, keys: int) -> None:
        """Press so many keys; fewer if one of them closed the window."""
        until = self.keys + keys
        while self.keys < until and self._window.isVisible():
            self.come_in()
            self._press()
            if self.keys - self._breathed_at >= BREATH:
                self.breathe()

    def _press(self) -> None:
        self.be_in_front()
        deed, chance, typist = self._chance.random(), self._chance, self._typist
        if deed < 0.45:
            typist.type("".join(chance.choices(LETTERS, k=chance.randrange(1, 8))))
        elif deed < 0.75:
            typist.press(chance.choice(MOVES))
        elif deed < 0.93:
            typist.press(chance.choice(SHORTCUTS))
        elif deed < 0.96:
            typist.press("F2", "F2")
        elif deed < 0.965:
            typist.press("Ctrl+L")
        else:
            self._type_card()

    def _answer(self) -> None:
        """A file box says in a loop of its own that there is no such file; the key that led there waits for us."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            QTest.keyClick(box, Qt.Key.Key_Return)

    def _type_card(self) -> None:
        """A card from the NIK on, wherever that goes; some are left in the middle, some are saved."""
        self._typist.press("Esc", "Esc", "F3")
        number = self._people = self._people + 1
        person = somebody(number % 90, f"orang {_word(number)}", born=f"{1 + number // 90 % 28:02d}0385")
        for name in FORM[: self._chance.randrange(2, 2 * len(FORM))]:
            self._typist.type(person.keys.get(name, ""))
            if name == "village_code":
                self.breathe()
            self._typist.press("Return")
        if self._chance.random() < 0.5:
            self._typist.press("F2", "F2")

    def come_in(self) -> None:
        """Unlock if the keys have locked; go if they have closed the window.

        Guessing secrets makes the desk wait longer and longer, so at the gate the monkey knows what to type.
        """
        while self._window.isVisible() and self._window.shell is None:
            self._leave_the_door()
            gate = self._window.centralWidget()
            if isinstance(gate, UnlockScreen):
                self._typist.until(partial(self._has_keys, gate.secret.line))
                self._typist.type(SECRET)
                self._typist.press("Return")
            elif isinstance(gate, Farewell) and gate.leave_button.isVisible():
                self._typist.press("Return")
            self._typist.until(partial(self._is_past, gate))

    def _leave_the_door(self) -> None:
        """Keys have made a kiosk of the laptop: an officer wants it back."""
        public = PublicScreens.of(self._window).public
        if public is not None:
            public.way_out.click()

    def be_in_front(self) -> None:
        """Without a display nobody gives the window its keys back when a list of choices or a file box has closed."""
        self._typist.until(self._is_in_front)

    def _is_in_front(self) -> bool:
        modal = QApplication.activeModalWidget()
        if modal is not None:  # a file box has the keys only after a turn of the loop; the window is deaf before
            modal.activateWindow()
            return modal.isActiveWindow()
        others = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self._window]
        if any(not isinstance(one, CallScreen) for one in others) or self._window.isActiveWindow():
            return True
        self._window.activateWindow()
        return False

    def _has_keys(self, box: QWidget) -> bool:
        return self._is_in_front() and box.hasFocus()

    def _is_past(self, gate: QWidget | None) -> bool:
        window = self._window
        if not window.isVisible() or window.shell is not None or window.centralWidget() is not gate:
            return True
        return isinstance(gate, Farewell) and gate.leave_button.isVisible()

    def breathe(self) -> None:
        """Let the loop turn, wait for the workers' answers, and note the number that is shown."""
        self._breathed_at = self.keys
        looks = itertools.count()
        self._typist.until(lambda: bool(next(looks)) and not self._is_waiting())  # the loop turns between two looks
        self.look()

    def _is_waiting(self) -> bool:
        shell = self._window.shell
        return shell is not None and shell.station.tasks.is_busy

    def look(self) -> None:
        """Note the number that is shown."""
        shell = self._window.shell
        if shell is not None and shell.registration.saved.isVisible():
            self.seen |= {shell.registration.saved.number.text()} - {""}

    def fill_clipboard(self, text: str) -> None:
        """What Ctrl+V brings first."""
        QApplication.clipboard().setText(text)


def _word(number: int) -> str:
    return "".join(string.ascii_lowercase[int(digit)] for digit in f"{number:03d}")
