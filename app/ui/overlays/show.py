"""Turned to the applicant for a nod: the few facts that must be right, large, and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from app.forms.views import FormView
from app.ui.i18n import long_date_text, tr
from app.ui.overlays.turned import TurnedOverlay
from app.ui.theme import Look
from app.ui.widgets.words import words
from core.people import Sex
from core.phone import printed_mobile


class ShowOverlay(TurnedOverlay):
    """The question, and the facts of one form."""

    def __init__(self, look: Look, parent: QWidget, view: FormView) -> None:
        super().__init__(look, parent)
        self.setAccessibleName(tr("Cocokkan dengan pemohon"))
        self.content.addWidget(words(tr("Apakah ini benar?"), "display", wraps=True))
        self.put(self._facts(view))

    def _facts(self, view: FormView) -> QWidget:
        look, page = self.look, QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, look.px(8), 0, 0)
        form.setHorizontalSpacing(look.px(32))
        form.setVerticalSpacing(look.px(16))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for label, said in facts_of(view):
            form.addRow(words(label, "large-muted"), _large(said))
        return page


def facts_of(view: FormView) -> tuple[tuple[str, str], ...]:
    """What the applicant looks at: label and text; a dash where nothing is known yet."""
    person, applicant = view.summary, view.applicant
    sexes = {Sex.FEMALE: tr("Perempuan"), Sex.MALE: tr("Laki-laki")}
    address = ", ".join(one for one in (applicant.id_address, _rt_rw(applicant.rt_rw), *person.place) if one)
    mobile = printed_mobile(applicant.mobile) if applicant.mobile else ""
    facts = (
        (tr("Nama"), person.name),
        (tr("Lahir"), long_date_text(person.birth_date) if person.birth_date else ""),
        (tr("Jenis kelamin"), sexes[person.sex] if person.sex else ""),
        (tr("Alamat"), address),
        (tr("Nomor HP"), mobile),
        (tr("E-mail"), applicant.email),
        (tr("Dieja"), spelled_out(applicant.email)),
    )
    return tuple((label, said or "\u2014") for label, said in facts if said or label != tr("Dieja"))


def _rt_rw(rt_rw: str) -> str:
    return f"RT/RW {rt_rw}" if "/" in rt_rw else ""


def spelled_out(email: str) -> str:
    """``s i t i (titik) a @ ...``: letter by letter, so that it can be read aloud and followed."""
    name, _at, host = email.partition("@")
    if not host:
        return ""
    named = {".": tr("titik"), "-": tr("strip"), "_": tr("garis bawah"), "+": tr("tambah")}
    letters = " ".join(f"({named[char]})" if char in named else char for char in name)
    return f"{letters}  ({tr('at')})  {host.replace('.', ' (' + tr('titik') + ') ')}"


def _large(text: str) -> QLabel:
    label = words(text, "show-fact", wraps=True)
    label.setMinimumWidth(0)
    return label
