"""An answer that comes late leaves the keys where the officer has gone meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.gates.unlock import UnlockScreen
from app.ui.screens.search import SearchScreen
from app.ui.shell import Shell
from tests.kit.desk import SECRET
from tests.kit.typist import Typist
from tests.kit.window import opened_window, settled, training_home

WOMAN = "3578085508909901"


class Officer:
    """Somebody at an unlocked window whose disk can be made slow."""

    def __init__(self, qtbot: QtBot, shell: Shell, hands: Typist) -> None:
        self.qtbot = qtbot
        self.shell = shell
        self.hands = hands

    @contextmanager
    def slow_disk(self) -> Iterator[None]:
        """The database worker does nothing else until the block ends; then every answer comes."""
        go_on = threading.Event()
        self.shell.station.desk.submit(go_on.wait)
        try:
            yield
        finally:
            go_on.set()
            settled(self.qtbot, self.shell.station)

    @property
    def searched(self) -> str:
        front = self.shell.front
        assert isinstance(front, SearchScreen)
        return front.box.text()


@pytest.fixture
def officer(qtbot: QtBot, tmp_path: Path) -> Iterator[Officer]:
    with opened_window(qtbot, training_home(tmp_path / "meja")) as window:
        hands = Typist(qtbot, window)

        def may_type() -> bool:
            gate = window.centralWidget()
            return isinstance(gate, UnlockScreen) and gate.secret.line.hasFocus() and gate.open.isEnabled()

        hands.until(may_type)
        hands.type(SECRET)
        hands.press("Return")
        hands.until(lambda: window.shell is not None)
        assert window.shell is not None
        settled(qtbot, window.shell.station)
        yield Officer(qtbot, window.shell, hands)


@pytest.mark.parametrize("keys", [("F2", "F2"), ("F6",)], ids=["saved", "put aside"])
def test_what_is_typed_into_the_search_stays_there(officer: Officer, keys: tuple[str, ...]) -> None:
    officer.hands.type(WOMAN)
    with officer.slow_disk():
        officer.hands.press(*keys, "Ctrl+2")
        officer.hands.type("si")
    officer.hands.type("ti")
    assert officer.searched == "siti"
    assert officer.shell.registration.form_desk.form.is_empty()


def test_an_open_sheet_keeps_the_keys(officer: Officer) -> None:
    officer.hands.type(WOMAN)
    with officer.slow_disk():
        officer.hands.press("F6", "Ctrl+K")
        officer.hands.type("si")
    officer.hands.type("ti")
    assert officer.shell.registration.form_desk.form.is_empty()
