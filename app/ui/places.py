"""Which screen stands at which place of the sidebar.

Loaded with the work area are the places where people are served; the others when they are first gone to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.ui.actions import DAY, EXPORTS, OUTBOX, REGISTER, SEARCH, SETTINGS, WAITING, WORKLIST, Command
from app.ui.screens.outbox import OutboxScreen
from app.ui.screens.registration import RegistrationScreen
from app.ui.screens.search import SearchScreen

if TYPE_CHECKING:
    from app.ui.screen import Screen
    from app.ui.screens.record import RecordScreen
    from app.ui.station import Station


def _day(station: Station) -> Screen:
    from app.ui.screens.day import DayScreen

    return DayScreen(station)


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
    SEARCH: SearchScreen,
    OUTBOX: OutboxScreen,
    DAY: _day,
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
