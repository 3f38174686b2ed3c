"""Why the desk does not open: what happened, are the data safe, what to do; tried again by one key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from app.ui.gates.gate import CardGate
from app.ui.i18n import mark, say, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import words
from core.errors import Trouble

_UNTOUCHED = mark("Data di laptop ini tidak diubah.")
_SAFETY = {
    "STORE_IN_USE": mark("Data aman: Posko sudah terbuka di jendela lain."),
    "STORE_TOO_NEW": mark("Data aman dan tidak diubah: hanya programnya yang terlalu lama."),
    "STORE_DAMAGED": mark("Berkas data dibiarkan apa adanya, supaya masih bisa diselamatkan. Jangan hapus apa pun."),
    "SEAL_BROKEN": mark("Berkas data dibiarkan apa adanya, supaya masih bisa diselamatkan. Jangan hapus apa pun."),
}
"""Are the data safe? For the troubles where more can be said than that nothing was changed."""
_SETTINGS = mark(
    "Data pemohon aman dan tidak diubah. Kalau tidak yakin memperbaikinya, jangan diubah: hubungi koordinator posko "
    "atau dukungan dinas, dan bacakan kalimat di atas."
)
_MENDABLE = ("SETTINGS_FILE", "SETTINGS_KEY", "SETTINGS_VALUE")
"""Troubles of a file that a person can open and mend."""


class TroubleScreen(CardGate):
    """Stands where the desk would be."""

    def __init__(self, look: Look, trouble: Trouble, again: Callable[[], None], home: Path | None = None) -> None:
        """Build the card.

        Args:
            again: tries to open the desk once more.
            home: the profile, to say where a file lies that a person can mend.
        """
        super().__init__(look, width_px=620)
        self._again = again
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        sign = QLabel()
        sign.setPixmap(icon_pixmap("alert-triangle", look.colours.attention, look.px(28)))
        head.addWidget(sign)
        head.addWidget(words(tr("Posko belum bisa dibuka"), "title"), 1)
        self.sentence = words(say(trouble.code, trouble.facts), wraps=True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.safety = words(tr(_safety(trouble)), "muted", wraps=True)
        self.place = words(_place(trouble, home), wraps=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(tr("Posko belum bisa dibuka"))
        self.setAccessibleDescription(f"{self.sentence.text()} {self.safety.text()} {self.place.text()}".rstrip())
        self.retry = QPushButton(tr("Coba lagi"))
        self.retry.setProperty("is", "primary")
        self.retry.clicked.connect(again)
        self.leave = QPushButton(tr("Tutup"))
        self.leave.clicked.connect(lambda: self.window().close())
        for button in (self.retry, self.leave):
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(self.sentence.text())
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(12))
        buttons.addWidget(self.retry)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.place)
        self.column.addWidget(self.safety)
        self.place.setVisible(bool(self.place.text()))
        self.column.addSpacing(look.px(8))
        self.column.addLayout(buttons)
        self.first = self.retry

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter on a button presses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.leave if self.leave.hasFocus() else self.retry).click()
            return
        super().keyPressEvent(event)


def _safety(trouble: Trouble) -> str:
    return _SETTINGS if trouble.code in _MENDABLE else _SAFETY.get(trouble.code, _UNTOUCHED)


def _place(trouble: Trouble, home: Path | None) -> str:
    file = trouble.facts.get("file")
    if home is None or trouble.code not in _MENDABLE or not isinstance(file, str):
        return ""
    return tr("Letak berkasnya: {path}").format(path=home / file)
