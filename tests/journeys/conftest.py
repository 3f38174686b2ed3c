"""What journeys share: a server, and rubbish that is collected in the window's thread only, as the program does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.collector import collecting_here
from tests.kit.server import RunningServer, running_server


@pytest.fixture(autouse=True, scope="package")
def garbage_is_collected_in_one_thread(qapp: QApplication) -> Iterator[None]:
    with collecting_here():
        yield


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "server") as running:
        yield running
