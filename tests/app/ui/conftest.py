"""What the tests of the window share: an application without a screen, and a station over a real training profile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.collector import collecting_here
from app.ui.station import Station
from tests.kit.window import dress, settled, station_on

QUICK = frozenset(
    {"test_collector.py", "test_crash.py", "test_idle.py", "test_pseudo.py", "test_stalls.py", "test_theme.py"}
)
"""What `make check` runs as well; whole screens with their store take their time and run in `make test`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.name not in QUICK:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, scope="package")
def garbage_is_collected_in_one_thread(qapp: QApplication) -> Iterator[None]:
    with collecting_here():
        yield


@pytest.fixture
def station(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Station]:
    """An unlocked desk as screens see it; everything has come to rest before it closes."""
    dress(qapp)
    with station_on(tmp_path / "meja") as unlocked:
        yield unlocked
        settled(qtbot, unlocked)
