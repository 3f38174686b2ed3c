"""Which screen stands at which place of the window.

Loaded with the work area are the places where people are served; the others when they are first gone to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.ui.actions import (
    ACCOUNTS,
    CATCH_UP,
    DAY,
    EXPORTS,
    OUTBOX,
    QUEUE,
    REGISTER,
    REPORT,
    SEARCH,
    SETTINGS,
    WAITING,
    WORKLIST,
    Command,
)
from app.ui.screens.registration import RegistrationScreen

if TYPE_CHECKING:
    from app.ui.screen import Screen
    from app.ui.screens.record import RecordScreen
    from app.ui.station import Station


def _search(station: Station) -> Screen:
    from app.ui.screens.search import SearchScreen

    return SearchScreen(station)


def _outbox(station: Station) -> Screen:
    from app.ui.screens.outbox import OutboxScreen

    return OutboxScreen(station)


def _queue(station: Station) -> Screen:
    from app.ui.screens.queue import QueueScreen

    return QueueScreen(station)


def _accounts(station: Station) -> Screen:
    from app.ui.screens.account import AccountScreen

    return AccountScreen(station)


def _day(station: Station) -> Screen:
    from app.ui.screens.day import DayScreen

    return DayScreen(station)


def _report(station: Station) -> Screen:
    from app.ui.screens.report import ReportScreen

    return ReportScreen(station)


def _catch_up(station: Station) -> Screen:
    from app.ui.screens.catch_up import CatchUpScreen

    return CatchUpScreen(station)


def _waiting(station: Station) -> Screen:
    from app.ui.screens.waiting import WaitingScreen

    return WaitingScreen(station)


def _worklist(station: Station) -> Screen:
    from app.ui.screens.worklist import WorklistScreen

    return WorklistScreen(station)


def _exports(station: Station) -> Screen:
    from app.ui.screens.exports import ExportsScreen

    return ExportsScreen(station)


def _settings(station: Station) -> Screen:
    from app.ui.screens.settings import SettingsScreen

    return SettingsScreen(station)


_SCREENS: Mapping[Command, Callable[[Station], Screen]] = {
    REGISTER: RegistrationScreen,
    QUEUE: _queue,
    SEARCH: _search,
    ACCOUNTS: _accounts,
    OUTBOX: _outbox,
    DAY: _day,
    REPORT: _report,
    CATCH_UP: _catch_up,
    WAITING: _waiting,
    WORKLIST: _worklist,
    EXPORTS: _exports,
    SETTINGS: _settings,
}


def place_screen(place: Command, station: Station) -> Screen:
    """A fresh screen for a place."""
    return _SCREENS[place](station)


def record_screen(station: Station) -> RecordScreen:
    """The screen of one registration; it lies over the place it was opened from."""
    from app.ui.screens.record import RecordScreen

    return RecordScreen(station)
