"""Finding one's way in the real window by keyboard: the finder, the sheet of keys, the day page's open matters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.drafts import save_draft
from app.ui.gates.unlock import UnlockScreen
from app.ui.overlays.keys import KeysSheet
from app.ui.screens.day import DayScreen
from app.ui.screens.outbox import OutboxScreen
from app.ui.screens.record import RecordScreen
from app.ui.screens.registration import RegistrationScreen
from app.ui.shell import Shell
from app.ui.window import Window
from tests.kit.desk import SECRET, opened, register_one
from tests.kit.typist import Typist
from tests.kit.window import opened_window, settled, training_home


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A desk at which two people were registered, one without a paper, and a form was left half filled."""
    home = training_home(tmp_path / "meja")
    with opened(home) as desk:
        register_one(desk, 0)
        register_one(desk, 1, documents=["ktp"])
        save_draft(desk, {"name_on_id": "SLAMET"})
    with opened_window(qtbot, home) as shown:
        yield shown


@pytest.fixture
def typist(qtbot: QtBot, window: Window) -> Typist:
    """Somebody who has unlocked the desk."""
    officer = Typist(qtbot, window)
    officer.until(lambda: asks_for_secret(window))
    officer.type(SECRET)
    officer.press("Return")
    officer.until(lambda: window.shell is not None)
    settled(qtbot, work(window).station)
    return officer


def asks_for_secret(window: Window) -> bool:
    gate = window.centralWidget()
    return isinstance(gate, UnlockScreen) and gate.secret.line.hasFocus() and gate.open.isEnabled()


def work(window: Window) -> Shell:
    assert window.shell is not None
    return window.shell


def test_upload_finds_the_place_that_sends(window: Window, typist: Typist) -> None:
    typist.press("Ctrl+K")
    typist.type("upload")
    typist.press("Return")
    typist.until(lambda: isinstance(work(window).front, OutboxScreen))


def test_a_name_finds_the_record(window: Window, typist: Typist) -> None:
    typist.press("Ctrl+K")
    typist.type("aab")
    typist.press("Return")
    typist.until(lambda: isinstance(work(window).front, RecordScreen))


def test_the_sheet_of_keys_comes_and_goes_by_one_key(window: Window, typist: Typist) -> None:
    typist.press("F1")
    typist.until(lambda: any(sheet.isVisible() for sheet in window.findChildren(KeysSheet)))
    typist.press("F1")
    typist.until(lambda: not any(sheet.isVisible() for sheet in window.findChildren(KeysSheet)))


def test_an_open_visit_of_the_day_is_opened_by_enter(qtbot: QtBot, window: Window, typist: Typist) -> None:
    typist.press("Ctrl+4")
    typist.until(lambda: isinstance(work(window).front, DayScreen))
    settled(qtbot, work(window).station)
    typist.press("Down", "Down", "Return")
    typist.until(lambda: isinstance(work(window).front, RecordScreen))


def test_a_draft_of_the_day_page_comes_back_into_the_form(qtbot: QtBot, window: Window, typist: Typist) -> None:
    typist.press("Ctrl+4")
    settled(qtbot, work(window).station)
    typist.press("Down", "Return")
    typist.until(lambda: isinstance(work(window).front, RegistrationScreen))
    typist.until(lambda: work(window).registration.form_desk.view.fields["name_on_id"].text == "SLAMET")
