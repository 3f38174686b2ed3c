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


def place_screens(station: Station) -> Mapping[Command, Screen]:
    """A fresh screen for every place."""
    return {
        REGISTER: RegistrationScreen(station),
        SEARCH: SearchScreen(station),
        OUTBOX: OutboxScreen(station),
        DAY: DayScreen(station),
        SETTINGS: SettingsScreen(station),
    }


def record_screen(station: Station) -> RecordScreen:
    """The screen of one registration; it lies over the place it was opened from."""
    return RecordScreen(station)
