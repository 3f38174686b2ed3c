"""Three people registered in the real window by its keys alone, with a picture after each step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.house import DeskHouse
from app.ui.i18n import Language
from app.ui.program import look_of, make_application
from app.ui.theme import Look, put_on
from app.ui.window import Window
from tools.keyboard import Keyboard

SIZE = (1366, 728)
"""A 1366 x 768 screen without the system's own bar."""

STOPS = (
    "nik", "name_on_id", "birth_place", "birth_date", "sex", "id_address", "rt_rw", "village_code", "religion",
    "marital_status", "occupation", "citizenship", "family_card_no", "mobile", "email", "employment_status",
    "in_formal_education", "excluded_group", "former_recipient", "education", "training", "documents", "consent",
)  # fmt: skip
"""The stops of the form in their order; where a person has no keys, Enter passes by."""

USUAL = {
    "birth_place": "surabaya", "id_address": "jl kenanga no 5", "rt_rw": "3/7", "village_code": "mojo",
    "religion": "i", "marital_status": "k", "occupation": "wiraswasta", "employment_status": "1",
    "in_formal_education": "t", "excluded_group": "1", "former_recipient": "t", "education": "4",
    "training": "menjahit", "documents": "12", "consent": " ",
}  # fmt: skip
VILLAGE = "Mojo, Gubeng"


def person(number: int, name: str, born: str, **keys: str) -> dict[str, str]:
    """A made-up person as an officer types the cards.

    Args:
        born: ddmmyy as the NIK writes it, 40 added to a woman's day.
        keys: what is typed otherwise; an empty text leaves a stop out.
    """
    whole = {
        **USUAL,
        "nik": f"357808{born}{9951 + number}",
        "name_on_id": name,
        "family_card_no": f"357808230812{9951 + number}",
        "mobile": f"0812457{number:05d}",
        "email": f"{name.split(maxsplit=1)[0]}{number}@contoh.id",
        **keys,
    }
    return {stop: text for stop, text in whole.items() if text}


PEOPLE = (
    person(1, "siti aminah binti abdurrahman wahid", "550890"),
    person(2, "budi santoso", "120385", documents="1"),
    person(3, "dewi lestari", "570491", birth_date="16-04-1991", email=""),
)
"""Registered at once; waiting for a paper; born on another day than the NIK says, and without e-mail."""


@dataclass
class Tour:
    """A window over a profile, hands on its keyboard, and where the pictures go."""

    application: QApplication
    window: Window
    keys: Keyboard
    folder: Path

    def picture(self, name: str) -> Path:
        """What the window shows once every answer has come, as PNG."""
        self.keys.settle()
        self.keys.until(lambda: not self._waits, "every answer has come")
        self.keys.settle()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.png"
        self.window.grab().save(str(path))
        return path

    @property
    def _waits(self) -> bool:
        shell = self.window.shell
        return shell is not None and shell.station.tasks.is_busy


def started(home: Path, folder: Path, *, language: str = "id", look: Look | None = None) -> Tour:
    """Open the window over the profile in ``home``."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else make_application()
    house = DeskHouse(home)
    settings = house.settings() if house.is_founded() else None
    worn = look or look_of(application, settings)
    words = Language()
    words.speak(language)
    put_on(application, worn)
    window = Window(house, worn, words)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    return Tour(application, window, Keyboard(window), folder)


def is_hiding(widget: QWidget) -> bool:
    """Whether it is the box for a secret."""
    return isinstance(widget, QLineEdit) and widget.isEnabled() and widget.echoMode() == QLineEdit.EchoMode.Password


def unlock(tour: Tour, secret: str) -> None:
    """Type the secret."""
    tour.keys.until(lambda: is_hiding(tour.keys.target), "the box for the secret has the focus")
    tour.keys.type(secret)
    tour.keys.press("Enter")
    tour.keys.until(lambda: tour.window.shell is not None, "the desk is unlocked")


def fill_in(tour: Tour, keys: dict[str, str], *, until: str = STOPS[-1]) -> None:
    """Type a person into the empty form, Enter after each stop, up to and including ``until``."""
    for stop in STOPS:
        tour.keys.type(keys.get(stop, ""))
        if stop == "village_code" and stop in keys:
            tour.keys.until(lambda: tour.keys.shows(VILLAGE), "the village is listed")
        if stop == until:
            return
        tour.keys.press("Return")


def save(tour: Tour) -> str:
    """Press F2, and once more where the window asks for it; the queue number that it then shows."""
    shell = tour.window.shell
    if shell is None:
        raise SystemExit("the desk is locked")
    tour.keys.press("F2")
    if shell.registration.form_desk.question:
        tour.keys.press("F2")
    number = shell.registration.saved.number
    tour.keys.until(lambda: number.isVisible() and bool(number.text()), "the queue number is shown")
    tour.keys.until(lambda: not shell.station.tasks.is_busy, "the answers have come")
    return number.text()


def three_people(home: Path, secret: str, folder: Path) -> list[str]:
    """Register three people by keys alone and leave pictures; their queue numbers."""
    tour = started(home, folder)
    numbers = []
    unlock(tour, secret)
    for count, keys in enumerate(PEOPLE, 1):
        fill_in(tour, keys)
        tour.picture(f"{count}-form")
        numbers.append(save(tour))
        tour.picture(f"{count}-saved")
        tour.keys.press("F3")
    for key, name in (("Ctrl+2", "search"), ("Ctrl+3", "outbox"), ("Ctrl+4", "day")):
        tour.keys.press(key)
        tour.picture(name)
    leave(tour)
    return numbers


UNSENT = "belum terkirim"
"""What the window says at its end while something still waits for the line."""


def leave(tour: Tour) -> None:
    """Close as Ctrl+Q does."""
    tour.window.close()
    tour.keys.until(lambda: not tour.window.isVisible() or tour.keys.shows(UNSENT), "the window closes or asks")
    if tour.window.isVisible():
        tour.picture("window-unsent")
        tour.keys.press("Return")
        tour.keys.until(lambda: not tour.window.isVisible(), "the window has closed")
