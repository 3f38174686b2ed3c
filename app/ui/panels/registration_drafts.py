"""The forms that were put aside: Enter goes on with one, nothing is lost by looking."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.desk.drafts import Draft
from app.ui.i18n import of_programme, tr
from app.ui.station import Station
from app.ui.theme import Look
from app.ui.widgets.draft_name import draft_name
from app.ui.widgets.words import words
from core.clock import from_ms

_UID = Qt.ItemDataRole.UserRole


class DraftsPanel(QWidget):
    """A list, the latest first; names are masked, for it stands where others can see it."""

    draft_chosen = Signal(object)

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        look: Look = station.look
        self.list = QListWidget()
        self.list.setProperty("is", "roomy")
        self.list.setAccessibleName(tr("Draf yang belum selesai"))
        self.list.itemActivated.connect(lambda item: self.draft_chosen.emit(item.data(_UID)))
        self._none = words(tr("Tidak ada draf. Isian yang disimpan dengan F6 muncul di sini."), "muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(28), look.px(14), look.px(28), look.px(16))
        column.setSpacing(look.px(8))
        column.addWidget(words(tr("Draf yang belum selesai"), "title"))
        column.addWidget(words(tr("Enter melanjutkan isian, Esc kembali ke formulir."), "muted", wraps=True))
        column.addWidget(self.list, 1)
        column.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)

    @property
    def marked(self) -> uuid.UUID | None:
        """The draft that Enter takes."""
        found = self.list.currentIndex().data(_UID)
        return found if isinstance(found, uuid.UUID) else None

    def show_drafts(self, drafts: Sequence[Draft]) -> None:
        """Show these; the mark stays where it was."""
        place = max(self.list.currentRow(), 0)
        self.list.clear()
        for draft in drafts:
            item = QListWidgetItem(self._line(draft))
            item.setData(_UID, draft.uid)
            self.list.addItem(item)
        self.list.setCurrentRow(min(place, len(drafts) - 1))
        self.list.setVisible(bool(drafts))
        self._none.setVisible(not drafts)

    def _line(self, draft: Draft) -> str:
        words_of = self._station.desk.words
        at = words_of.local(from_ms(draft.updated_at_ms))
        name = draft_name(draft.title, draft.nik_end)
        title = name[:1].upper() + name[1:]
        known = draft.programme in self._station.desk.programme_codes()
        programme = of_programme(self._station.desk.programme_of(draft.programme).name) if known else draft.programme
        return "   \u00b7   ".join(one for one in (title, programme, f"{at:%d-%m-%Y %H.%M}") if one)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Keys of the panel are the screen's."""
        event.ignore()
