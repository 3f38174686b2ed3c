"""What journeys share: rubbish of the window is collected in the window's thread only, as the program does it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.collector import collecting_here


@pytest.fixture(autouse=True, scope="package")
def garbage_is_collected_in_one_thread(qapp: QApplication) -> Iterator[None]:
    with collecting_here():
        yield
