"""F1: every key of the window on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.actions import COMMANDS, EVERYWHERE
from app.ui.i18n import mark, tr
from app.ui.overlays.overlay import Overlay
from app.ui.theme import Look
from app.ui.widgets.key_chip import key_text
from app.ui.widgets.words import words

FORM = mark("Di dalam formulir")

FORM_KEYS = (
    ("Return", mark("Isian berikutnya")),
    ("Shift+Tab", mark("Isian sebelumnya")),
    ("Y / T", mark("Ya atau tidak")),
    ("1 - 9", mark("Berkas dengan nomor itu ada")),
    ("Space", mark("Centang atau hapus centang")),
    ("Down", mark("Pilihan berikutnya dalam daftar")),
)
"""Keys that belong to a field, not to a command."""

Line = tuple[str, str]
"""A key and what it does, both as they are shown."""


class KeysSheet(Overlay):
    """Columns of keys by where they work; F1 or Escape closes it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent, width_px=1040, height_px=676)
        self.setAccessibleName(tr("Semua tombol"))
        head = QHBoxLayout()
        head.addWidget(words(tr("Semua tombol"), "title"))
        head.addStretch(1)
        head.addWidget(words(tr("Esc untuk menutup"), "muted"))
        self.content.addLayout(head)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(tr("Semua tombol"))
        self.area.setProperty("is", "reading")
        self.area.setWidget(self._columns())
        self.content.addWidget(self.area, 1)

    def take_focus(self) -> None:
        """The arrows scroll where the window is small."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """The key that opened it closes it too."""
        if event.key() == Qt.Key.Key_F1:
            self.close_overlay()
            event.accept()
            return
        super().keyPressEvent(event)

    def _columns(self) -> QWidget:
        page = QWidget()
        page.setProperty("is", "page")
        row = QHBoxLayout(page)
        row.setContentsMargins(self.look.px(8), self.look.px(4), self.look.px(8), 0)
        row.setSpacing(self.look.px(32))
        *commands, form = groups_of_keys()
        everywhere, registering, queueing, *others = commands
        for column in ([everywhere, form], [registering, queueing], others):
            row.addLayout(self._column(column), 1)
        return page

    def _column(self, groups: Sequence[tuple[str, Sequence[Line]]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.look.px(8))
        for name, lines in groups:
            column.addWidget(words(name, "section"))
            column.addLayout(self._lines(lines))
            column.addSpacing(self.look.px(16))
        column.addStretch(1)
        return column

    def _lines(self, lines: Iterable[Line]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.look.px(12))
        grid.setVerticalSpacing(self.look.px(8))
        grid.setColumnStretch(1, 1)
        for place, (key, text) in enumerate(lines):
            cap = words(key, "key")
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            what = words(text, wraps=True)
            what.setAccessibleName(f"{key}: {text}")
            grid.addWidget(cap, place, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(what, place, 1)
        return grid

    def lines(self) -> tuple[str, ...]:
        """Everything that stands there, as it is read aloud."""
        labels = self.area.findChildren(QLabel)
        return tuple(label.accessibleName() for label in labels if label.accessibleName())


def groups_of_keys() -> Sequence[tuple[str, Sequence[Line]]]:
    """Heading -> keys, what works everywhere first, in the chosen language."""
    names = dict.fromkeys((EVERYWHERE, *(command.group for command in COMMANDS)))
    commands = [
        (tr(name), [(key_text(one.keys), tr(one.text)) for one in COMMANDS if one.group == name and one.keys])
        for name in names
    ]
    form = [(key_text(keys) or keys, tr(text)) for keys, text in FORM_KEYS]
    return (*commands, (tr(FORM), form))
