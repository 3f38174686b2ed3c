"""A page that tries a printer before anybody relies on it; the settings it is tried with need not be saved."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.printing.worker import PrintState, PrintWorker
from app.settings import Settings
from app.ui.printer import printer_for
from app.ui.teller import told_home

TITLE = "Posko-uji"
"""Shown in lists of print jobs."""


class TrialPrint(QObject):
    """Tries one printer after the other; every step is told by ``moved``."""

    moved = Signal(object)
    """How far the page is: ``PrintState``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: PrintWorker | None = None
        self._report = told_home(self._hear)

    def print_page(self, settings: Settings, pdf: bytes) -> None:
        """Print the page where these settings mean. Raises: Trouble (usage) PRINTER_ADDRESS."""
        worker = PrintWorker(self._report, printer_for(settings))
        worker.submit(pdf, settings.paper, TITLE)
        worker.close(within_s=0)  # it ends by itself when the page is printed, or is not
        self._worker = worker

    def _hear(self, whose: object, state: PrintState) -> None:
        if whose is self._report:
            self.moved.emit(state)
