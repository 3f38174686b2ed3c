"""Which screen stands at which place of the sidebar."""

from __future__ import annotations

from collections.abc import Mapping

from app.ui.actions import DAY, OUTBOX, REGISTER, SEARCH, SETTINGS, Command
from app.ui.screen import Screen
from app.ui.screens.day import DayScreen
from app.ui.screens.outbox import OutboxScreen
from app.ui.screens.record import RecordScreen
from app.ui.screens.registration import RegistrationScreen
from app.ui.screens.search import SearchScreen
from app.ui.screens.settings import SettingsScreen
from app.ui.station import Station

_SCREENS: Mapping[Command, type[Screen]] = {
    REGISTER: RegistrationScreen,
    SEARCH: SearchScreen,
    OUTBOX: OutboxScreen,
    DAY: DayScreen,
    SETTINGS: SettingsScreen,
}


def place_screen(place: Command, station: Station) -> Screen:
    """A fresh screen for a place."""
    return _SCREENS[place](station)


def record_screen(station: Station) -> RecordScreen:
    """The screen of one registration; it lies over the place it was opened from."""
    return RecordScreen(station)
