"""What support needs to know about a bug, masked, to copy."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.crash import CrashReport
from app.ui.i18n import number_text, say, tr
from app.ui.overlays.text_sheet import TextSheet
from app.ui.theme import Look


class CrashReportSheet(TextSheet):
    """The report of the last bug."""

    def __init__(self, look: Look, parent: QWidget, report: CrashReport) -> None:
        super().__init__(look, parent, tr("Laporan gangguan"), say("WINDOW_BUG"))
        times = tr("Terjadi {times} kali.").format(times=number_text(report.times))
        self.show_text(f"{report.text}\n\n{times}")
