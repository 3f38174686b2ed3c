"""The account desk's screen with the hands at its keyboard, and what came back to where it began."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.desk.account.look import AccountView, account_view
from app.models.mail_space import keep_mail_space
from app.ui.account_wish import AccountWish, HelpOutcome
from app.ui.actions import Action, Command
from app.ui.screens.account import AccountScreen
from app.ui.screens.account_pages import Page
from app.ui.station import Station
from core.activation import SIGNS
from core.mail_space import MailSpace
from core.proofs import MailNotice
from core.wire.events import Kind
from tests.kit.helped import server_tells
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled

SPACE = MailSpace("warga.contoh.go.id", "12")
SIZE = (1366, 728)
CODE = re.compile("-".join([f"[{SIGNS}]{{4}}"] * 3))
"""A code as it stands on a card."""


def with_page(station: Station) -> Station:
    """The same, with a page where codes are used."""
    words = replace(station.desk.words, status_host="posko.contoh.go.id")
    return replace(station, desk=replace(station.desk, words=words))


class AccountDesk:
    """A screen, the hands at its keyboard, and what came back to where it began."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot, self.station = qtbot, station
        self.back: list[HelpOutcome] = []
        self.screen = AccountScreen(station)
        self.stage = Stage(self.screen)
        qtbot.addWidget(self.stage)
        self.stage.resize(*SIZE)
        self.hands = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        self.screen.enter()
        self.hands.until(lambda: QApplication.focusWidget() is not None)
        settled(qtbot, station)

    def grant(self) -> None:
        """The server has granted names."""
        store = self.station.desk.store
        store.write(lambda: keep_mail_space(store.profile.stream, SPACE))

    def begin(self, name: str = "SITI AMINAH", **more: object) -> None:
        """F4 beside a form."""
        self.start(name, **more)
        self.rest()

    def start(self, name: str = "SITI AMINAH", **more: object) -> None:
        """F4, and nobody waits for an answer."""
        wish = AccountWish(name_on_id=name, back_text="Kembali", back=self.back.append, **more)  # type: ignore[arg-type]  # the test says what fits
        self.screen.begin(wish)

    def rest(self) -> None:
        """Every answer has come back."""
        settled(self.qtbot, self.station)

    def choose_printer(self, folder: Path) -> Path:
        """Papers go there from now on; the folder."""
        house = self.station.house
        house.save_settings(msgspec.structs.replace(house.settings(), printer=f"folder:{folder}"))
        return folder

    def tell(self, code: MailNotice, kind: Kind = Kind.MAILBOX_RESERVED, *, account: uuid.UUID | None = None) -> None:
        """A word of the server comes in."""
        server_tells(self.station.desk, account or self.view.account.uid, kind, code)
        self.station.signals.changed.emit(Changes(has_accounts=True))
        settled(self.qtbot, self.station)

    def offer(self, command: Command) -> Action | None:
        """What this key does now; ``None`` = nothing."""
        return next((one for one in self.screen.offers() if one.command is command), None)

    def press(self, *keys: str) -> None:
        for key in keys:
            if len(key) == 1:
                self.hands.type(key)
            else:
                self.hands.press(key)
            settled(self.qtbot, self.station)

    def type(self, text: str) -> None:
        self.hands.type(text)
        settled(self.qtbot, self.station)

    @property
    def page(self) -> Page:
        return self.screen.course.page

    @property
    def view(self) -> AccountView:
        view = self.screen.course.view
        assert view is not None
        return view

    @property
    def kept(self) -> AccountView:
        """As the store has it, after everything has gone back."""
        (outcome,) = self.back
        assert outcome.account is not None
        return account_view(self.station.desk, outcome.account)

    def go_on_to(self, page: Page) -> None:
        for _ in range(12):
            if self.page is page:
                return
            self.press("Return")
        raise AssertionError(f"{page} never came: {self.page}")
