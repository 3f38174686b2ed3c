"""Which boxes stand on the registration form, in which rows, how wide: the order of the KTP, then the programme's."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.i18n import mark, of_programme, tr
from app.ui.theme import Look
from app.ui.widgets.amount_box import AmountBox
from app.ui.widgets.box_signals import BoxSignals
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox, NumberBox
from app.ui.widgets.tick_boxes import PapersBox, TickBox, YesNoBox
from app.ui.widgets.village_box import VillageBox
from core.people import IdPaper
from core.programme import Programme, Question, QuestionKind

ANSWER = "answers."
"""How the fields of a programme's questions begin."""

NONE_OF_THESE = "-"
"""How the form writes the answer "none of these"."""

LEAST_PX = 72
"""No box is narrower than this."""

SEXES = (Option("L", mark("LAKI-LAKI")), Option("P", mark("PEREMPUAN")))
RELIGIONS = tuple(
    Option(word, word)
    for word in ("ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDHA", "KHONGHUCU", "KEPERCAYAAN TERHADAP TUHAN YME")
)
MARITAL_STATUSES = tuple(
    Option(word, word)
    for word in (
        "BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI", "KAWIN TERCATAT", "KAWIN BELUM TERCATAT",
        "CERAI HIDUP TERCATAT", "CERAI HIDUP BELUM TERCATAT",
    )
)  # fmt: skip
CITIZENSHIPS = (Option("WNI", "WNI"), Option("WNA", "WNA"))


class Box(Protocol):
    """What every box can do."""

    signals: BoxSignals

    def show_text(self, text: str) -> None:
        """Show what the form holds."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a row.

    Args:
        kind: ``line``, ``upper``, ``number``, ``amount``, ``village``, ``choice``, ``yes_no``, ``papers`` or ``tick``.
        width_px: at 100 %; 0 = as wide as its content.
        words: what is chosen from, or the text beside a box to tick.
    """

    name: str
    label: str
    kind: str
    width_px: int
    words: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row: its label in the gutter and its boxes.

    Args:
        is_wide: its label is a whole question.
        is_extra: hidden until somebody asks for the rest.
    """

    label: str
    cells: tuple[Cell, ...]
    is_wide: bool = False
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    title: str
    rows: tuple[RowPlan, ...]
    text: str = ""


def sections_of(programme: Programme, on: date | None = None) -> Iterator[Section]:
    """The whole form for a programme.

    Args:
        on: the day whose papers are wanted; ``None`` = all that ever were.
    """
    identity = tr("Identitas sesuai KTP") if programme.id_paper is IdPaper.KTP else tr("Identitas sesuai KK")
    yield Section(identity, tuple(_named(row, programme) for row in _identity_rows()))
    contact = (_named(row, programme) for row in _contact_rows())
    yield Section(tr("Kontak"), tuple(_wanted_first(contact, programme)))
    if programme.questions:
        yield Section(tr("Pertanyaan program"), tuple(_question_row(one) for one in programme.questions))
    wanted = [paper for paper in programme.papers if on is None or paper.is_valid(on)]
    if wanted:
        papers = tuple(Option(paper.code, of_programme(paper.label)) for paper in wanted)
        cell = Cell("documents", tr("Berkas yang dibawa"), "papers", 0, papers)
        yield Section(tr("Berkas"), (RowPlan(tr("Dibawa"), (cell,)),))
    agreed = Cell("consent", tr("Persetujuan pemohon"), "tick", 0, (Option("1", tr("Pemohon setuju")),))
    text = f"\u201c{of_programme(programme.consent_text)}\u201d"
    yield Section(tr("Persetujuan"), (RowPlan(tr("Bacakan"), (agreed,)),), text)


def _named(row: RowPlan, programme: Programme) -> RowPlan:
    """The row in the programme's own words, where it has any for its fields."""
    cells = tuple(dataclasses.replace(cell, label=_own_label(cell, programme) or cell.label) for cell in row.cells)
    label = _own_label(cells[0], programme) if len(cells) == 1 else ""
    return dataclasses.replace(row, label=label or row.label, cells=cells)


def _own_label(cell: Cell, programme: Programme) -> str:
    own = programme.field_label(cell.name)
    return of_programme(own) if own else ""


def _row(label: str, *cells: Cell, is_extra: bool = False) -> RowPlan:
    return RowPlan(label, cells, is_extra=is_extra)


def _identity_rows() -> Iterator[RowPlan]:
    yield _row(tr("NIK"), Cell("nik", tr("NIK"), "number", 220))
    yield _row(tr("Nama"), Cell("name_on_id", tr("Nama sesuai KTP"), "upper", 420))
    yield _row(
        tr("Tempat, tgl lahir"),
        Cell("birth_place", tr("Tempat lahir"), "upper", 220),
        Cell("birth_date", tr("Tanggal lahir"), "line", 120),
    )
    sexes = tuple(Option(one.text, tr(one.label)) for one in SEXES)
    yield _row(tr("Jenis kelamin"), Cell("sex", tr("Jenis kelamin"), "choice", 150, sexes))
    yield _row(tr("Alamat"), Cell("id_address", tr("Alamat KTP"), "upper", 420))
    yield _row(
        tr("RT/RW, Kel/Desa"),
        Cell("rt_rw", tr("RT/RW"), "line", 90),
        Cell("village_code", tr("Kelurahan/Desa"), "village", 322),
    )
    yield _row(
        tr("Agama, status"),
        Cell("religion", tr("Agama"), "choice", 200, RELIGIONS),
        Cell("marital_status", tr("Status perkawinan"), "choice", 212, MARITAL_STATUSES),
    )
    yield _row(
        tr("Pekerjaan, warga"),
        Cell("occupation", tr("Pekerjaan"), "upper", 300),
        Cell("citizenship", tr("Kewarganegaraan"), "choice", 112, CITIZENSHIPS),
    )


def _contact_rows() -> Iterator[RowPlan]:
    yield _row(tr("Nomor KK"), Cell("family_card_no", tr("Nomor KK"), "number", 220))
    yield _row(tr("Nomor HP"), Cell("mobile", tr("Nomor HP"), "line", 220))
    yield _row(tr("E-mail"), Cell("email", tr("E-mail"), "line", 320))
    yield _row(tr("Orang lain"), Cell("contact_person", tr("Orang yang bisa dihubungi"), "line", 420), is_extra=True)
    yield _row(tr("Alamat domisili"), Cell("current_address", tr("Alamat domisili"), "upper", 420), is_extra=True)
    current = Cell("current_village_code", tr("Kelurahan/Desa domisili"), "village", 420)
    yield _row(tr("Kel/Desa domisili"), current, is_extra=True)
    yield _row(tr("Diwakili oleh"), Cell("represented_by", tr("Diwakili oleh"), "line", 420), is_extra=True)
    yield _row(tr("Disabilitas"), Cell("disability", tr("Disabilitas"), "line", 420), is_extra=True)
    yield _row(tr("Rekening"), Cell("bank_account", tr("Rekening"), "line", 420), is_extra=True)


def _wanted_first(rows: Iterable[RowPlan], programme: Programme) -> Iterator[RowPlan]:
    """What this programme wants of everybody stands in sight; what it never asks for stays folded away."""
    wanted = set(programme.extra_fields)
    plans = [dataclasses.replace(row, is_extra=row.is_extra and row.cells[0].name not in wanted) for row in rows]
    yield from sorted(plans, key=lambda plan: plan.is_extra)


def _question_row(question: Question) -> RowPlan:
    label = of_programme(question.label)
    shown = tr("{question} (boleh kosong)").format(question=label) if question.is_optional else label
    kind, width_px = _BOX_OF_KIND[question.kind]
    options = tuple(_choices(question)) if question.kind is QuestionKind.CHOICE else ()
    return RowPlan(shown, (Cell(ANSWER + question.name, shown, kind, width_px, options),), is_wide=True)


_BOX_OF_KIND: Mapping[QuestionKind, tuple[str, int]] = {
    QuestionKind.YES_NO: ("yes_no", 0),
    QuestionKind.CHOICE: ("choice", 300),
    QuestionKind.TEXT: ("line", 300),
    QuestionKind.AMOUNT: ("amount", 190),
    QuestionKind.COUNT: ("line", 90),
    QuestionKind.DATE: ("line", 120),
}


def _choices(question: Question) -> Iterator[Option]:
    if question.is_nullable:
        yield Option(NONE_OF_THESE, tr("Tidak satu pun"))
    for choice in question.choices:
        yield Option(choice.code, of_programme(choice.label))


def box_of(cell: Cell, look: Look) -> QWidget:
    """The box that a cell asks for; it keeps to :class:`Box`."""
    box = _made(cell.name, cell.kind, cell.words, look)
    box.setAccessibleName(cell.label)
    if cell.width_px:  # as wide as its content, narrower only where the window is
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumWidth(look.px(min(cell.width_px, LEAST_PX)))
        box.setMaximumWidth(look.px(cell.width_px))
    return box


def _made(name: str, kind: str, words: Sequence[Option], look: Look) -> QWidget:
    match kind:
        case "number":
            return NumberBox(name)
        case "amount":
            return AmountBox(name, look)
        case "village":
            return VillageBox(name, look)
        case "choice":
            return ChoiceBox(name, words)
        case "yes_no":
            return YesNoBox(name)
        case "papers":
            return PapersBox(name, words)
        case "tick":
            return TickBox(name, words[0].label)
        case _:
            return LineBox(name, is_upper=kind == "upper")
