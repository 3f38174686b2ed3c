"""Who it is: the card's fields in the order of the KTP, numbers masked until somebody asks to see the NIK."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from app.desk.history import MASKED
from app.desk.record import Record
from app.ui.actions import SHOW_NIK
from app.ui.i18n import day_text, field_label, of_programme, rupiah_text, tr
from app.ui.theme import Look
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.words import card, words
from core.entry import IDENTITY_FIELDS
from core.people import masked_nik
from core.phone import printed_mobile
from core.programme import Question, QuestionKind
from core.wire.records import Answer

SHOWN_MS = 20_000
"""So long a whole NIK stays on the screen."""

_SEXES = {"L": "LAKI-LAKI", "P": "PEREMPUAN"}


class IdentityPanel(QScrollArea):
    """A card of labels and values; built anew for every record."""

    def __init__(self, look: Look, show_nik: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._show_nik = show_nik
        self.nik = words("", "strong")
        self.chip: KeyChip | None = None
        self._masked = ""
        self.hide_after = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self.hide_after.timeout.connect(self.hide_nik)
        self.setWidgetResizable(True)
        self.setProperty("is", "reading")
        self.setAccessibleName(tr("Identitas"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def is_nik_shown(self) -> bool:
        """Whether the whole NIK stands on the screen."""
        return self.hide_after.isActive()

    def reveal_nik(self, nik: str) -> None:
        """Show the whole NIK for a while."""
        self.nik.setText(" ".join(nik[start : start + 4] for start in range(0, len(nik), 4)) or "-")
        self.hide_after.start()

    def hide_nik(self) -> None:
        """Mask the NIK again."""
        self.hide_after.stop()
        self.nik.setText(self._masked)

    def show_record(self, record: Record) -> None:
        """Show this person; a NIK that stands open stays open."""
        open_nik = self.nik.text() if self.is_nik_shown else ""
        look = self._look
        self._masked = masked_nik(_text_of(record, "nik")) or "-"
        self.nik = words(open_nik or self._masked, "strong")
        self.nik.setAccessibleName(tr("NIK"))
        self.chip = KeyChip(look, SHOW_NIK.keys, tr(SHOW_NIK.text))
        self.chip.clicked.connect(self._show_nik)
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        head.addWidget(words(tr("Identitas"), "section"), 1)
        head.addWidget(self.chip)
        column.addLayout(head)
        column.addLayout(self._form(_identity_lines(record), nik=self.nik))
        answers = tuple(_answer_lines(record))
        if answers:
            column.addSpacing(look.px(8))
            column.addWidget(words(tr("Pertanyaan program"), "section"))
            column.addLayout(self._form(iter(answers)))
        column.addStretch(1)
        self.setWidget(frame)

    def _form(self, lines: Iterator[tuple[str, str]], nik: QLabel | None = None) -> QFormLayout:
        look = self._look
        form = QFormLayout()
        form.setHorizontalSpacing(look.px(16))
        form.setVerticalSpacing(look.px(4))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        if nik:
            form.addRow(_label(look, tr("NIK")), nik)
        for label, text in lines:
            value = words(text, wraps=True)
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            value.setAccessibleName(f"{label}: {text}")
            form.addRow(_label(look, label), value)
        return form


def _label(look: Look, text: str) -> QLabel:
    label = words(text, "muted", wraps=True)
    label.setFixedWidth(look.px(150))
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


def _identity_lines(record: Record) -> Iterator[tuple[str, str]]:
    for name in IDENTITY_FIELDS:
        text = _shown(record, name)
        if name != "nik" and text:
            own = record.programme.field_label(name) if record.programme else ""
            yield of_programme(own) if own else field_label(name), text


def _text_of(record: Record, name: str) -> str:
    body = record.kept.body
    return str(getattr(body.person, name)) or body.typed.get(name, "")


def _shown(record: Record, name: str) -> str:
    text = _text_of(record, name)
    if name in MASKED:
        return masked_nik(text)
    if name == "mobile" and record.kept.body.person.mobile:
        return printed_mobile(text)
    if name == "birth_date" and getattr(record.kept.body.person, name):
        return day_text(date.fromisoformat(text))
    villages = {"village_code": record.village, "current_village_code": record.current_village}
    return (villages.get(name) or text) if name in villages else _SEXES.get(text, text) if name == "sex" else text


def _answer_lines(record: Record) -> Iterator[tuple[str, str]]:
    for question in record.programme.questions if record.programme else ():
        if question.name in record.kept.body.answers:
            answer = answer_text(question, record.kept.body.answers[question.name])
            yield of_programme(question.label), tr("tersimpan, tidak ditampilkan") if question.is_secret else answer


def answer_text(question: Question, answer: Answer) -> str:
    """An answer in words."""
    if isinstance(answer, bool):
        return tr("Ya") if answer else tr("Tidak")
    if answer is None:
        return tr("Tidak satu pun")
    if question.kind is QuestionKind.AMOUNT and isinstance(answer, int):
        return rupiah_text(answer)
    labels = {choice.code: of_programme(choice.label) for choice in question.choices}
    return labels.get(str(answer), str(answer))
