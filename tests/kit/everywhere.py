"""Every gate, screen and overlay of the real window, one after the other, each at rest and full of data."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.desk.account.look import account_view
from app.models.mail_space import keep_mail_space
from app.printing.address import Way
from app.ui.actions import ABOUT, FIND, HELP, LOG, SCAN, SLIP_CASES
from app.ui.crash import CrashReport
from app.ui.gates.damaged import TroubleScreen
from app.ui.gates.farewell import Farewell
from app.ui.gates.opening import Opening
from app.ui.gates.recovery import RecoveryScreen
from app.ui.gates.setup import SetupScreen
from app.ui.gates.setup_key import KeyStep
from app.ui.gates.setup_steps import ServerStep
from app.ui.gates.unlock import UnlockScreen
from app.ui.overlays.crash_report import CrashReportSheet
from app.ui.overlays.help_card import HelpCardOverlay
from app.ui.overlays.overlay import Overlay
from app.ui.overlays.show import ShowOverlay
from app.ui.public_window import PublicWindow
from app.ui.screens.record import RecordScreen
from app.ui.screens.settings import SettingsScreen
from app.ui.shell import Shell
from app.ui.tasks import Tasks
from app.ui.theme import Look
from app.ui.window import Window
from core.errors import Trouble
from core.mail_space import MailSpace
from core.proofs import MailNotice
from core.wire.events import Kind
from tests.kit.desk import CHEAP, SECRET, sql
from tests.kit.helped import server_tells
from tests.kit.logging_state import logging_as_before
from tests.kit.window import dress, opened_window, training_home
from tools.keyboard import Keyboard
from tools.window_tour import PEOPLE, Tour, fill_in, save

USUAL_SIZE = (1366, 728)
"""What most laptops of an office show, without the system's own bar."""

USUAL_LOOK = Look()
LAYOUTS = 4
"""A box that finds its lines longer than it thought asks its row for room, and the row its page."""

WHOLE, WAITING, DOUBTED = PEOPLE


@dataclass(frozen=True)
class Setting:
    """How the window is looked at."""

    language: str = "id"
    look: Look = USUAL_LOOK
    size: tuple[int, int] = USUAL_SIZE


@dataclass(frozen=True)
class View:
    """Something that an officer can come to.

    Args:
        root: what lies in front: the whole window's content, or an overlay.
        shell: the work area, where there is one.
    """

    name: str
    root: QWidget
    shell: Shell | None = None


def every_view(qtbot: QtBot, folder: Path, setting: Setting) -> Iterator[View]:
    """All of them, in the order of a day: before the desk, the set-up, work, home."""
    yield from _alone(qtbot, setting)
    yield from _setting_up(qtbot, folder / "baru", setting)
    yield from _working(qtbot, training_home(folder / "meja"), setting)


@contextmanager
def cheap_births() -> Iterator[None]:
    """A guess of a secret costs next to nothing; logging is as before when the block ends."""
    with pytest.MonkeyPatch.context() as patch, logging_as_before():
        for function in ("app.models.birth.give_birth", "app.models.officers.secret_lock"):
            patch.setattr(f"{function}.__kwdefaults__", {"cost": CHEAP})
        yield


def at_rest(qtbot: QtBot, window: QWidget) -> None:
    """Wait until every answer has come and everything has its place."""
    qtbot.waitUntil(lambda: not any(tasks.is_busy for tasks in window.findChildren(Tasks)), timeout=20_000)
    for _ in range(LAYOUTS):
        Keyboard(window).settle(0)


def _alone(qtbot: QtBot, setting: Setting) -> Iterator[View]:
    """What stands in the window for a moment, or only when something is wrong."""
    gates: tuple[tuple[str, Callable[[], QWidget]], ...] = (
        ("opening", lambda: Opening(setting.look)),
        ("damaged", lambda: TroubleScreen(setting.look, Trouble("STORE_IN_USE", holder="Posko"), lambda: None)),
    )
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dress(application, setting.look, setting.language)
    for name, make in gates:
        gate = make()
        gate.resize(*setting.size)
        gate.show()
        qtbot.waitUntil(gate.isActiveWindow)
        at_rest(qtbot, gate)
        yield View(name, gate)
        gate.close()
        gate.deleteLater()


# --- set-up -------------------------------------------------------------------------------------------------------


def _setting_up(qtbot: QtBot, home: Path, setting: Setting) -> Iterator[View]:
    with cheap_births(), opened_window(qtbot, home, setting.look, setting.language) as window:
        window.resize(*setting.size)
        qtbot.waitUntil(lambda: isinstance(window.centralWidget(), SetupScreen), timeout=20_000)
        setup = window.centralWidget()
        assert isinstance(setup, SetupScreen)
        keys = Keyboard(window)
        for name, fill in (("mode", _choose_training), ("post", _fill_post), ("officer", _fill_officer)):
            at_rest(qtbot, window)
            yield View(f"set-up: {name}", setup)
            setup.go_on()
            at_rest(qtbot, window)
            yield View(f"set-up: {name}, refused", setup)
            fill(keys)
        yield from _server_step(qtbot, setup)
        yield from _key_step(qtbot, setup)
        qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockScreen), timeout=20_000)
        at_rest(qtbot, window)


def _choose_training(keys: Keyboard) -> None:
    keys.press("Space", "Return")


def _fill_post(keys: Keyboard) -> None:
    for text in ("sby01", "Posko Contoh 01", "jawa ti", "Dinas Contoh", "Jl. Contoh No. 1", "1"):
        keys.type(text)
        keys.press("Return")


def _fill_officer(keys: Keyboard) -> None:
    for text in ("Rina Setyowati", "kopi tubruk jam tiga", "kopi tubruk jam tiga"):
        keys.type(text)
        keys.press("Return")


def _server_step(qtbot: QtBot, setup: SetupScreen) -> Iterator[View]:
    step = setup.step
    assert isinstance(step, ServerStep), type(step)
    at_rest(qtbot, setup)
    yield View("set-up: off-line", setup)
    step.way.setFocus()
    Keyboard(setup).press("Down", "Space")
    setup.go_on()
    at_rest(qtbot, setup)
    yield View("set-up: server, refused", setup)
    step.go_offline()
    setup.go_on()


def _key_step(qtbot: QtBot, setup: SetupScreen) -> Iterator[View]:
    qtbot.waitUntil(lambda: isinstance(setup.step, KeyStep), timeout=20_000)
    step = setup.step
    assert isinstance(step, KeyStep)
    at_rest(qtbot, setup)
    yield View("set-up: key", setup)
    step.tick.setChecked(True)
    setup.go_on()


# --- work ---------------------------------------------------------------------------------------------------------


def _working(qtbot: QtBot, home: Path, setting: Setting) -> Iterator[View]:
    with opened_window(qtbot, home, setting.look, setting.language) as window:
        window.resize(*setting.size)
        day = _Day(qtbot, window, home)
        for part in (
            day.unlock,
            day.register,
            day.people,
            day.queue,
            day.accounts,
            day.public,
            day.lists,
            day.places,
            day.overlays,
            day.go_home,
        ):
            yield from part()


class _Day:
    """One window from the secret to the farewell."""

    def __init__(self, qtbot: QtBot, window: Window, folder: Path) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._qtbot, self._window = qtbot, window
        self._keys = Keyboard(window)
        self._tour = Tour(application, window, self._keys, folder)

    @property
    def _shell(self) -> Shell:
        shell = self._window.shell
        assert shell is not None
        return shell

    def _view(self, name: str) -> View:
        at_rest(self._qtbot, self._window)
        return View(name, self._window.centralWidget() or self._window, self._window.shell)

    def unlock(self) -> Iterator[View]:
        """The gate, and what it says to somebody who has forgotten."""
        self._qtbot.waitUntil(lambda: isinstance(self._window.centralWidget(), UnlockScreen), timeout=20_000)
        gate = self._window.centralWidget()
        assert isinstance(gate, UnlockScreen)
        self._qtbot.waitUntil(self._is_asked, timeout=20_000)
        yield self._view("unlock")
        gate.try_it()
        yield self._view("unlock: refused")
        self._qtbot.waitUntil(gate.forgotten.isEnabled, timeout=20_000)
        gate.forgotten.click()
        recovery = self._window.centralWidget()
        assert isinstance(recovery, RecoveryScreen)
        recovery.try_it()
        yield self._view("unlock: forgotten")
        recovery.go_back()
        self._qtbot.waitUntil(self._is_asked, timeout=20_000)
        self._keys.type(SECRET)
        self._keys.press("Return")
        self._qtbot.waitUntil(lambda: self._window.shell is not None, timeout=20_000)

    def _is_asked(self) -> bool:
        gate = self._window.centralWidget()
        return isinstance(gate, UnlockScreen) and gate.open.isEnabled() and gate.secret.line.hasFocus()

    def register(self) -> Iterator[View]:
        """The form: empty, doubted, put aside, whole, shown, saved."""
        yield self._view("form: empty")
        fill_in(self._tour, DOUBTED, until="id_address")
        yield self._view("form: a doubt")
        self._shell.registration.form_desk.page.column._more.click()
        yield self._view("form: everything unfolded")
        self._keys.press("F6")
        yield self._view("form: put aside")
        self._keys.press("F6")
        yield self._view("drafts")
        self._keys.press("Escape")
        fill_in(self._tour, WHOLE)
        yield self._view("form: whole")
        self._keys.press("F8")
        yield self._laid_over("applicant's view", ShowOverlay)
        self._keys.press("Escape")
        save(self._tour)
        yield self._view("saved")
        self._keys.press("F3")
        fill_in(self._tour, WAITING)
        save(self._tour)
        yield self._view("saved: waiting")

    def people(self) -> Iterator[View]:
        """The list, and one registration with each of its panels."""
        self._keys.press("Ctrl+2")
        self._qtbot.waitUntil(lambda: self._shell.station.people.reading.is_whole, timeout=20_000)
        yield self._view("search")
        self._keys.type("zzz")
        yield self._view("search: nothing")
        self._keys.press("Escape")
        self._keys.type("budi")
        self._keys.press("Return")
        self._qtbot.waitUntil(lambda: isinstance(self._shell.front, RecordScreen), timeout=20_000)
        yield self._view("record")
        for keys, name in (("Alt+P", "record: correction"), ("Alt+T", "record: withdrawal")):
            self._keys.press(keys)
            yield self._view(name)
            self._keys.press("F2")
            yield self._view(f"{name}, without a reason")
            self._keys.press("Escape")
        self._keys.press("Alt+L")
        yield self._view("record: stage")
        self._keys.press("Escape")
        self._keys.press("Alt+R")
        yield self._view("exports: one person")
        self._keys.press("Escape")

    def queue(self) -> Iterator[View]:
        """The queue: empty, with people in it, somebody called, sent elsewhere, a visit, the end of the day."""
        self._keys.press("Ctrl+9")
        yield self._view("queue: empty")
        self._keys.press("Ctrl+9")  # whoever has gone round by Tab is in a box now, where letters are typing
        for letter in "aabcp":
            self._keys.type(letter)
            at_rest(self._qtbot, self._window)
        yield self._view("queue: five wait")
        yield from self._after((("Ctrl+9", "F10", "L", "F10"), "queue: somebody called, another aside"))
        yield from self._number_held_twice()
        yield from self._after(
            (("Ctrl+9", "T"), "queue: to which line"),
            (("Escape", "Ctrl+9", "N"), "queue: a visit"),
            (("F2",), "queue: a visit, refused"),
            (("Escape", "Ctrl+9", "Alt+X"), "queue: closing"),
            (("Alt+Y", "Alt+X"), "queue: opening again"),
        )
        self._keys.press("Escape")

    def _after(self, *steps: tuple[tuple[str, ...], str]) -> Iterator[View]:
        """What is seen after these keys, each of them answered before the next."""
        for keys, name in steps:
            for key in keys:
                self._keys.press(key)
                at_rest(self._qtbot, self._window)
            yield self._view(name)

    def _number_held_twice(self) -> Iterator[View]:
        """Two people have one number, as a copied profile gives it; afterwards each has their own again."""
        desk, queue = self._shell.station.desk, self._shell.station.queue
        last = "(SELECT MAX(number) FROM ticket WHERE number LIKE 'A%')"
        first = last.replace("MAX", "MIN")
        sql(desk.store, f"UPDATE ticket SET taken_number = number, number = {first} WHERE number = {last}")
        queue.refresh()
        yield from self._after((("Ctrl+9",), "queue: a number held twice"))
        sql(desk.store, "UPDATE ticket SET number = taken_number, taken_number = NULL WHERE taken_number IS NOT NULL")
        queue.refresh()
        at_rest(self._qtbot, self._window)

    def accounts(self) -> Iterator[View]:
        """The account desk: nobody, then one person on every road, put off, and gone on with."""
        desk = self._shell.station.desk
        space = MailSpace("warga.contoh.id", "12")
        desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, space))
        for keys, name in (
            (("Ctrl+2", "F4"), "account: nobody"),
            (("Return",), "account: who"),
            (("S", "I", "T", "I", "Return"), "account: which need"),
            (("1",), "account: whose phone"),
            (("1",), "account: which road"),
            (("4",), "account: names"),
            (("A", "B"), "account: a wish"),
            (("Ctrl+G", "1", "1"), "account: steps"),
            (("Ctrl+H",), "account: telephone"),
            (("Ctrl+Z", *["Return"] * 7), "account: the address"),
            (("Return", "Return"), "account: the code"),
            (("Return",), "account: a wrong code"),
            (("Ctrl+N",), "account: why later"),
            (("Ctrl+Z", "Ctrl+G", "4", "1"), "account: a mailbox"),
            (("Ctrl+Y",), "account: waiting for the server"),
            (("Ctrl+J",), "account: paused"),
            (("Down", "Return", "F2"), "account: nobody any more"),
        ):
            for key in keys:
                self._keys.press(key)
                at_rest(self._qtbot, self._window)
            yield self._view(name)
        yield from self._recovery()
        self._keys.press("Ctrl+2")
        self._qtbot.waitUntil(lambda: self._shell.station.people.reading.is_whole, timeout=20_000)
        for key in ("Return", "F4", "2", "Ctrl+Z", "F8"):
            self._keys.press(key)
            at_rest(self._qtbot, self._window)
        yield self._laid_over("account: turned to the applicant", HelpCardOverlay)
        self._keys.press("Escape")
        for keys, name in (
            (("Return", "Return", "Return", "F2", "F4"), "account: at its end"),
            (("Escape",), "record: somebody was helped"),
        ):
            for key in keys:
                self._keys.press(key)
                at_rest(self._qtbot, self._window)
            yield self._view(name)

    def _recovery(self) -> Iterator[View]:
        """Somebody who has forgotten the password of a mailbox comes back with the card."""
        desk = self._shell.station.desk
        ((account,),) = sql(desk.store, "SELECT account_uid FROM mail_act WHERE kind = 'mailbox_reserved'")
        uid = uuid.UUID(bytes=account)
        server_tells(desk, uid, Kind.MAILBOX_RESERVED, MailNotice.MAILBOX_ACTIVE)
        address = account_view(desk, uid).account.address
        for keys, name in (
            (("Ctrl+F", "Return"), "account: an address is looked for"),
            ((*address, "Return"), "account: found by the address"),
            (("Ctrl+U",), "account: a recovery"),
            (("F2",), "account: a recovery, refused"),
            (("Ctrl+Z", "Escape"), "account: nobody comes back"),
        ):
            for key in keys:
                self._keys.press(key)
                at_rest(self._qtbot, self._window)
            yield self._view(name)

    def public(self) -> Iterator[View]:
        """What the public touches: it stands on a monitor of its own, here beside the window."""
        station = self._shell.station
        public = PublicWindow(station.desk, station.house, station.look, station.tasks, station.printing)
        public.resize(*USUAL_SIZE)
        public.show()
        public.activateWindow()
        self._qtbot.waitUntil(public.isActiveWindow)
        at_rest(self._qtbot, public)
        yield View("kiosk", public)
        public.kiosk.show_number("A042", 3, None)
        at_rest(self._qtbot, public)
        yield View("kiosk: a number", public)
        public.kiosk.survey.click()
        at_rest(self._qtbot, public)
        yield View("survey", public)
        public.survey.take(0)
        at_rest(self._qtbot, public)
        yield View("survey: a question", public)
        public.go()
        public.deleteLater()
        self._window.activateWindow()
        self._qtbot.waitUntil(self._window.isActiveWindow)

    def lists(self) -> Iterator[View]:
        """Who waits, who is to be typed in elsewhere, what leaves the desk."""
        self._keys.press("Ctrl+6")
        yield self._view("waiting list")
        self._keys.press("Ctrl+7")
        yield self._view("worklist")
        self._keys.press("Return")
        yield self._view("worklist: a person open")
        self._keys.press("Escape")
        self._keys.press("Alt+L")
        yield self._view("worklist: stage")
        self._keys.press("Escape")
        self._keys.press("Ctrl+8")
        yield self._view("exports")

    def places(self) -> Iterator[View]:
        """Outbox, day and settings, with the forms that open there."""
        for keys, name in (
            ("Ctrl+3", "outbox"),
            ("Ctrl+4", "day"),
            ("Ctrl+0", "report"),
            ("Alt+F", "catch up"),
            ("Ctrl+5", "settings"),
        ):
            self._keys.press(keys)
            yield self._view(name)
        settings = self._shell.front
        assert isinstance(settings, SettingsScreen)
        settings.officers_card.add.click()
        yield self._view("settings: new officer")
        settings.officers_card.change.click()
        yield self._view("settings: another secret")
        settings.officers_card.close_forms()
        for way in (Way.TCP, Way.DEVICE):
            settings.printer_card.printer.show_text(way)
            settings.printer_card.offer(())
            yield self._view(f"settings: a printer, {way}")
        self._keys.press("Ctrl+1")

    def overlays(self) -> Iterator[View]:
        """Everything that is laid over the window."""
        for command in (HELP, FIND, SCAN, SLIP_CASES, ABOUT, LOG):
            self._shell.overlay_wanted.emit(command)
            yield self._laid_over(command.code, Overlay)
        self._window._show_crash(CrashReport("LookupError", 1))
        yield self._laid_over("crash report", CrashReportSheet)

    def _laid_over(self, name: str, kind: type[Overlay]) -> View:
        """The overlay in front. It stays until the next key, as the walk goes on only then."""
        at_rest(self._qtbot, self._window)
        (overlay,) = [one for one in self._window.findChildren(kind) if one.isVisible()]
        self._qtbot.waitUntil(lambda: has_focus_within(overlay))
        return View(name, overlay, self._shell)

    def go_home(self) -> Iterator[View]:
        """The farewell to whoever leaves something unsent."""
        self._window.close()
        self._qtbot.waitUntil(self._is_said, timeout=20_000)
        yield self._view("farewell")

    def _is_said(self) -> bool:
        gate = self._window.centralWidget()
        return isinstance(gate, Farewell) and gate.leave_button.isVisible()


def has_focus_within(root: QWidget) -> bool:
    """Whether keys go to something there."""
    now = QApplication.focusWidget()
    return now is not None and (now is root or root.isAncestorOf(now))
