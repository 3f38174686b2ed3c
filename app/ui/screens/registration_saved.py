"""The words of the saved view: what became of a visit, why, and what happens next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.desk.register import Registered
from app.forms.views import Missing
from app.sync.state import Phase
from app.ui.i18n import of_programme, say, tr
from app.ui.panels.registration_missing import missing_text
from app.ui.panels.registration_saved import SavedText
from app.ui.panels.registration_words import kept_as_text, repeated_text
from app.ui.printing import PrintStage, PrintState
from core.eligibility import rule_of
from core.findings import Fact, Finding, Scope, Weight
from core.next_steps import step_of_waiting, steps_of_incomplete
from core.programme import Programme
from core.registration import Outcome, RegistrationCode

MOST_REASONS = 4
MOST_STEPS = 2

OF_PAPER = "kertas ini"
"""How programmes' files speak of the slip; such a step is for somebody who holds it."""


def saved_text(answer: Registered, programme: Programme, missing: tuple[Missing, ...]) -> SavedText:
    """What the officer reads after saving.

    Args:
        missing: what the form still lacked.
    """
    kept = answer.kept
    name = kept.body.person.name_on_id or kept.body.typed.get("name_on_id", "")
    lacking = tuple(missing_text(line) for line in missing)
    match answer.outcome:
        case Outcome.REGISTERED | Outcome.WAITING_LIST:
            said = kept_as_text(programme, answer.outcome)
            return SavedText(
                caption=tr("Nomor antrean"),
                number=kept.queue_number,
                name=name,
                under=f"{kept.registration_no}   \u00b7   {said}",
                reasons=lacking[:MOST_STEPS],
            )
        case Outcome.DUPLICATE:
            return SavedText(
                caption=tr("Nomor antrean kunjungan pertama"),
                number=kept.queue_number,
                name=name,
                is_huge=False,
                title=repeated_text(programme),
                tone="stop",
                under=kept.registration_no,
                reasons=tuple(_sentences(answer, RegistrationCode.DUPLICATE)),
            )
        case Outcome.NOT_ELIGIBLE:
            reasons = tuple(_refusals(answer))
            return _without_number(answer, name, tr("Belum memenuhi syarat"), "stop", reasons)
        case _:
            return _without_number(answer, name, tr("Dicatat, belum lengkap"), "attention", lacking)


def _without_number(answer: Registered, name: str, title: str, tone: str, reasons: tuple[str, ...]) -> SavedText:
    shown = reasons[:MOST_REASONS]
    rest = len(reasons) - len(shown)
    more = (tr("dan {count} hal lain, semua tertulis di slip.").format(count=rest),) if rest else ()
    return SavedText(
        caption=tr("Nomor antrean. Nomor registrasi belum diberikan."),
        number=answer.kept.queue_number,
        name=name or tr("Tanpa nama"),
        is_huge=False,
        title=title,
        tone=tone,
        reasons=(*shown, *more),
    )


def steps_text(answer: Registered, programme: Programme, printing: PrintState | None) -> tuple[str, ...]:
    """What happens next; where no paper came out the number is written down, and nothing is said of a paper."""
    if answer.outcome is Outcome.DUPLICATE:
        return ()
    has_paper = printing is None or printing.state.has_paper
    steps = (*_own_steps(programme, answer), *_steps_of(programme, answer, has_paper=has_paper))
    written = () if has_paper else (tr("Tuliskan nomor di atas untuk pemohon."),)
    is_told = answer.outcome.has_number and (has_paper or OF_PAPER not in programme.slip_notice.lower())
    notice = (of_programme(programme.slip_notice),) if programme.slip_notice and is_told else ()
    return (*written, *steps[:MOST_STEPS], *notice)


def _refusals(answer: Registered) -> Iterator[str]:
    for noted in answer.findings:
        finding = noted.finding
        if finding.scope is Scope.ELIGIBILITY and finding.weight is Weight.BLOCK:
            yield say(finding.code, _facts(finding))


def _sentences(answer: Registered, code: str) -> Iterator[str]:
    return (say(one.finding.code, _facts(one.finding)) for one in answer.findings if one.finding.code == code)


def _facts(finding: Finding) -> dict[str, Fact]:
    return {key: of_programme(fact) if isinstance(fact, str) else fact for key, fact in finding.facts.items()}


def _own_steps(programme: Programme, answer: Registered) -> Iterator[str]:
    """What the person does about this very visit."""
    from_on = _eligible_from(answer)
    match answer.outcome:
        case Outcome.NOT_ELIGIBLE if from_on is not None:
            yield say("NEXT_STEP_NOT_ELIGIBLE_FROM", {"from_on": from_on})
        case Outcome.INCOMPLETE:
            open_fields = {one.finding.field for one in answer.findings if one.is_open}
            codes = {one.finding.code for one in answer.findings}
            yield from (say(code) for code in steps_of_incomplete(open_fields, codes))
        case Outcome.WAITING_LIST:
            codes = {one.finding.code for one in answer.findings}
            yield say(step_of_waiting(programme, codes))
        case Outcome.NOT_ELIGIBLE:
            yield say("NEXT_STEP_NOT_ELIGIBLE")
        case _:
            pass


def _eligible_from(answer: Registered) -> date | None:
    """From which day every refusal would be none; ``None`` if one of them stays."""
    found = (noted.finding for noted in answer.findings)
    refusals = [one for one in found if one.scope is Scope.ELIGIBILITY and one.weight is Weight.BLOCK]
    days = [day for day in (one.facts.get("from_on") for one in refusals) if isinstance(day, date)]
    return max(days) if days and len(days) == len(refusals) else None


def _steps_of(programme: Programme, answer: Registered, *, has_paper: bool) -> Iterator[str]:
    """What a no, a doubt or a gap asks for, then what everybody does; without a number only the first."""
    rules = {rule_of(noted.finding.code, noted.finding.facts) for noted in answer.findings}
    yield from (of_programme(step) for step in programme.urgent_steps(rules))
    if not answer.outcome.has_number:
        return
    for step in programme.next_steps:
        if has_paper or OF_PAPER not in step:
            yield of_programme(step)


def kept_text(printing: PrintState | None, line: Phase, *, is_new: bool) -> tuple[str, str]:
    """The line about where the visit is now, with its tone.

    Args:
        printing: how far the slip is; ``None`` = nothing is known yet.
        line: what the sync is doing.
        is_new: whether a visit was kept; else the person had been here before, and only a copy can be printed.
    """
    said, tone = [tr("Tersimpan di laptop ini.")], "ok"
    if not is_new:
        said, tone = [tr("Tidak dicatat lagi. Nomor yang pertama tetap berlaku.")], "muted"
    stage = printing.state if printing else PrintStage.QUEUED
    if is_new or printing is not None:
        waits = printing is not None and bool(printing.trouble)
        said.append(_slip_text(stage, may_be_out=printing is not None and printing.may_be_out, waits=waits))
        if waits or not stage.has_paper:
            tone = "attention"
    if is_new and line is not Phase.OFFLINE:
        is_online = line in (Phase.RESTING, Phase.SENDING)
        said.append(tr("Dikirim sekarang.") if is_online else tr("Dikirim otomatis saat daring."))
    return tone, " ".join(said)


def _slip_text(stage: PrintStage, *, may_be_out: bool, waits: bool) -> str:
    match stage:
        case PrintStage.QUEUED | PrintStage.SENT:
            return tr("Slip sedang dicetak.")
        case PrintStage.CONFIRMED:
            return tr("Slip sudah tercetak.")
        case PrintStage.UNCONFIRMED if waits:
            return tr("Slip menunggu di antrean printer dan belum keluar.")
        case PrintStage.UNCONFIRMED:
            return tr("Slip sudah diserahkan ke printer.")
        case PrintStage.NO_PRINTER:
            return tr("Slip belum dicetak: belum ada printer yang dipilih di Pengaturan.")
        case PrintStage.FAILED if may_be_out:
            return tr("Slip mungkin sudah keluar. Lihat kertasnya; kalau tidak utuh, tekan F7.")
        case _:
            return tr("Slip belum tercetak. Periksa printer, lalu tekan F7; nomornya tetap sama.")
