"""Which copy, of which programme and days, as which kind of file, and where to: the boxes that a kind needs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.exports.gathering import UNIT_QUESTIONS
from app.desk.exports.kinds import LISTS, OF_ALL, OF_ONE_DAY, ExportKind, ExportOrder
from app.desk.exports.recap import can_have_specific
from app.ui.i18n import day_text, mark, say, tr
from app.ui.station import CopyWish, Station
from app.ui.widgets.ask_row import GUTTER_PX, AskRow
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.programme_box import ProgrammeBox
from app.ui.widgets.village_filter import VillageFilter
from core.dates import check_date
from core.findings import Weight
from core.programme import Programme


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a kind of copy is called, what it is, and how its file begins."""

    label: str
    about: str
    stem: str


_PAPERS: Mapping[ExportKind, _Paper] = {
    ExportKind.RECAP: _Paper(
        mark("Rekap"), mark("Satu baris satu orang, semua yang bernomor, NIK utuh sebagai teks."), "rekap"
    ),
    ExportKind.HANDOVER: _Paper(
        mark("Berita acara serah terima"), mark("Jumlah menurut status, dan kode isi rekapnya."), "berita-acara"
    ),
    ExportKind.CORRECTNESS: _Paper(
        mark("Pernyataan kebenaran data"), mark("Kata dinas untuk rekap ini, dengan kode isinya."), "kebenaran-data"
    ),
    ExportKind.PROPOSALS: _Paper(
        mark("Daftar usulan per kelurahan"), mark("Untuk musyawarah kelurahan; bukan daftar penerima."), "usulan"
    ),
    ExportKind.WAITING: _Paper(
        mark("Daftar tunggu"), mark("Menurut urutan, dengan yang masih kurang; NIK disamarkan."), "daftar-tunggu"
    ),
    ExportKind.RECONCILIATION: _Paper(
        mark("Lembar rekonsiliasi malam"),
        mark("Slip, kunjungan, dan tanda terima server satu hari, selisih menurut nomor; tanpa nama."),
        "rekonsiliasi",
    ),
    ExportKind.DAILY: _Paper(
        mark("Rekap harian"),
        mark("Angka satu hari untuk seluruh posko, untuk ditandatangani; tanpa nama."),
        "rekap-harian",
    ),
    ExportKind.SHIFT: _Paper(
        mark("Serah terima tugas"), mark("Barang, formulir darurat, dan pekerjaan yang belum selesai."), "serah-terima"
    ),
    ExportKind.ATTENDANCE: _Paper(
        mark("Daftar hadir"), mark("Nama pengunjung satu hari, dengan tempat tanda tangan."), "daftar-hadir"
    ),
    ExportKind.SURVEY: _Paper(
        mark("Hasil survei kepuasan"), mark("Nilai sembilan unsur dan IKM; tanpa nama."), "survei"
    ),
    ExportKind.BUNDLE: _Paper(
        mark("Berkas lengkap"), mark("Formulir, surat pernyataan, dan daftar periksa dalam satu PDF."), "berkas"
    ),
    ExportKind.FORM: _Paper(mark("Formulir"), mark("Semua isian, untuk ditandatangani pemohon."), "formulir"),
    ExportKind.STATEMENT: _Paper(
        mark("Surat pernyataan"), mark("Pernyataan pemohon, untuk ditandatangani."), "pernyataan"
    ),
    ExportKind.REFERRAL: _Paper(
        mark("Surat rujukan ke Dukcapil"), mark("Untuk NIK yang belum bisa dipakai."), "rujukan"
    ),
}
_OF_ONE = (ExportKind.FORM, ExportKind.STATEMENT, ExportKind.BUNDLE, ExportKind.REFERRAL)
_DATED = frozenset(_PAPERS) - OF_ONE_DAY - {
    ExportKind.WAITING, ExportKind.FORM, ExportKind.STATEMENT, ExportKind.REFERRAL,
}  # fmt: skip
_ABOUT_RECAP = frozenset({ExportKind.RECAP, ExportKind.HANDOVER, ExportKind.CORRECTNESS})
_WITH_SPECIFIC = "yes"
_FILES = (("xlsx", mark("Excel (xlsx)")), ("csv", mark("CSV, titik koma")), ("pdf", mark("PDF")))
_TO_SIGN = "pdf"
_HIDDEN = "="


class ExportForm(QFrame):
    """A card of boxes; it proposes a name for the file and says what cannot be."""

    edited = Signal()
    """Something else is wanted now."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        look = station.look
        self._station = station
        self._wish = CopyWish("")
        self._proposed = ""
        self._has_own_kind = False
        """Somebody has chosen the kind of copy; else it is the usual one of the programme."""
        self.setProperty("is", "card")
        self.programme = ProgrammeBox(station)
        self.kind = ChoiceBox("kind", [], can_be_empty=False)
        self.day, self.first, self.last = LineBox("on"), LineBox("first_on"), LineBox("last_on")
        self.village = VillageFilter("village", station)
        self.unit, self.reason, self.file = LineBox("unit"), LineBox("reason"), LineBox("file")
        self.suffix = ChoiceBox("suffix", [], can_be_empty=False)
        without = Option("no", tr("Tanpa"))
        self.specific = ChoiceBox("specific", [without, Option(_WITH_SPECIFIC, tr("Ikut"))], can_be_empty=False)
        days = tr("Boleh kosong: semua hari.")
        self.rows = {
            "programme": AskRow(look, tr("Program"), self.programme, width_px=380),
            "kind": AskRow(look, tr("Salinan"), self.kind, " ", width_px=380),
            "day": AskRow(look, tr("Tanggal"), self.day, tr("Satu hari, semua program."), width_px=160),
            "first": AskRow(look, tr("Dari tanggal"), self.first, width_px=160),
            "last": AskRow(look, tr("Sampai tanggal"), self.last, days, width_px=160),
            "village": AskRow(look, tr("Kelurahan/Desa"), self.village, tr("Boleh kosong: semua.")),
            "unit": AskRow(look, tr("Perusahaan atau unit"), self.unit, tr("Boleh kosong: semua.")),
            "specific": AskRow(
                look,
                tr("Upah dan data khusus"),
                self.specific,
                tr("Ikut hanya kalau dinas memerlukannya; itu tercatat."),
                width_px=200,
            ),
            "reason": AskRow(
                look, tr("Jawaban tentang NIK"), self.reason, tr("Kata kantor atau situs lain, kalau ada.")
            ),
            "suffix": AskRow(look, tr("Jenis berkas"), self.suffix, width_px=200),
            "file": AskRow(look, tr("Simpan sebagai"), self.file),
        }
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self._station.look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(16), look.px(16), look.px(16), look.px(16))
        self._column.setSpacing(look.px(12))
        for row in self.rows.values():
            self._column.addWidget(row)
        for box in (self.programme, self.kind, self.specific, self.suffix):
            box.view().setAccessibleName(box.accessibleName())

    def add_below_file(self, widget: QWidget) -> None:
        """One more thing under the last box."""
        line = QHBoxLayout()
        line.addSpacing(self._station.look.px(GUTTER_PX))
        line.addWidget(widget)
        line.addStretch(1)
        self._column.addLayout(line)

    def _listen(self) -> None:
        boxes = (
            self.programme, self.kind, self.day, self.first, self.last, self.village, self.unit, self.specific,
            self.reason, self.suffix, self.file,
        )  # fmt: skip
        for box in boxes:
            box.signals.moved_on.connect(lambda _name, box=box: self._move_on(box))
            box.signals.typed.connect(lambda _typed, box=box: self._on_edited(box))

    def _move_on(self, box: QWidget) -> None:
        """Enter goes to the next box that is there; after the last one to the first."""
        boxes = [row.box for row in self.rows.values() if not row.isHidden()]
        boxes[(boxes.index(box) + 1) % len(boxes)].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is wanted ---------------------------------------------------------------------------------------------
    def begin(self, wish: CopyWish, *, takes_keys: bool = True) -> None:
        """Ask anew.

        Args:
            wish: what is chosen at first; an empty kind = the first one of the first programme.
        """
        self._wish = wish
        self._has_own_kind = bool(wish.kind)
        desk = self._station.desk
        self.programme.offer_programmes([desk.programme_of(code) for code in desk.programme_codes()])
        self.programme.choose(wish.programme)
        today = day_text(desk.today())
        self.day.show_text(day_text(wish.on) if wish.on else today)
        for box, text in ((self.first, today), (self.last, today), (self.unit, ""), (self.reason, "")):
            box.show_text(text)
        self.village.empty()
        self.specific.setCurrentIndex(0)
        self._proposed = ""
        self.file.show_text("")
        self._offer_kinds()
        if wish.kind:
            self.kind.show_text(_HIDDEN + wish.kind)
        self._show_rows()
        if wish.kind in OF_ALL:
            self.suffix.show_text(_TO_SIGN)
            self._propose()
        if takes_keys:
            (self.kind if wish.uid or wish.kind else self.programme).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, box: QWidget) -> None:
        if box is self.programme:
            self._offer_kinds()
        self._has_own_kind |= box is self.kind
        if box is not self.file:
            self._show_rows()
        self._take_findings_back()
        self.edited.emit()

    def _take_findings_back(self) -> None:
        for row in self.rows.values():
            row.show_finding("")

    @property
    def chosen(self) -> ExportKind:
        """The kind of copy that is chosen."""
        return ExportKind(self.kind.chosen.removeprefix(_HIDDEN))

    def _offer_kinds(self) -> None:
        kinds = _OF_ONE if self._wish.uid else tuple(self._kinds(self.programme.programme))
        self.kind.offer([Option(_HIDDEN + one.value, tr(_PAPERS[one].label)) for one in kinds])
        if not self._has_own_kind or not self.kind.chosen:
            self.kind.setCurrentIndex(0)

    def _kinds(self, programme: Programme | None) -> list[ExportKind]:
        kinds = [ExportKind.RECAP, ExportKind.HANDOVER, ExportKind.CORRECTNESS]
        if programme is not None and programme.is_by_proposal:
            kinds.insert(0, ExportKind.PROPOSALS)
        if programme is not None and _asks_unit(programme):
            kinds.append(ExportKind.BUNDLE)
        of_day = (ExportKind.RECONCILIATION, ExportKind.DAILY, ExportKind.SHIFT, ExportKind.ATTENDANCE)
        return [*kinds, ExportKind.WAITING, *of_day, ExportKind.SURVEY]

    def _show_rows(self) -> None:
        kind, is_one = self.chosen, self._wish.uid is not None
        programme = self.programme.programme
        is_of_day, is_of_all = kind in OF_ONE_DAY, kind in OF_ALL
        is_listed = kind is not ExportKind.WAITING and not is_of_all
        has_unit = programme is not None and _asks_unit(programme) and is_listed
        shown = {
            "programme": not is_one and not is_of_all,
            "day": is_of_day,
            "first": kind in _DATED and not is_one,
            "last": kind in _DATED and not is_one,
            "village": kind in _DATED and not is_one and not is_of_all,
            "unit": has_unit and not is_one,
            "specific": kind in _ABOUT_RECAP and programme is not None and can_have_specific(programme) and not is_one,
            "reason": kind is ExportKind.REFERRAL,
            "suffix": kind in LISTS,
        }
        for name, is_shown in shown.items():
            self.rows[name].setVisible(is_shown)
        self.rows["kind"].show_help(tr(_PAPERS[kind].about))
        files = [Option(name, tr(text)) for name, text in _FILES if kind in LISTS or name == "pdf"]
        self.suffix.offer(files)
        if not self.suffix.chosen:
            self.suffix.setCurrentIndex(0)
        self._propose()

    # --- the file ---------------------------------------------------------------------------------------------------
    def _propose(self) -> None:
        """Another name, unless somebody has written one: then only its end follows the kind of file."""
        text, suffix = self.file.text().strip(), self.suffix.chosen
        if text and text != self._proposed:
            self.file.show_text(str(Path(text).with_suffix(f".{suffix}")))
            return
        self._proposed = str(free_name(documents_folder(), self._stem(), suffix))
        self.file.show_text(self._proposed)
        self.file.setCursorPosition(0)

    def _stem(self) -> str:
        paper = _PAPERS[self.chosen]
        if self.chosen in OF_ONE_DAY:
            on = check_date(self.day.text(), on=self._station.desk.today(), field="day").value
            return "-".join(filter(None, (paper.stem, f"{on:%Y%m%d}" if on else "")))
        programme = "" if self.chosen is ExportKind.SURVEY else self.programme.code
        about = self._wish.number if self._wish.uid else programme
        day = "" if self._wish.uid else f"{self._station.desk.today():%Y%m%d}"
        return "-".join(filter(None, (paper.stem, about, day)))

    @property
    def print_title(self) -> str:
        """What the paper is called in lists of print jobs: nobody's name."""
        about = self.programme.code
        if self.chosen in OF_ALL:
            about = self.day.text() if self.chosen in OF_ONE_DAY else self.last.text()
        return f"{tr(_PAPERS[self.chosen].label)} {self._wish.number or about}"

    def take_file(self, name: str) -> None:
        """Somebody has chosen a place."""
        self.file.show_text(str(Path(name).with_suffix(f".{self.suffix.chosen}")))
        self.rows["file"].show_finding("")
        self.edited.emit()

    def forget_proposal(self) -> None:
        """The file is written: the next one needs another name."""
        if self.file.text() == self._proposed:
            self._proposed = ""

    def order(self) -> ExportOrder | None:
        """What is wanted; ``None`` if something cannot be, which then stands under its box."""
        self._take_findings_back()
        is_of_day, is_of_all = self.chosen in OF_ONE_DAY, self.chosen in OF_ALL
        first = ("day", self.day) if is_of_day else ("first", self.first)
        days = [self._day(name, box) for name, box in (first, ("last", self.last))]
        if is_of_day and days[0] is None and not self.rows["day"].finding:
            self._object("day", tr("Tulis tanggalnya, misalnya 13-04-2020."))
        if self.village.is_undecided and not self.rows["village"].isHidden():
            self._object("village", tr("Pilih kelurahan atau desa dari daftarnya, atau kosongkan."))
        text = self.file.text().strip()
        if not text:
            self._object("file", tr("Tulis nama berkasnya, atau pilih tempat."))
        if any(row.finding for row in self.rows.values() if not row.isHidden()):
            return None
        target = Path(text).expanduser()
        is_one = self._wish.uid is not None
        return ExportOrder(
            kind=self.chosen,
            target=target if target.is_absolute() else documents_folder() / target,
            programme="" if is_one or is_of_all else self.programme.code,
            first_on=days[0],
            last_on=days[1],
            ref=str(self._wish.uid) if is_one else "",
            village_code="" if self.rows["village"].isHidden() else self.village.code,
            unit="" if self.rows["unit"].isHidden() else self.unit.text(),
            reason="" if self.rows["reason"].isHidden() else self.reason.text(),
            has_specific=not self.rows["specific"].isHidden() and self.specific.chosen == _WITH_SPECIFIC,
            is_folio=is_of_all and self._station.house.settings().paper == "f4",
        )

    def _day(self, name: str, box: LineBox) -> date | None:
        text = box.text().strip()
        if self.rows[name].isHidden() or not text:
            return None
        checked = check_date(text, on=self._station.desk.today(), field=name)
        if checked.value is None:
            wrong = next(one for one in checked.findings if one.weight is Weight.BLOCK)
            self._object(name, say(wrong.code, wrong.facts))
        return checked.value

    def _object(self, name: str, text: str) -> None:
        self.rows[name].show_finding(text)
        self.rows[name].box.setFocus(Qt.FocusReason.OtherFocusReason)


def _asks_unit(programme: Programme) -> bool:
    return any(programme.question(name) is not None for name in UNIT_QUESTIONS)


def documents_folder() -> Path:
    """Where people look for what they have saved."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A file in this folder that is not there yet."""
    names = (f"{stem}.{suffix}" if number == 1 else f"{stem}-{number}.{suffix}" for number in itertools.count(1))
    return next(folder / name for name in names if not (folder / name).exists())
