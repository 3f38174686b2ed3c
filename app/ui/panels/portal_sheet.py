"""What one person types into a programme's other site, box by box in its order, each copied by one key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from app.desk.worklist import PortalSheet
from app.ui.clipboard import Clipboard, Held
from app.ui.i18n import mark, number_text, of_programme, tr
from app.ui.tables.list_table import ListTable
from app.ui.tables.rows import RowsModel
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words
from core.worklist import PortalValue, WorkRow

LEAST_LIST_PX = 170
"""Heading and three lines."""

LABEL, TEXT, COPIED = range(3)
_HEADINGS = (mark("Isian di situs"), mark("Salin ini"), mark("Disalin"))


class PortalSheetPanel(QFrame):
    """Who and which step; the values only after they were asked for, because that is a look at the whole NIK."""

    copied = Signal()
    """A value lies in the clipboard, and the next one is marked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._done: set[str] = set()
        self.setProperty("is", "card")
        self.clipboard = Clipboard(self)
        self.name = words("", "section", wraps=True)
        self.step = words("", "muted")
        self.typed = words("", "muted", wraps=True)
        self.hint = words("", "", wraps=True)
        self.model: RowsModel[PortalValue] = RowsModel(_HEADINGS, self._text)
        samples = ("Pelatihan yang diinginkan", "", tr(_HEADINGS[COPIED]))
        self.values = ListTable(look, self.model, samples, TEXT)
        self.values.setAccessibleName(tr("Isian untuk disalin"))
        self.values.setMinimumHeight(look.px(LEAST_LIST_PX))
        self._sign = QLabel()
        self.held = words("", wraps=True)
        self._lay_out()
        self.values.row_opened.connect(lambda _row: self.copy())
        self.clipboard.moved.connect(self._say_held)
        self._say_held(self.clipboard.held)

    def _lay_out(self) -> None:
        look = self._look
        line = QHBoxLayout()
        line.setSpacing(look.px(8))
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.held, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        head.setSpacing(look.px(16))
        head.addWidget(self.name, 1)
        head.addWidget(self.step)
        column.addLayout(head)
        for part in (self.typed, self.hint):
            column.addWidget(part)
        column.addWidget(self.values, 1)
        column.addLayout(line)

    @property
    def is_open(self) -> bool:
        """Whether the values stand here."""
        return self.model.rowCount() > 0

    def show_person(self, row: WorkRow | None, typed: str) -> None:
        """Show whose turn it is, without what is to be copied.

        Args:
            typed: by whom and when the person was typed in; empty = nobody yet.
        """
        self.close_sheet()
        self.setVisible(row is not None)
        if row is not None:
            self.name.setText(row.name or tr("(nama belum terbaca)"))
            self.step.setText(tr("Langkah: {step}").format(step=of_programme(row.next_step.label)))
            self.show_typed(typed)

    def show_typed(self, typed: str) -> None:
        """Say who has typed the person in; empty = nobody yet."""
        self.typed.setText(typed)
        self.typed.setVisible(bool(typed))

    def show_sheet(self, sheet: PortalSheet) -> None:
        """Show what is to be copied, the first box marked."""
        self._done.clear()
        self.hint.setText(
            tr("Buka {address}. Enter menyalin isian yang ditandai dan pindah ke berikutnya.").format(
                address=sheet.portal.address
            )
        )
        self.model.show(sheet.values)
        self.show_values(is_shown=True)
        self.values.mark(self._next_from(0))
        self.values.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """The values go; what lies in the clipboard stays for its minute."""
        self._done.clear()
        self.model.show(())
        self.show_values(is_shown=False)
        self.hint.setText(tr("Enter menampilkan isiannya. Di situ NIK terlihat utuh, dan itu tercatat di riwayat."))

    def show_values(self, *, is_shown: bool) -> None:
        """Show the boxes, and only then take all the room there is; something else may need it for a while."""
        self.values.setVisible(is_shown)
        vertical = QSizePolicy.Policy.Expanding if is_shown else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)

    def copy(self) -> None:
        """Put the marked value into the clipboard and mark the next one that is not empty."""
        row = self.values.row
        value = self.model.row(row)
        if value is None or not value.text:
            return
        self.clipboard.put(of_programme(value.label), value.text)
        self._done.add(value.field)
        self.values.mark(self._next_from(row + 1))
        self.values.viewport().update()
        self.copied.emit()

    @property
    def is_all_copied(self) -> bool:
        """Whether every value that is there was copied."""
        return self.is_open and all(value.field in self._done for value in self.model.rows if value.text)

    def _next_from(self, row: int) -> int:
        """The first row from here on that has something to copy; the last one where there is none."""
        rows = self.model.rows
        return next((at for at in range(row, len(rows)) if rows[at].text), len(rows) - 1)

    def _text(self, value: PortalValue, column: int) -> str:
        if column == LABEL:
            return _label(value)
        if column == TEXT:
            return value.text or tr("(kosong)")
        return "\u2713" if value.field in self._done else ""

    def _say_held(self, held: Held) -> None:
        if held.label:
            text = tr("Di papan klip: {label}, {seconds} detik lagi dihapus.")
            text = text.format(label=held.label, seconds=number_text(held.seconds))
        else:
            text = tr("Papan klip kosong.")
        tone = "attention" if held.label else "muted"
        self.held.setText(text)
        set_kind(self.held, tone)
        name = "clock" if held.label else "check"
        self._sign.setPixmap(icon_pixmap(name, getattr(self._look.colours, tone), self._look.px(18)))


def _label(value: PortalValue) -> str:
    """What the other site calls it; whose address it is must not be guessed."""
    label = of_programme(value.label)
    return tr("{label} (dari KTP)").format(label=label) if value.is_of_card else label
