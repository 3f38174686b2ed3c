"""Ten thousand random keys into the real window: no bug, nothing lost, no number twice, and then a normal visit."""

from __future__ import annotations

import logging
import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.actions import COMMANDS, LOCK, QUIT
from app.ui.crash import CrashReport
from app.ui.window import Window
from core.registered import KeptRegistration
from tests.harness.seeds import seeded
from tests.journeys.people import FORM, fill_in, somebody
from tests.kit.desk import OFFICER, SECRET, opened
from tests.kit.enrolled import registrations
from tests.kit.typist import Typist
from tests.kit.window import opened_window, training_home

KEYS = 10_000
PROOF_ROUNDS = 5
ANSWER_EVERY = 25
"""After so many keys the workers' answers come in, as they do between the keys of a person."""

LETTERS = string.ascii_letters + string.digits + " -./@+'"
MOVES = (
    "Return", "Enter", "Tab", "Shift+Tab", "Esc", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown",
    "Backspace", "Del", "Space", "Ctrl+A", "Ctrl+V", "Ctrl+X", "Ctrl+C", "F11", "F12", "Alt+F", "Ctrl+Return",
)  # fmt: skip
SHORTCUTS = tuple(command.keys for command in COMMANDS if command.keys and command not in (QUIT, LOCK))
SAVING = ("F2", "F2", "F3")


class Monkey:
    """Presses keys like a cat on the table, and now and then types a person's card as an officer does."""

    def __init__(self, typist: Typist, chance: random.Random) -> None:
        self._typist = typist
        self._chance = chance
        self.people = 0

    def press(self) -> int:
        """One deed; how many keys it took."""
        deed = self._chance.random()
        if deed < 0.45:
            return self._type("".join(self._chance.choices(LETTERS, k=self._chance.randrange(1, 8))))
        if deed < 0.75:
            return self._press(self._chance.choice(MOVES))
        if deed < 0.93:
            return self._press(self._chance.choice(SHORTCUTS))
        if deed < 0.96:
            return self._press(*SAVING)
        if deed < 0.97:
            return self._lock()
        return self._person()

    def _type(self, text: str) -> int:
        self._typist.type(text)
        return len(text)

    def _press(self, *keys: str) -> int:
        self._typist.press(*keys)
        return len(keys)

    def _lock(self) -> int:
        self._typist.press("Ctrl+L")
        return 1

    def _person(self) -> int:
        """A card from the NIK on, wherever that goes; some are left in the middle, some are saved."""
        before = self._typist.effort.strokes
        self._typist.press("Esc", "F3")
        number = self.people = self.people + 1
        person = somebody(number % 90, f"orang {word(number)}", born=f"{1 + number // 90:02d}0385")
        for name in FORM[: self._chance.randrange(2, len(FORM) + 1)]:
            self._typist.type(person.keys.get(name, ""))
            self._typist.press("Return")
        return self._typist.effort.strokes - before


def word(number: int) -> str:
    """A name for a number."""
    return "".join(string.ascii_lowercase[int(digit)] for digit in f"{number:03d}")
