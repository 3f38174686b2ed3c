"""What two desks said differently about a registration: both texts in sight, and a coordinator's choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.disputes import DisputeSettled, settle_dispute, shown_texts
from app.desk.record import Record
from app.desk.refusal import Refused
from app.ui.actions import CANCEL, CHOOSE_TEXT, SAVE, Action
from app.ui.i18n import day_text, field_label, of_programme, say, tr
from app.ui.panels.record_identity import answer_text
from app.ui.station import Station
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.clock import from_ms
from core.disputes import NUMBER, Claim, Dispute
from core.errors import Trouble
from core.findings import Weight
from core.moves import ANSWER
from core.phone import printed_mobile
from core.wire.events import device_of
from core.wire.records import Answer

MOST_LINES = 3
_OTHER = Qt.FocusReason.OtherFocusReason


class DisputePanel(QWidget):
    """A line for each dispute; below, when asked for, the choice and its reason. It writes the choice down itself."""

    moved = Signal()
    """Other keys have a meaning now."""
    settled = Signal(object)
    """A choice is kept: ``DisputeSettled``."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        look = station.look
        self._station = station
        self._record: Record | None = None
        self._dispute: Dispute | None = None
        self._is_acting = False
        self.lines = [FindingLine(look) for _place in range(MOST_LINES)]
        self.which = ChoiceBox("which", (), can_be_empty=False)
        self.which.setAccessibleName(tr("Isian yang benar"))
        self.which.view().setAccessibleName(tr("Isian yang benar"))
        self.reason = LineBox("reason")
        self.reason.setAccessibleName(tr("Alasan memilih"))
        self.said = FindingLine(look)
        self._title = words("", "section", wraps=True)
        self._card = QFrame()
        self._lay_out()
        self.which.signals.moved_on.connect(lambda _name: self.reason.setFocus(_OTHER))
        self.reason.signals.moved_on.connect(lambda _name: self.save())
        self.reason.textEdited.connect(lambda _text: self.said.hide())

    def _lay_out(self) -> None:
        look = self._station.look
        self._card.setProperty("is", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        inside.setSpacing(look.px(8))
        inside.addWidget(self._title)
        for text, box in ((tr("Yang benar"), self.which), (tr("Alasan"), self.reason)):
            label = words(text, "muted")
            label.setMinimumWidth(look.px(90))
            label.setBuddy(box)
            row = QHBoxLayout()
            row.setSpacing(look.px(12))
            row.addWidget(label)
            row.addWidget(box, 1)
            inside.addLayout(row)
        inside.addWidget(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        for line in self.lines:
            column.addWidget(line)
            line.hide()
        column.addWidget(self._card)
        self._card.hide()
        self.said.hide()

    # --- what is disputed ---------------------------------------------------------------------------------------
    def show_record(self, record: Record) -> None:
        """Show what is disputed about this registration; a choice that somebody else has made is not asked for."""
        self._record = record
        disputes = record.kept.disputes
        for line in self.lines:
            line.hide()
        for place, (line, dispute) in enumerate(zip(self.lines, disputes, strict=False)):
            keys = (Answering(CHOOSE_TEXT.keys, tr(CHOOSE_TEXT.text), self.begin),)
            line.show_finding(Weight.WARN, self._sentence(dispute), keys if place == 0 and self.can_choose else ())
            line.show()
        self.setVisible(bool(disputes))
        if self.is_open and self._dispute not in disputes:
            self.end()

    @property
    def can_choose(self) -> bool:
        """Whether there is something to choose, and this officer may."""
        record = self._record
        is_coordinator = self._station.desk.keys.officer.is_coordinator
        return record is not None and is_coordinator and bool(record.kept.disputes) and not record.is_withdrawn

    def _sentence(self, dispute: Dispute) -> str:
        label = self._label(dispute.field)
        texts = f" {tr('dan')} ".join(self._text(dispute, claim, text) for claim, text in shown_texts(dispute))
        said = tr("Dua isian berbeda untuk {field}: {texts}.").format(field=label, texts=texts)
        if dispute.field == NUMBER:
            shown = tr("Yang berlaku: nomor yang lebih dulu diterima pusat.")
        else:
            shown = tr("Yang tampil: yang terakhir diterima pusat.")
        is_asking = self._record is not None and not self._record.is_withdrawn and not self.can_choose
        return f"{said} {shown} {tr('Minta koordinator memilih yang benar.')}" if is_asking else f"{said} {shown}"

    def _label(self, field: str) -> str:
        name = field.removeprefix(ANSWER)
        programme = self._record.programme if self._record else None
        question = programme.question(name) if programme and name != field else None
        if field == NUMBER:
            return tr("Nomor registrasi")
        return of_programme(question.label) if question else field_label(field)

    def _text(self, dispute: Dispute, claim: Claim, text: Answer) -> str:
        post = self._station.desk.words
        at = post.local(from_ms(claim.at_ms))
        today = post.local(self._station.desk.clock.now()).date()
        when = f"{at:%H.%M}" if at.date() == today else f"{day_text(at.date())} {at:%H.%M}"
        desk = tr("meja ini") if self._is_ours(claim) else tr("meja lain")
        return f"{self._value(dispute.field, text)} ({claim.officer_name}, {desk}, {when})"

    def _is_ours(self, claim: Claim) -> bool:
        return device_of(claim.stream) == self._station.desk.store.profile.device_uid

    def _value(self, field: str, text: Answer) -> str:
        name = field.removeprefix(ANSWER)
        programme = self._record.programme if self._record else None
        question = programme.question(name) if programme and name != field else None
        if question is not None:
            return tr("tersimpan, tidak ditampilkan") if question.is_secret else answer_text(question, text)
        if text is None or text == "":
            return tr("(dikosongkan)")
        return printed_mobile(str(text)) if field == "mobile" and str(text).startswith("+") else str(text)

    # --- the choice ---------------------------------------------------------------------------------------------
    @property
    def is_open(self) -> bool:
        """Whether it asks for a choice."""
        return not self._card.isHidden()

    def begin(self) -> None:
        """Ask for the first dispute that is open; nothing is chosen beforehand but what is shown."""
        if not self.can_choose or self._record is None:
            return
        self._dispute = dispute = self._record.kept.disputes[0]
        options = [Option(claim.uid.hex(), self._text(dispute, claim, text)) for claim, text in shown_texts(dispute)]
        self.which.offer(options)
        self.which.show_text(dispute.shown.uid.hex())
        self._title.setText(tr("Pilih {field} yang benar").format(field=self._label(dispute.field)))
        self.reason.clear()
        self.said.hide()
        self._card.show()
        self.moved.emit()
        self.which.setFocus(_OTHER)

    def end(self) -> None:
        """Ask no more."""
        self._dispute = None
        if self.is_open:
            self._card.hide()
            self.moved.emit()

    def offers(self, close: Callable[[], None]) -> Sequence[Action]:
        """The keys while it asks."""
        return (
            Action(SAVE, self.save, tr("Simpan pilihan"), is_primary=True, is_enabled=not self._is_acting),
            Action(CANCEL, close),
        )

    def save(self) -> None:
        """Keep the choice."""
        record, dispute = self._record, self._dispute
        if record is None or dispute is None or self._is_acting:
            return
        desk, uid, field = self._station.desk, record.kept.uid, dispute.field
        chosen, reason = bytes.fromhex(self.which.chosen), self.reason.text()
        self._is_acting = True
        self.moved.emit()
        self._station.tasks.run(
            self,
            lambda: settle_dispute(desk, uid, field, chosen, reason),
            self._answered,
            on_trouble=self._troubled,
        )

    def _answered(self, answer: DisputeSettled | Refused) -> None:
        self._is_acting = False
        if isinstance(answer, Refused):
            self._refuse(say(answer.code, answer.facts))
            return
        self.end()
        self.settled.emit(answer)
        self._station.signals.changed.emit(answer.changes)
        self._station.house.wake()

    def _troubled(self, trouble: Trouble) -> None:
        self._is_acting = False
        self._refuse(say(trouble.code, trouble.facts))

    def _refuse(self, text: str) -> None:
        self.said.show_finding(Weight.BLOCK, text, ())
        self.said.show()
        self.moved.emit()
