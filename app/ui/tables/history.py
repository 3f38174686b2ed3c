"""What happened to a registration, the newest on top: when, what with its details, who."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.desk.context import PostWords
from app.desk.history import FieldChange, Happening
from app.ui.i18n import day_text, field_label, mark, of_programme, say, tr
from app.ui.theme import Look
from app.ui.widgets.standing import standing_of
from core.programme import Programme, Teller
from core.stages import stage_of
from core.visits import Asked, Result
from core.wire.events import Kind
from core.wire.records import Answer

Index = QModelIndex | QPersistentModelIndex

WHEN, WHAT, WHO = range(3)
WHOLE_HYPHEN = "\u2011"
"""A number is read as one word: no line ends in the middle of it."""

_PADDING_PX, _ROOM_PX = 24, 4000
HEADINGS = (mark("Waktu"), mark("Kejadian"), mark("Petugas"))

_ACTS: Mapping[str, str] = {
    Kind.REGISTERED: mark("Didaftarkan"),
    Kind.REPEATED: mark("Datang lagi, sudah terdaftar"),
    Kind.SLIP_REPRINTED: mark("Slip dicetak ulang"),
    Kind.CORRECTED: mark("Data diperbaiki"),
    Kind.PAPERS_ADDED: mark("Berkas ditambahkan"),
    Kind.WITHDRAWN: mark("Pendaftaran ditarik"),
    Kind.NIK_SHOWN: mark("NIK dilihat"),
    Kind.STAGE_REACHED: mark("Tahap dicatat"),
    Kind.BATCH_JOINED: mark("Gelombang dicatat"),
    Kind.PORTAL_TYPED: mark("Diketik di situs program"),
    Kind.DISPUTE_SETTLED: mark("Isian yang benar dipilih"),
    Kind.VISIT_NOTED: mark("Ditanyakan di posko"),
}


class HistoryModel(QAbstractTableModel):
    """Happenings as rows."""

    def __init__(self, words: PostWords) -> None:
        super().__init__()
        self._words = words
        self._rows: Sequence[tuple[str, str, str]] = ()

    def show(self, happenings: Sequence[Happening], programme: Programme | None) -> None:
        """Show these, oldest first as they are read, newest first as they are shown."""
        self.beginResetModel()
        self._rows = [
            (self._when(one), "\n".join(lines_of(one, programme)), one.officer_name) for one in reversed(happenings)
        ]
        self.endResetModel()

    def _when(self, happening: Happening) -> str:
        local = self._words.local(datetime.fromtimestamp(happening.at_ms / 1000, UTC))
        return f"{local:%d-%m-%Y %H.%M}"

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How much has happened."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(  # noqa: N802 - the toolkit's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tr(HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def lines_of(happening: Happening, programme: Programme | None) -> Iterator[str]:
    """What happened, then its details, a line each."""
    yield tr(_ACTS.get(happening.kind, mark("Perubahan dari Posko yang lebih baru")))
    for change in happening.changes:
        yield _change_text(change, programme)
    if happening.kind == Kind.PAPERS_ADDED:
        labels = {paper.code: of_programme(paper.label) for paper in programme.papers} if programme else {}
        yield ", ".join(labels.get(code, code) for code in happening.documents)
    if happening.reason:
        yield tr("Alasan: {reason}").format(reason=happening.reason)
    if happening.asked in set(Asked):
        yield say(f"VISIT_ASKED_{happening.asked.upper()}")
    if happening.result in set(Result):
        yield say(f"VISIT_RESULT_{happening.result.upper()}")
    yield from _step_lines(happening, programme)
    if happening.copy_no:
        yield tr("Salinan ke-{number}").format(number=happening.copy_no)
    if happening.status:
        yield tr(standing_of(happening.status).text)
        if happening.registration_no:
            yield happening.registration_no.replace("-", WHOLE_HYPHEN)
    if not happening.is_own:
        yield tr("di perangkat lain posko ini")


def _step_lines(happening: Happening, programme: Programme | None) -> Iterator[str]:
    if happening.stage:
        stage = stage_of(programme, happening.stage) if programme else None
        yield of_programme(stage.label) if stage else happening.stage
    if happening.reached_on:
        told_by = say(f"STAGE_TOLD_BY_{happening.told_by.upper()}") if happening.told_by in set(Teller) else ""
        yield " \u00b7 ".join(text for text in (day_text(happening.reached_on), told_by) if text)
    if happening.batch:
        yield tr("Gelombang {number}").format(number=happening.batch)
    if happening.note:
        yield happening.note


def _change_text(change: FieldChange, programme: Programme | None) -> str:
    name = change.field.removeprefix("answers.")
    question = programme.question(name) if programme and name != change.field else None
    label = of_programme(question.label) if question else field_label(change.field)
    return f"{label}: {_value(change.before)} \u2192 {_value(change.after)}"


def _value(answer: Answer) -> str:
    if answer is None or answer == "":
        return "-"
    if isinstance(answer, bool):
        return tr("Ya") if answer else tr("Tidak")
    return str(answer)


class HistoryTable(QTableView):
    """Shows a history; rows are as high as their details."""

    def __init__(self, look: Look, model: HistoryModel) -> None:
        super().__init__()
        self._look = look
        self.setModel(model)
        self.setAccessibleName(tr("Riwayat"))
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        metrics = QFontMetrics(look.font())
        for column, sample in ((WHEN, "00-00-0000 00.00"), (WHO, "RINA SETYOWATI PUTRI")):
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            columns.resizeSection(column, metrics.horizontalAdvance(sample) + look.px(24))
        columns.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)

    def sizeHintForRow(self, row: int) -> int:  # noqa: N802 - the toolkit's name
        """Room for every line of the details; the style's own reckoning forgets the padding."""
        look = self._look
        text = self.model().index(row, WHAT).data()
        room = QRect(0, 0, self.columnWidth(WHAT) - look.px(_PADDING_PX), look.px(_ROOM_PX))
        drawn = QFontMetrics(look.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, str(text))
        return drawn.height() + look.px(12)
