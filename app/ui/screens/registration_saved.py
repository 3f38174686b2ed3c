"""The words of the saved view: what became of a visit, why, and what happens next."""

from __future__ import annotations

from collections.abc import Iterator

from app.desk.register import Registered
from app.forms.views import Missing
from app.ui.i18n import of_programme, say, tr
from app.ui.panels.registration_missing import missing_text
from app.ui.panels.registration_saved import SavedText
from app.ui.printing import PrintStage, PrintState
from core.findings import Fact, Finding, Scope, Weight
from core.programme import Programme
from core.registration import Outcome, RegistrationCode

MOST_REASONS = 4
MOST_STEPS = 2


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
            said = tr("terdaftar") if answer.outcome is Outcome.REGISTERED else tr("masuk daftar tunggu")
            return SavedText(
                caption=tr("Nomor antrean"),
                number=kept.queue_number,
                name=name,
                under=f"{kept.registration_no}   \u00b7   {said}",
                reasons=lacking[:MOST_STEPS],
                steps=tuple(_steps(answer, programme))[:MOST_STEPS],
            )
        case Outcome.DUPLICATE:
            return SavedText(
                caption=tr("Nomor antrean pendaftaran pertama"),
                number=kept.queue_number,
                name=name,
                is_huge=False,
                title=tr("Sudah terdaftar"),
                tone="stop",
                under=kept.registration_no,
                reasons=tuple(_sentences(answer, RegistrationCode.DUPLICATE)),
            )
        case Outcome.NOT_ELIGIBLE:
            reasons = tuple(_refusals(answer))
            return _without_number(answer, name, tr("Belum memenuhi syarat"), "stop", reasons, programme)
        case _:
            return _without_number(answer, name, tr("Dicatat, belum lengkap"), "attention", lacking, programme)


def _without_number(
    answer: Registered, name: str, title: str, tone: str, reasons: tuple[str, ...], programme: Programme
) -> SavedText:
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
        steps=tuple(_steps(answer, programme))[:1],
    )


def _refusals(answer: Registered) -> Iterator[str]:
    for noted in answer.findings:
        finding = noted.finding
        if finding.scope is Scope.ELIGIBILITY and finding.weight is Weight.BLOCK:
            yield say(finding.code, _facts(finding))


def _sentences(answer: Registered, code: str) -> Iterator[str]:
    return (say(one.finding.code, _facts(one.finding)) for one in answer.findings if one.finding.code == code)


def _facts(finding: Finding) -> dict[str, Fact]:
    return {key: of_programme(fact) if isinstance(fact, str) else fact for key, fact in finding.facts.items()}


def _steps(answer: Registered, programme: Programme) -> Iterator[str]:
    """What the person does next; what is missing comes first."""
    codes = {noted.finding.code for noted in answer.findings}
    from_on = [one.finding.facts["from_on"] for one in answer.findings if "from_on" in one.finding.facts]
    match answer.outcome:
        case Outcome.NOT_ELIGIBLE if from_on:
            yield say("NEXT_STEP_NOT_ELIGIBLE_FROM", {"from_on": from_on[0]})
        case Outcome.NOT_ELIGIBLE | Outcome.INCOMPLETE | Outcome.WAITING_LIST:
            yield say(f"NEXT_STEP_{answer.outcome.name}")
        case _:
            pass
    for datum in programme.data:
        if datum.next_step and datum.code in codes:
            yield of_programme(datum.next_step)
    for step in programme.next_steps:
        yield of_programme(step)


def kept_text(printing: PrintState | None, *, is_printed: bool, has_server: bool) -> tuple[str, str]:
    """The line about where the visit is now, with its tone.

    Args:
        printing: how far the slip is; ``None`` = nothing is known yet.
        is_printed: whether there is a slip to print at all.
    """
    said, tone = [tr("Tersimpan di laptop ini.")], "ok"
    stage = printing.state if printing else PrintStage.QUEUED
    if is_printed:
        match stage:
            case PrintStage.QUEUED:
                said.append(tr("Slip sedang dicetak."))
            case PrintStage.HANDED_OVER:
                said.append(tr("Slip sudah diserahkan ke printer."))
            case PrintStage.NO_PRINTER:
                said.append(tr("Slip belum dicetak: belum ada printer yang dipilih di Pengaturan."))
                tone = "attention"
            case _:
                said.append(tr("Slip belum tercetak. Periksa printer, lalu tekan F7; nomornya tetap sama."))
                tone = "attention"
    if has_server:
        said.append(tr("Dikirim otomatis saat daring."))
    return tone, " ".join(said)
