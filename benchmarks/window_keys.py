"""From a key until the window has answered and painted, on the full form and in the search over 60,000 people."""

from __future__ import annotations

import itertools
import random
import statistics
from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QMainWindow, QTableView

from app.desk.people_index import PAGE_VISITS
from app.ui import collector
from app.ui.screens.search import SearchScreen
from app.ui.shell import Shell
from benchmarks import stage
from benchmarks.measuring import Figure, seconds
from benchmarks.search import texts
from benchmarks.window_child import bare_form
from benchmarks.window_stage import TimedKeyboard, application, bear, last_percent, settle, unlocked, wait_until
from core.programme import QuestionKind
from core.registered import ListedVisit
from tests.journeys.people import FORM, Person, fill_in, somebody
from tests.kit.crowd import crowd
from tests.kit.typist import Keyboard

NAMES = ("SITI AMINAH", "DEWI LESTARI HANDAYANI", "MUHAMMAD RIZKY RAMADHAN", "SRI WAHYUNI", "AGUS SANTOSO")
PEOPLE = 60_000
SEARCH_KEYS = 600
FRAME_MS = 16
LIST_MS = 100
Index = QModelIndex | QPersistentModelIndex


class BareRows(QAbstractTableModel):
    """The floor of a long list: as many rows of the same texts."""

    def __init__(self, people: list[ListedVisit]) -> None:
        super().__init__()
        self._people = people

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """Number, name, NIK."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One text."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        one = self._people[index.row()]
        return (one.queue_number, one.name, one.nik)[index.column()]


def people() -> list[Person]:
    """Who comes to the desk."""
    return [somebody(number, name) for number, name in enumerate(NAMES)]


def form_keys(shell: Shell) -> tuple[TimedKeyboard, list[float]]:
    """Every key of the form, and apart from them those that bring it: the first key of the next person."""
    keyboard, firsts = TimedKeyboard(shell.window()), TimedKeyboard(shell.window())
    for number, person in enumerate(people()):
        if number:
            firsts.type(person.nik[0])
            fill_in(keyboard, person.but(nik=person.nik[1:]))
        else:
            fill_in(keyboard, person)
        Keyboard(shell.window()).press("F2")
        wait_until(lambda: not shell.station.tasks.is_busy and shell.registration.saved.isVisible())
    return keyboard, firsts.taken_ms


def answer_keys(shell: Shell) -> tuple[str, TimedKeyboard]:
    """Every key in the questions of the programme that asks most, with the form above them filled in."""
    desk, form_desk = shell.station.desk, shell.registration.form_desk
    programmes = [desk.programme_of(code) for code in desk.programme_codes()]
    most = max(programmes, key=lambda one: len(one.questions))
    shell.registration.start_next()
    form_desk.change_programme(most.code)
    fill_in(TimedKeyboard(shell.window()), people()[0].but(nik="3578080101709901"), until="email")
    keyboard = TimedKeyboard(shell.window())
    for question in most.questions:
        form_desk.jump_to(f"answers.{question.name}")
        settle()
        keyboard.type(_TYPED[question.kind])
        keyboard.press("Return")
    return most.code, keyboard


_TYPED = {
    QuestionKind.YES_NO: "Y",
    QuestionKind.CHOICE: "12",
    QuestionKind.TEXT: "Contoh jawaban",
    QuestionKind.AMOUNT: "4500000",
    QuestionKind.COUNT: "3",
    QuestionKind.DATE: "01-03-2026",
}


def bare_keys() -> TimedKeyboard:
    """The same people into boxes with nothing behind them."""
    application().setStyleSheet("")
    form = bare_form()
    form.show()
    wait_until(form.isActiveWindow)
    keyboard = TimedKeyboard(form)
    keyboard.press("Tab")
    for person in people():
        for name in FORM:
            keyboard.type(person.keys.get(name, ""))
            keyboard.press("Tab")
    form.close()
    return keyboard


def search_keys(shell: Shell, everybody: list[ListedVisit]) -> TimedKeyboard:
    """Keys in the search box, until the list is painted."""
    screen = shell.front
    if not isinstance(screen, SearchScreen):
        raise TypeError(type(screen))
    keyboard = TimedKeyboard(shell.window())
    before = ""
    for text in itertools.islice(texts(everybody), SEARCH_KEYS):
        if text[:-1] != before:
            screen.clear()
            settle()
        keyboard.type(text[-1])
        before = text
    return keyboard


def _read(shell: Shell, everybody: list[ListedVisit]) -> None:
    """Everybody into the window's memory, as if they had been read from the store: then they are left out, too."""
    for page in _pages(everybody):
        shell.station.people.index.add(page)
    collector.leave_out_what_is_there()


def _pages(everybody: list[ListedVisit]) -> Iterator[list[ListedVisit]]:
    for end in range(len(everybody), 0, -PAGE_VISITS):
        yield everybody[max(end - PAGE_VISITS, 0) : end][::-1]


def list_opens(shell: Shell) -> tuple[float, float]:
    """Milliseconds until the list of everybody is painted: the first time, and later ones."""
    keyboard = TimedKeyboard(shell.window())
    for _ in range(6):
        keyboard.press("Ctrl+2", "Ctrl+1")
    first, *later = keyboard.taken_ms[::2]
    return first, statistics.median(later)


def bare_list(everybody: list[ListedVisit]) -> float:
    """Milliseconds until as long a list is painted that nobody can search."""
    application().setStyleSheet("")
    window, table = QMainWindow(), QTableView()
    window.setCentralWidget(table)
    table.setModel(BareRows(everybody))
    window.resize(1366, 728)

    def open_list() -> None:
        window.show()
        settle()

    taken = seconds(open_list)
    window.close()
    return 1000 * taken


def _figures(what: str, ours: TimedKeyboard, floor: TimedKeyboard | None = None) -> Iterator[Figure]:
    taken, least = ours.taken_ms, floor.taken_ms if floor else []
    yield Figure(f"{what}, median", "ms", statistics.median(taken), statistics.median(least) if least else None)
    last = last_percent(least) if least else None
    yield Figure(f"{what}, 99 of 100 below", "ms", last_percent(taken), last, aim=FRAME_MS, is_aim_of_ours=True)
    worked = last_percent(floor.worked_ms) if floor else None
    yield Figure(f"{what}, 99 of 100 below, our thread alone", "ms", last_percent(ours.worked_ms), worked)


def measure() -> list[Figure]:
    """Keys on the form, then list and search."""
    random.seed(1)
    everybody = crowd(PEOPLE)
    application()
    floor, floor_list = bare_keys(), bare_list(everybody)
    with stage.folder() as place:
        bear(place / "meja")
        with unlocked(place / "meja") as shell:
            keys, firsts = form_keys(shell)
            most, answers = answer_keys(shell)
            _read(shell, everybody)
            first, later = list_opens(shell)
            shell.window().activateWindow()
            TimedKeyboard(shell.window()).press("Ctrl+2")
            found = search_keys(shell, everybody)
    return [
        *_figures(f"{len(keys.taken_ms)} keys on the form", keys, floor),
        Figure("first key of the next person, slowest", "ms", max(firsts)),
        *_figures(f"{len(answers.taken_ms)} keys in the questions of {most}", answers),
        *_figures("keys in the search over 60,000", found),
        Figure("list of 60,000, first opened", "ms", first, floor_list, aim=LIST_MS, is_aim_of_ours=True),
        Figure("list of 60,000, opened again", "ms", later, floor_list, aim=LIST_MS, is_aim_of_ours=True),
    ]
