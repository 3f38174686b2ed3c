"""What this desk writes for the server, act by act: how far it is, whom it is about, what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent

from app.desk.context import PostWords
from app.desk.outbox import OutboxRow, Way
from app.ui.i18n import mark, say, tr
from app.ui.tables.list_table import ICON_PX, ListTable
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.standing import Standing
from core.clock import from_ms
from core.wire.events import Kind

Index = QModelIndex | QPersistentModelIndex

WAY, QUEUE, NAME, ACT, WHEN = range(5)
ROOM_FOR_ALL_PX = 760
ROOM_WITHOUT_TIME_PX = 560

HEADINGS = (mark("Keadaan"), mark("No. antrean"), mark("Nama"), mark("Isi"), mark("Waktu"))

ACTS: Mapping[str, str] = {
    Kind.REGISTERED: mark("pendaftaran"),
    Kind.REPEATED: mark("kunjungan ulang"),
    Kind.SLIP_REPRINTED: mark("cetak ulang slip"),
    Kind.EXPORTED: mark("salinan data"),
    Kind.RESTORED: mark("pemulihan cadangan"),
    Kind.OFFICER_ADDED: mark("petugas baru"),
    Kind.OFFICER_SECRET_SET: mark("kata rahasia baru"),
    Kind.OFFICER_REMOVED: mark("petugas dihapus"),
    Kind.DRAFTS_PURGED: mark("penghapusan draf lama"),
    Kind.COPIES_PURGED: mark("penghapusan salinan lama"),
    Kind.OTHER_DAY: mark("pembukaan hari lain"),
    Kind.CORRECTED: mark("perbaikan data"),
    Kind.PAPERS_ADDED: mark("berkas susulan"),
    Kind.WITHDRAWN: mark("penarikan pendaftaran"),
    Kind.NIK_SHOWN: mark("tampilan NIK"),
    Kind.STAGE_REACHED: mark("tahap pendaftaran"),
    Kind.BATCH_JOINED: mark("gelombang pendaftaran"),
    Kind.PORTAL_TYPED: mark("ketikan di situs program"),
    Kind.DISPUTE_SETTLED: mark("pilihan isian yang benar"),
    Kind.TICKET_TAKEN: mark("nomor antrean"),
    Kind.TICKET_MOVED: mark("langkah antrean"),
    Kind.DAY_CLOSED: mark("penutupan antrean"),
    Kind.DAY_REOPENED: mark("pembukaan antrean"),
    Kind.VISIT_NOTED: mark("kunjungan tanpa pendaftaran"),
    Kind.SURVEY_ANSWERED: mark("jawaban survei"),
    Kind.INCIDENT_NOTED: mark("kejadian"),
    Kind.TICKET_REPRINTED: mark("cetak ulang nomor antrean"),
    Kind.SLIP_CASE_OPENED: mark("slip tanpa data"),
    Kind.SLIP_CASE_SETTLED: mark("slip tanpa data diurus"),
    Kind.ACCOUNT_OPENED: mark("bantuan e-mail"),
    Kind.ACCOUNT_MOVED: mark("langkah bantuan e-mail"),
    Kind.PROOF_ASKED: mark("permintaan kode bukti e-mail"),
    Kind.PROOF_READ: mark("kode bukti e-mail"),
    Kind.MAILBOX_RESERVED: mark("kotak e-mail baru"),
    Kind.MAILBOX_CODE_SET: mark("kode aktivasi baru"),
}

SENDING = Standing(mark("Sedang dikirim"), "cloud-upload", "accent")
WAYS: Mapping[Way, Standing] = {
    Way.WAITING: Standing(mark("Menunggu"), "clock", "attention"),
    Way.SENT: Standing(mark("Terkirim"), "circle-check", "ok"),
    Way.ATTENTION: Standing(mark("Perlu dilihat"), "alert-triangle", "stop"),
}


def act_word(kind: str) -> str:
    """What an act is called, in the chosen language; one of a newer program keeps a general word."""
    return tr(ACTS[kind]) if kind in ACTS else tr("catatan lain")


class OutboxModel(QAbstractTableModel):
    """Acts as rows: what needs a look on top, then the newest."""

    page_wanted = Signal(object)
    """Somebody scrolls to the end: the place below which the next page begins."""

    def __init__(self, look: Look, post: PostWords) -> None:
        super().__init__()
        self._look = look
        self._post = post
        self._rows: Sequence[OutboxRow] = ()
        self._next: int | None = None
        self._is_asked = False
        self._is_sending = False
        self._today = date.min

    def show(self, rows: Sequence[OutboxRow], next_before: int | None, today: date) -> None:
        """Show these in the place of all others."""
        self.beginResetModel()
        self._rows, self._next, self._today = tuple(rows), next_before, today
        self._is_asked = False
        self.endResetModel()

    def append(self, rows: Sequence[OutboxRow], next_before: int | None) -> None:
        """Show the next page, too."""
        first = len(self._rows)
        self._is_asked, self._next = False, next_before
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows = (*self._rows, *rows)
            self.endInsertRows()

    def show_sending(self, *, is_sending: bool) -> None:
        """What waits is on its way at the moment, or is not."""
        if is_sending != self._is_sending:
            self._is_sending = is_sending
            self._redraw_ways()

    def _redraw_ways(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, WAY), self.index(len(self._rows) - 1, WAY))

    def act(self, row: int) -> OutboxRow | None:
        """What stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, place: int) -> int:
        """The row of an act; -1 = it is not shown."""
        return next((row for row, act in enumerate(self._rows) if act.place == place), -1)

    def standing(self, act: OutboxRow) -> Standing:
        """How far an act is, as icon, word and colour."""
        return SENDING if self._is_sending and act.way is Way.WAITING else WAYS[act.way]

    def explained(self, act: OutboxRow) -> str:
        """What the officer should know about an act: reason and next step, or that all is well."""
        if act.code:
            return say(act.code, act.facts)
        if act.way is Way.SENT:
            return tr("Server sudah menerima data ini dan mengirim tanda terimanya.")
        return tr("Tersimpan di laptop ini dan dikirim sendiri saat tersambung.")

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - the toolkit's name
        """Whether there are older acts."""
        return not parent.isValid() and self._next is not None and not self._is_asked

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - the toolkit's name
        """Ask for the next page; it comes when it is read."""
        del parent
        self._is_asked = True
        self.page_wanted.emit(self._next)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(  # noqa: N802 - the toolkit's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tr(HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        act = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(act, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(HEADINGS[index.column()])}: {self._text(act, index.column())}"
        if index.column() != WAY:
            return None
        standing = self.standing(act)
        if role == Qt.ItemDataRole.DecorationRole:
            return icon_pixmap(standing.icon, getattr(self._look.colours, standing.tone), self._look.px(ICON_PX))
        return self._look.colour(standing.tone) if role == Qt.ItemDataRole.ForegroundRole else None

    def _text(self, act: OutboxRow, column: int) -> str:
        match column:
            case 0:
                return tr(self.standing(act).text)
            case 1:
                return act.queue_number
            case 2:
                return act.name
            case 3:
                word = act_word(act.kind)
                return word[:1].upper() + word[1:]
            case _:
                local = self._post.local(from_ms(act.at_ms))
                return f"{local:%H.%M}" if local.date() == self._today else f"{local:%d-%m-%Y %H.%M}"


class OutboxTable(ListTable):
    """One act a line; Enter opens the registration it is about."""

    def __init__(self, look: Look, rows: OutboxModel) -> None:
        samples = (f" {tr(SENDING.text)}", tr(HEADINGS[QUEUE]), "", tr(ACTS[Kind.WITHDRAWN]), "00-00-0000 00.00")
        super().__init__(look, rows, samples, NAME)
        self._look = look
        self.setAccessibleName(tr("Daftar kiriman"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Where there is little room the names keep theirs."""
        super().resizeEvent(event)
        wide = self.viewport().width()
        self.setColumnHidden(WHEN, wide < self._look.px(ROOM_FOR_ALL_PX))
        self.setColumnHidden(ACT, wide < self._look.px(ROOM_WITHOUT_TIME_PX))
