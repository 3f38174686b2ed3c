"""Where papers come out: which printer, how it is reached, what paper lies in it, and a page that tries it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLayout, QWidget

from app.desk.trial_page import trial_of
from app.printing.address import MOST_PORT, Way, transport_to, way_of
from app.printing.raster import ROLL_DOTS
from app.printing.tcp import USUAL_PORT
from app.printing.worker import PrintPhase, PrintState
from app.settings import FOLDER_PRINTER, Settings, changed
from app.ui.i18n import mark, say, tr
from app.ui.panels.settings_card import SettingsCard
from app.ui.station import Station
from app.ui.trial_print import TrialPrint
from app.ui.widgets.ask_row import GUTTER_PX, AskRow
from app.ui.widgets.button import button
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import set_kind, words
from core.errors import Trouble

_PAPERS = (
    ("thermal80", mark("Gulungan 80 mm")),
    ("thermal58", mark("Gulungan 58 mm")),
    ("a5", mark("Lembar A5")),
    ("a4", mark("Lembar A4")),
    ("f4", mark("Lembar F4 (folio)")),
)
_CUTS = (
    ("partial", mark("Dipotong, tersisa sedikit")),
    ("full", mark("Dipotong putus")),
    ("none", mark("Tidak dipotong")),
)
_PICTURES = (("raster", mark("Biasa")), ("columns", mark("Untuk printer lama atau murah")))


class PrinterCard(SettingsCard):
    """From the kind of printer down to the page that tries it; only what that kind needs is shown."""

    edited = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(station.look, tr("Printer"))
        self._station = station
        self._trial = TrialPrint(self)
        self._trial.moved.connect(self._on_tried)
        self.dialog: QFileDialog | None = None
        self.printer = ChoiceBox("printer", [], can_be_empty=False)
        self.host, self.port = LineBox("printer_host"), LineBox("printer_port")
        self.device, self.folder = LineBox("printer_device"), LineBox("printer_folder")
        self.windows = ChoiceBox("printer_windows", [])
        self.paper = ChoiceBox("paper", _options(_PAPERS), can_be_empty=False)
        self.cut = ChoiceBox("thermal_cut", _options(_CUTS), can_be_empty=False)
        self.picture = ChoiceBox("thermal_picture", _options(_PICTURES), can_be_empty=False)
        self.choose = button(tr("Pilih folder ..."), self._choose_folder)
        self.try_it = button(tr("Cetak halaman uji"), self.print_trial)
        self.tried = words("", "muted", wraps=True)
        self._lay_out()
        for box in (self.printer, self.host, self.port, self.device, self.windows, self.folder, self.paper, self.cut,
                    self.picture):  # fmt: skip
            box.signals.typed.connect(lambda _typed: self._on_edited())
        self.offer(())

    def _lay_out(self) -> None:
        where = tr("Nomor IP-nya tertulis di halaman uji printer itu sendiri, misalnya 192.168.1.50.")
        device = tr("Misalnya COM3.") if sys.platform == "win32" else tr("Misalnya /dev/usb/lp0 atau /dev/ttyUSB0.")
        folder = tr("Setiap slip disimpan sebagai berkas PDF yang bisa dibaca siapa saja di folder itu.")
        nonsense = tr("Ganti kalau slip keluar kosong atau berisi huruf acak.")
        self._ask("printer", tr("Cetak ke"), self.printer, width_px=380)
        self._ask("printer_host", tr("Alamat printer"), self.host, where, width_px=260)
        self._ask("printer_port", tr("Port printer"), self.port, tr("Biasanya 9100."), width_px=110)
        self._ask("printer_device", tr("Berkas perangkat"), self.device, device, width_px=260)
        self._ask("printer_windows", tr("Nama di Windows"), self.windows, width_px=380)
        self._ask("printer_folder", tr("Folder"), self.folder, folder)
        self.column.addLayout(self._indented(self.choose))
        self._ask("paper", tr("Kertas"), self.paper, width_px=220)
        self._ask("thermal_cut", tr("Potong kertas"), self.cut, width_px=260)
        self._ask("thermal_picture", tr("Cara mencetak"), self.picture, nonsense, width_px=300)
        self.column.addLayout(self._indented(self.try_it))
        self.column.addLayout(self._indented(self.tried, fills=True))

    def _ask(self, name: str, label: str, box: LineBox | ChoiceBox, help_text: str = "", *, width_px: int = 0) -> None:
        self.add_row(name, AskRow(self.look, label, box, help_text, width_px=width_px), box.signals)

    def _indented(self, part: QWidget, *, fills: bool = False) -> QLayout:
        line = QHBoxLayout()
        line.addSpacing(self.look.px(GUTTER_PX))
        line.addWidget(part, 1 if fills else 0)
        if not fills:
            line.addStretch(1)
        return line

    # --- what stands here -----------------------------------------------------------------------------------------

    def offer(self, system_printers: tuple[str, ...]) -> None:
        """Offer these printers of the system; what is chosen stays."""
        chosen, windows = self.printer.chosen, self.windows.chosen
        named = [Option(name, name) for name in system_printers]
        raw = [Option(Way.WINDOWS, tr("Printer slip yang dikenal Windows"))] if sys.platform == "win32" else []
        self.printer.offer(
            [
                Option("", tr("Belum ada printer")),
                *named,
                Option(Way.TCP, tr("Printer slip di jaringan")),
                Option(Way.DEVICE, tr("Printer slip di kabel USB atau serial")),
                *raw,
                Option(FOLDER_PRINTER, tr("Simpan sebagai berkas di folder")),
            ]
        )
        self.printer.show_text(chosen)
        self.windows.offer(named)
        self.windows.show_text(windows)
        self._show_rows()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        text = settings.printer
        prefix = way_of(text) or (FOLDER_PRINTER if text.startswith(FOLDER_PRINTER) else "")
        place = text.removeprefix(prefix).strip()
        host, colon, port = place.rpartition(":")
        self.printer.show_text(prefix or text)
        self.host.show_text((host if colon else place) if prefix == Way.TCP else "")
        self.port.show_text(port if prefix == Way.TCP and colon else str(USUAL_PORT))
        self.device.show_text(place if prefix == Way.DEVICE else "")
        self.windows.show_text(place if prefix == Way.WINDOWS else "")
        self.folder.show_text(place if prefix == FOLDER_PRINTER else "")
        self._show_rows()
        self.paper.show_text(settings.paper)
        self.cut.show_text(settings.thermal_cut)
        self.picture.show_text(settings.thermal_picture)

    def values(self) -> Mapping[str, str | int]:
        """What stands here, by key of the settings."""
        return {
            "printer": self._printer_text(),
            "paper": self.paper.chosen,
            "thermal_cut": self.cut.chosen,
            "thermal_picture": self.picture.chosen,
        }

    def _printer_text(self) -> str:
        match self.printer.chosen:
            case Way.TCP:
                return f"{Way.TCP}{self.host.text().strip()}:{self.port.text().strip()}"
            case Way.DEVICE:
                return f"{Way.DEVICE}{self.device.text().strip()}"
            case Way.WINDOWS:
                return f"{Way.WINDOWS}{self.windows.chosen}"
            case chosen if chosen == FOLDER_PRINTER:
                return f"{FOLDER_PRINTER}{self.folder.text().strip()}"
            case chosen:
                return chosen

    def findings(self) -> Mapping[str, str]:
        """What cannot be saved."""
        chosen, port = self.printer.chosen, self.port.text().strip()
        if chosen == FOLDER_PRINTER:
            return {} if self.folder.text().strip() else {"printer_folder": say("PRINTER_FOLDER_EMPTY")}
        if chosen == Way.TCP and not (port.isdecimal() and port.isascii() and 0 < int(port) <= MOST_PORT):
            return {"printer_port": say("PRINTER_PORT")}
        try:
            transport_to(self._printer_text())
        except Trouble as trouble:
            return {_PLACES[Way(chosen)]: say(trouble.code)}
        return {}

    # --- the page that tries it -----------------------------------------------------------------------------------

    def print_trial(self) -> None:
        """Print the page with what stands here now, saved or not."""
        if not self.try_it.isEnabled() or self.show_findings(self.findings()):
            return
        station = self._station
        settings = changed(station.house.settings(), self.values())
        self._say_trial("muted", tr("Mencetak halaman uji ..."), is_busy=True)
        station.tasks.run_aside(
            self,
            lambda: trial_of(station.desk, settings.paper),
            lambda pdf: self._trial.print_page(settings, pdf),
            on_trouble=lambda trouble: self._say_trial("stop", say(trouble.code, trouble.facts)),
        )

    def _on_tried(self, state: PrintState) -> None:
        match state.phase:
            case PrintPhase.QUEUED:
                pass
            case PrintPhase.SENT:
                self._say_trial("muted", tr("Halaman uji sudah dikirim; menunggu kabar dari printer ..."), is_busy=True)
            case PrintPhase.CONFIRMED:
                said = tr("Printer mengabarkan bahwa halaman uji sudah tercetak. Periksa tiga hal di kertasnya.")
                self._say_trial("ok", said)
            case PrintPhase.UNCONFIRMED if state.code:
                self._say_trial("attention", say(state.code, state.facts))
            case PrintPhase.UNCONFIRMED:
                said = tr(
                    "Halaman uji sudah diserahkan, tetapi tidak ada kabar bahwa sudah tercetak. Lihat sendiri apakah "
                    "keluar utuh."
                )
                self._say_trial("attention", said)
            case PrintPhase.FAILED:
                self._say_trial("stop", say(state.code, state.facts))

    def _say_trial(self, kind: str, text: str, *, is_busy: bool = False) -> None:
        set_kind(self.tried, kind)
        self.tried.setText(text)
        self.tried.setVisible(bool(text))
        self.try_it.setEnabled(not is_busy)
        self.try_it.setAccessibleDescription(text)

    # --- what is shown --------------------------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._show_rows()
        self.edited.emit()

    def _show_rows(self) -> None:
        """Only what this kind of printer needs; a printer of rolls is offered no sheets."""
        chosen = self.printer.chosen
        is_thermal = way_of(chosen) is not None
        self.rows["printer_host"].setVisible(chosen == Way.TCP)
        self.rows["printer_port"].setVisible(chosen == Way.TCP)
        self.rows["printer_device"].setVisible(chosen == Way.DEVICE)
        self.rows["printer_windows"].setVisible(chosen == Way.WINDOWS)
        self.rows["printer_folder"].setVisible(chosen == FOLDER_PRINTER)
        self.choose.setVisible(chosen == FOLDER_PRINTER)
        self.rows["thermal_cut"].setVisible(is_thermal)
        self.rows["thermal_picture"].setVisible(is_thermal)
        self.try_it.setVisible(bool(chosen))
        self.tried.setVisible(bool(chosen and self.tried.text()))
        papers = [one for one in _PAPERS if not is_thermal or one[0] in ROLL_DOTS]
        if self.paper.count() != len(papers):
            self.paper.offer(_options(papers))

    def _choose_folder(self) -> None:
        """Our own dialog, not the system's: it speaks the window's language and blocks nothing."""
        start = self.folder.text().strip() or str(Path.home())
        dialog = QFileDialog(self, tr("Folder untuk slip"), start)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._take_folder)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _take_folder(self, name: str) -> None:
        self.folder.show_text(name)
        self.rows["printer_folder"].show_finding("")
        self.edited.emit()


_PLACES = {Way.TCP: "printer_host", Way.DEVICE: "printer_device", Way.WINDOWS: "printer_windows"}


def _options(words_of: Sequence[tuple[str, str]]) -> list[Option]:
    return [Option(name, tr(text)) for name, text in words_of]
