"""Lock, close and a new look over a form: nothing is lost, nothing hangs, nothing stays behind for others to see."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from app.desk.context import Desk
from app.desk.drafts import drafts
from app.models.rows import WORKER_DATABASE
from app.ui.gates.farewell import Farewell
from app.ui.gates.unlock import UnlockScreen
from app.ui.overlays.overlay import Overlay
from app.ui.shell import Shell
from app.ui.tasks import Tasks
from app.ui.widgets.village_box import VillageList
from app.ui.window import Window
from tests.kit.desk import SECRET, register_one
from tests.kit.typist import Typist
from tests.kit.window import close_window, opened_window, settled, training_home

PATIENCE_MS = 6_000
NIK = "3578085508909901"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """The program's window at its gate, the net spread out as the program does it."""
    with (
        opened_window(qtbot, training_home(tmp_path / "meja")) as opened,
        qtbot.captureExceptions(),
        opened.crashes.watching(),
    ):
        yield opened


@pytest.fixture
def typist(qtbot: QtBot, window: Window) -> Typist:
    return Typist(qtbot, window)


def asks_for_secret(window: Window) -> bool:
    gate = window.centralWidget()
    return isinstance(gate, UnlockScreen) and gate.secret.line.hasFocus() and gate.open.isEnabled()


def unlocked(qtbot: QtBot, window: Window) -> Shell:
    """The work area, once the secret was typed."""
    qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)
    typist = Typist(qtbot, window)
    typist.type(SECRET)
    typist.press("Return")
    qtbot.waitUntil(lambda: window.shell is not None, timeout=PATIENCE_MS)
    return shell_of(qtbot, window)


def shell_of(qtbot: QtBot, window: Window) -> Shell:
    shell = window.shell
    assert shell is not None
    settled(qtbot, shell.station)
    return shell


def sql(desk: Desk, statement: str) -> None:
    desk.store.run(lambda: WORKER_DATABASE.execute_sql(statement))


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    """The disk takes nothing."""
    sql(desk, "PRAGMA query_only=1")
    try:
        yield
    finally:
        sql(desk, "PRAGMA query_only=0")


@contextmanager
def without_table(desk: Desk, table: str) -> Iterator[None]:
    """What only a bug of ours could do to a store: its jobs fall."""
    sql(desk, f'ALTER TABLE "{table}" RENAME TO "{table}_gone"')
    try:
        yield
    finally:
        sql(desk, f'ALTER TABLE "{table}_gone" RENAME TO "{table}"')


@contextmanager
def busy(desk: Desk) -> Iterator[None]:
    """The database works on something long."""
    go_on = threading.Event()
    work = desk.submit(go_on.wait)
    try:
        yield
        assert not work.done()
    finally:
        go_on.set()


@contextmanager
def refusing(desk: Desk, way: str) -> Iterator[None]:
    with read_only(desk) if way == "trouble" else without_table(desk, "draft"):
        yield


def nik_in(shell: Shell) -> str:
    return shell.registration.form_desk.form.values.get("nik", "")


# --- a form that cannot be kept -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["trouble", "bug"])
def test_locking_goes_on_when_the_form_cannot_be_kept_and_gives_it_back(
    qtbot: QtBot, window: Window, typist: Typist, way: str
) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    with refusing(shell.station.desk, way):
        typist.press("Ctrl+L")
        typist.until_sees("isian itu kembali begitu meja dibuka")
    if way == "bug":
        typist.until(lambda: bool(window.findChildren(Overlay)), "the report of the bug")
        typist.press("Escape")
    again = unlocked(qtbot, window)
    assert nik_in(again) == NIK
    qtbot.waitUntil(lambda: len(drafts(again.station.desk)) == 1, timeout=PATIENCE_MS)


@pytest.mark.parametrize("way", ["trouble", "bug"])
def test_closing_asks_once_when_the_form_cannot_be_kept(qtbot: QtBot, window: Window, typist: Typist, way: str) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    desk = shell.station.desk
    sql(desk, "PRAGMA query_only=1" if way == "trouble" else 'ALTER TABLE "draft" RENAME TO "draft_gone"')
    window.close()
    typist.until_sees("hilang bila Posko ditutup")
    settled(qtbot, shell.station)
    assert window.shell is shell
    assert typist.sees("Tutup juga")
    assert shell.isEnabled()
    window.close()
    qtbot.waitUntil(lambda: window.shell is None, timeout=PATIENCE_MS)


def test_a_new_look_comes_though_the_form_cannot_be_kept(qtbot: QtBot, window: Window, typist: Typist) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    with read_only(shell.station.desk):
        window.change_look(replace(shell.station.look, percent=110))
        qtbot.waitUntil(lambda: window.shell not in (None, shell), timeout=PATIENCE_MS)
        assert nik_in(shell_of(qtbot, window)) == NIK


def test_the_gate_warns_before_it_lets_an_unkept_form_go(qtbot: QtBot, window: Window, typist: Typist) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    with read_only(shell.station.desk):
        window.lock()
        qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)
    window.close()
    assert typist.sees("hilang bila Posko ditutup")
    assert isinstance(window.centralWidget(), UnlockScreen)


# --- two wishes at once ---------------------------------------------------------------------------------------------

Wish = Callable[[Window], object]
WISHES: dict[str, Wish] = {
    "lock": Window.lock,
    "close": Window.close,
    "look": lambda window: window.change_look(replace(window._look, percent=110)),
}


@pytest.mark.parametrize(
    ("first", "second"), [("lock", "close"), ("close", "lock"), ("look", "close"), ("close", "look")]
)
def test_of_two_wishes_closing_wins(qtbot: QtBot, window: Window, typist: Typist, first: str, second: str) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    with busy(shell.station.desk):
        WISHES[first](window)
        WISHES[second](window)
        assert window.shell is shell
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Farewell), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)


@pytest.mark.parametrize(("first", "second"), [("lock", "look"), ("look", "lock")])
def test_locking_wins_over_a_new_look_which_the_gate_wears(
    qtbot: QtBot, window: Window, typist: Typist, first: str, second: str
) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    with busy(shell.station.desk):
        WISHES[first](window)
        WISHES[second](window)
    qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)
    again = unlocked(qtbot, window)
    assert nik_in(again) == NIK
    assert again.station.look.percent == 110


def test_no_key_is_taken_once_the_desk_is_being_locked(qtbot: QtBot, window: Window, typist: Typist) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    typist.press("Return")
    with busy(shell.station.desk):
        typist.press("Ctrl+L")
        typist.type("SITI AMINAH")
        assert "name_on_id" not in shell.registration.form_desk.form.values
    qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)


def test_closing_in_the_middle_of_opening_closes(tmp_path: Path, qtbot: QtBot) -> None:
    with opened_window(qtbot, training_home(tmp_path / "meja")) as window:
        window.close()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)


# --- what a bug must not leave behind -------------------------------------------------------------------------------


def test_a_bug_while_saving_gives_the_form_back(qtbot: QtBot, window: Window, typist: Typist) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    with without_table(shell.station.desk, "registration"):
        typist.press("F2", "F2")
        typist.until_sees("gangguan")
        settled(qtbot, shell.station)
    assert nik_in(shell) == NIK
    assert typist.sees("3578 0855 0890 9901")
    window.lock()
    qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)


# --- nothing stays behind -------------------------------------------------------------------------------------------


def said_by(node: QAccessibleInterface) -> Iterator[str]:
    """Everything a screen reader can hear below a place."""
    for what in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
        yield node.text(what)
    for place in range(node.childCount()):
        below = node.child(place)
        if below is not None:
            yield from said_by(below)


def test_the_applicants_view_goes_with_the_lock(qtbot: QtBot, window: Window, typist: Typist) -> None:
    unlocked(qtbot, window)
    typist.type(NIK)
    typist.press("Return")
    typist.type("SITI AMINAH")
    typist.press("F8")
    typist.until_sees("Apakah ini benar?")
    typist.press("Ctrl+L")
    qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)
    assert window.findChildren(Overlay) == []
    heard = " ".join(said_by(QAccessible.queryAccessibleInterface(window)))
    assert "SITI" not in f"{heard} {typist.shown}"


def test_the_lock_works_while_the_sheet_of_keys_is_open(qtbot: QtBot, window: Window, typist: Typist) -> None:
    unlocked(qtbot, window)
    typist.press("F1")
    assert window.findChildren(Overlay)
    typist.press("Ctrl+L")
    qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)


def living(kind: type[object]) -> int:
    gc.collect()
    return sum(isinstance(one, kind) for one in gc.get_objects())


def test_a_locked_window_has_no_desk_and_nothing_that_hung_on_it(qtbot: QtBot, window: Window, typist: Typist) -> None:
    before = living(Desk)
    for _ in range(2):
        shell = unlocked(qtbot, window)
        shell.registration.form_desk.jump_to("village_code")
        typist.type("gub")
        typist.until(lambda: any(one.isVisible() for one in window.findChildren(VillageList)))
        del shell
        window.lock()
        qtbot.waitUntil(lambda: asks_for_secret(window), timeout=PATIENCE_MS)
    assert [one for one in window.findChildren(Tasks) if one.parent() is window and one is not window._doors] == []
    qtbot.waitUntil(lambda: window.findChildren(VillageList) == [], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: living(Desk) == before, timeout=PATIENCE_MS)


def test_a_busy_database_keeps_nobody_from_working(qtbot: QtBot, window: Window) -> None:
    shell = unlocked(qtbot, window)
    with busy(shell.station.desk):
        window._house.start_sync(lambda _state: None)


# --- a correction and a slip that are under way ---------------------------------------------------------------------


def begin_correction(shell: Shell, typist: Typist) -> None:
    """The name of somebody who is registered is being corrected."""
    kept = register_one(shell.station.desk, 0).kept
    shell.station.correct_record(kept.uid)
    typist.until_sees("Perbaiki data")
    typist.press("Return")
    typist.type("siti baru")
    typist.press("Return")
    typist.type("salah baca")


def test_a_correction_that_is_being_typed_comes_back_after_the_lock(
    qtbot: QtBot, window: Window, typist: Typist
) -> None:
    begin_correction(unlocked(qtbot, window), typist)
    typist.press("Ctrl+L")
    again = unlocked(qtbot, window)
    typist.until_sees("Perbaiki data")
    typist.until(lambda: typist.sees("SITI BARU") and typist.sees("salah baca"))
    settled(qtbot, again.station)
    typist.press("F2")
    typist.until_sees("Perbaikan tersimpan")


def test_a_slip_that_is_being_drawn_when_the_window_closes_is_printed(
    qtbot: QtBot, window: Window, typist: Typist, tmp_path: Path
) -> None:
    shell = unlocked(qtbot, window)
    desk, house = shell.station.desk, shell.station.house
    slips = tmp_path / "slip"
    slips.mkdir()
    house.save_settings(msgspec.structs.replace(house.settings(), printer=f"folder:{slips}"))
    shell.station.printing.print_slip(register_one(desk, 0).kept, is_reprint=False)
    close_window(qtbot, window)
    assert len(list(slips.iterdir())) == 1


def test_after_the_settings_the_form_goes_on_where_it_was(qtbot: QtBot, window: Window, typist: Typist) -> None:
    shell = unlocked(qtbot, window)
    typist.type(NIK)
    shell.registration.form_desk.jump_to("id_address")
    typist.type("jl. mawar")
    typist.press("Ctrl+5")
    settled(qtbot, shell.station)
    window.change_look(replace(shell.station.look, percent=110))
    qtbot.waitUntil(lambda: window.shell not in (None, shell), timeout=PATIENCE_MS)
    again = shell_of(qtbot, window)
    qtbot.waitUntil(lambda: nik_in(again) == NIK, timeout=PATIENCE_MS)
    typist.press("Ctrl+1")
    assert again.registration.form_desk.page.column.box("id_address").hasFocus()
