"""The server of this desk: which one it knows, or how it gets to know one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.ui.i18n import say, tr
from app.ui.panels.settings_card import SettingsCard, show_findings
from app.ui.station import Station
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.button import button
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.errors import Trouble

_ABOUT_CODE = ("ENROL_",)


class ServerCard(SettingsCard):
    """Says what is known; asks for address and code while nothing is."""

    enrolled = Signal()
    """The server knows this desk now."""

    def __init__(self, station: Station) -> None:
        super().__init__(station.look, tr("Server"))
        self._station = station
        self.url, self.code = LineBox("server_url"), LineBox("enrol_code", is_upper=True)
        self.connect_button = button(tr("Sambungkan"), self.try_it)
        self.wait = words("", "muted")
        server = station.desk.store.profile.server
        if server is not None:
            self.column.addWidget(words(tr("Laptop ini mengirim ke {url}.").format(url=server.url), wraps=True))
            return
        lead = tr("Laptop ini bekerja luring. Semua data tersimpan di sini dan dikirim begitu server disambungkan.")
        self.column.addWidget(words(lead, "muted", wraps=True))
        self.add_row("server_url", AskRow(station.look, tr("Alamat server"), self.url), self.url.signals)
        self.add_row("enrol_code", AskRow(station.look, tr("Kode pendaftaran"), self.code, width_px=300))
        self.code.signals.moved_on.connect(lambda _name: self.try_it())
        self.code.signals.typed.connect(lambda _typed: self.rows["enrol_code"].show_finding(""))
        line = QHBoxLayout()
        line.addWidget(self.connect_button)
        line.addWidget(self.wait)
        line.addStretch(1)
        self.column.addLayout(line)

    def try_it(self) -> None:
        """Hand in the code."""
        url, code = self.url.text().strip(), self.code.text().strip()
        findings = {} if url else {"server_url": say("SERVER_URL_EMPTY")}
        if not code:
            findings["enrol_code"] = say("ENROL_CODE_EMPTY")
        if not self.connect_button.isEnabled() or show_findings(self.rows, findings):
            return
        self._set_busy(is_busy=True)
        station = self._station
        station.tasks.run_aside(
            self, lambda: station.house.enrol(station.desk, url, code), self._then, on_trouble=self._refused
        )

    def _set_busy(self, *, is_busy: bool) -> None:
        self.connect_button.setEnabled(not is_busy)
        self.wait.setText(tr("Menghubungi server, paling lama 30 detik ...") if is_busy else "")
        for row in self.rows.values():
            row.setEnabled(not is_busy)

    def _then(self, _none: None) -> None:
        self._set_busy(is_busy=False)
        self.enrolled.emit()

    def _refused(self, trouble: Trouble) -> None:
        self._set_busy(is_busy=False)
        row = "enrol_code" if trouble.code.startswith(_ABOUT_CODE) else "server_url"
        show_findings(self.rows, {row: say(trouble.code, trouble.facts)})
        self.rows[row].box.setFocus(Qt.FocusReason.OtherFocusReason)
