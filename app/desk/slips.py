"""Papers of a registration: what stands on them, the count of copies, the sealed copy, the clear file if asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from app.desk.account.look import account_of
from app.desk.context import Desk
from app.desk.lacks import missing, papers_seen
from app.desk.outputs import put_in_place
from app.desk.slip_files import SLIPS, sealed_name
from app.desk.stage import joined_batch
from app.models.events import append
from app.models.registrations import note_copy
from core.clock import from_ms
from core.eligibility import EligibilityCode, rule_of
from core.errors import Trouble, unusable
from core.findings import Weight
from core.ids import parse_registration_no
from core.next_steps import is_address_put_off, is_for_dukcapil, step_of_waiting, steps_of_incomplete
from core.people import masked_nik
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import Outcome, Status
from core.sentences import note_reason, note_refusal, os_reason, sentence
from core.slip_token import issue_token, qr_text
from core.wire.events import Kind
from core.wire.records import NotedFinding, RegisteredBody, ReprintedBody
from papers import MOST_NEXT_STEPS, Paper, Slip, SlipKind, render


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A written paper."""

    path: Path
    copy_no: int


@dataclass(frozen=True, slots=True)
class PreparedSlip:
    """A paper that is counted and kept, ready for a printer.

    Args:
        title: what a list of print jobs may show: numbers, nobody's name.
    """

    pdf: bytes = field(repr=False)
    copy_no: int
    title: str


def prepare_slip(desk: Desk, kept: KeptRegistration, paper: str, *, is_reprint: bool) -> PreparedSlip:
    """Make the paper of a registration in memory, and keep a sealed copy in the profile.

    The copy is counted before the paper exists: a paper that carries no DUPLIKAT is always the only one. Drawing takes
    some 50 ms, so call it in a thread that may wait and is not the database's.

    Args:
        paper: one of :class:`papers.Paper`, or its name.

    Raises: Trouble SLIP_OF_WITHDRAWN (usage), SLIP_NOT_COUNTED, SLIP_CANNOT_WRITE; the registration is untouched by it.
    """
    return _prepared(desk, kept, Paper(paper), slip_title(kept), is_reprint=is_reprint)


def write_slip(desk: Desk, kept: KeptRegistration, paper: Paper, target: Path, *, is_reprint: bool) -> IssuedSlip:
    """Write the paper of a registration to ``target`` as PDF, in clear, beside the sealed copy.

    Raises: Trouble SLIP_OF_WITHDRAWN (usage), SLIP_NOT_COUNTED, SLIP_CANNOT_WRITE; the registration is untouched by it.
    """
    slip = _prepared(desk, kept, paper, target.name, is_reprint=is_reprint)
    with _writing(target.name):
        put_in_place(target, slip.pdf)
    return IssuedSlip(target, slip.copy_no)


def slip_title(kept: KeptRegistration) -> str:
    """What a paper is called in lists and as a file: its numbers."""
    if kept.registration_no:
        return f"{kept.queue_number}-{kept.registration_no}"
    # one visit of several programmes may take several notes home
    which = f"-{kept.body.programme}" if kept.body.visit else ""
    return f"{kept.queue_number}-{kept.body.business_on.replace('-', '')}-catatan{which}"


def _prepared(desk: Desk, kept: KeptRegistration, paper: Paper, name: str, *, is_reprint: bool) -> PreparedSlip:
    if kept.status == Status.WITHDRAWN:
        raise unusable("SLIP_OF_WITHDRAWN", number=kept.registration_no or kept.queue_number)
    try:
        copy_no = desk.store.write(lambda: counted_copy(desk, kept, _kind_of(kept), paper, is_reprint=is_reprint))
    except Trouble as trouble:  # the store's own sentence would say that the registration is not kept
        raise Trouble("SLIP_NOT_COUNTED", file=name, cause=trouble.code) from trouble
    pdf = render(slip_of(desk, kept, copy_no), paper, desk.fonts())
    file_name = sealed_name(kept.uid, _kind_of(kept).value, copy_no)
    sealed = desk.keys.sealer.seal("slip", file_name.encode(), pdf)
    with _writing(name):
        put_in_place(desk.store.home / SLIPS / file_name, sealed)
    return PreparedSlip(pdf, copy_no, slip_title(kept))


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble("SLIP_CANNOT_WRITE", file=name, reason=os_reason(error.errno)) from error


def counted_copy(desk: Desk, kept: KeptRegistration, kind: SlipKind, paper: Paper, *, is_reprint: bool) -> int:
    """Count one more copy of a paper and log it if it is not the first; inside the transaction. Returns its number."""
    officer, now_ms = desk.keys.officer, desk.now_ms()
    copy_no = note_copy(kept.uid, kind.value, paper.value, officer.uid, now_ms, is_reprint=is_reprint)
    if copy_no > 1:
        body = ReprintedBody(copy_no, paper.value, officer.name)
        append(desk.writer(), Kind.SLIP_REPRINTED, body, at_ms=now_ms, record=kept.uid)
    return copy_no


def _kind_of(kept: KeptRegistration) -> SlipKind:
    return SlipKind.RECEIPT if kept.is_settled else SlipKind.NOTE


def slip_of(desk: Desk, kept: KeptRegistration, copy_no: int) -> Slip:
    """What stands on the paper of this registration. The same registration and copy always give the same slip."""
    body, words = kept.body, desk.words
    programme = desk.programme_of(body.programme)
    kind = _kind_of(kept)
    is_receipt = kind is SlipKind.RECEIPT
    return Slip(
        kind=kind,
        letterhead=words.letterhead,
        title=programme.slip_title if is_receipt else sentence(f"NOTE_TITLE_{body.outcome.upper()}"),
        registration_no=body.registration_no if is_receipt else "",
        qr_text=_qr_text(desk, kept) if is_receipt else "",
        queue_number=body.queue_number,
        counter=words.counter,
        at=_visit_time(desk, kept),
        zone=words.zone,
        name=body.person.name_on_id or body.typed.get("name_on_id", ""),
        masked_nik=masked_nik(body.person.nik),
        programme=programme.name,
        stage=_stage(desk, kept),
        papers_seen=papers_seen(body, programme),
        papers_missing=missing(body, programme),
        reasons=_reasons(body),
        eligible_from=_eligible_from(body.findings),
        next_steps=_next_steps(kept, programme, _steps_of_help(desk, kept)),
        status_check=sentence("STATUS_AT", {"host": words.status_host}) if words.status_host else "",
        complaint_line=words.complaint_line,
        officer_name=body.officer_name,
        copy_no=copy_no,
        is_training=desk.store.profile.post.is_training,
        is_large=words.is_large,
    )


def _visit_time(desk: Desk, kept: KeptRegistration) -> datetime:
    """The wall clock's time on the business date: the day that the number belongs to."""
    local = desk.words.local(from_ms(kept.at_ms))
    return datetime.combine(date.fromisoformat(kept.body.business_on), local.timetz())


def _qr_text(desk: Desk, kept: KeptRegistration) -> str:
    number = parse_registration_no(kept.registration_no)
    if number is None:
        raise ValueError("a kept registration number must be well formed")
    return qr_text(issue_token(desk.keys.device, number, kept.queue_number), desk.words.status_host)


def _stage(desk: Desk, kept: KeptRegistration) -> str:
    if not kept.is_settled:
        return ""
    if kept.status == Status.WAITING_LIST:
        return sentence("STAGE_WAITING_LIST")
    batch = joined_batch(desk, kept)
    return batch.label if batch else ""


def _reasons(body: RegisteredBody) -> tuple[str, ...]:
    """Why a note is no receipt, in words for the person: the rule that says no, or what each open field needs."""
    match body.outcome:
        case Outcome.NOT_ELIGIBLE:
            refusals = (one for one in body.findings if one.weight == Weight.BLOCK and not one.is_open)
            return tuple(dict.fromkeys(note_refusal(one.code, one.facts) for one in refusals))
        case Outcome.INCOMPLETE:
            return tuple(dict.fromkeys(_reason(one) for one in body.findings if one.is_open))
        case _:
            return ()


def _reason(finding: NotedFinding) -> str:
    if finding.field == "nik" and is_for_dukcapil(finding.code):
        return sentence("NOTE_REASON_NO_NIK")
    return note_reason(finding.field)


def _eligible_from(findings: tuple[NotedFinding, ...]) -> date | None:
    """From which day every refusal would be none; ``None`` if one of them stays."""
    refusals = [one for one in findings if one.weight == Weight.BLOCK and not one.is_open]
    days = [_day(one.facts["from_on"]) for one in refusals if "from_on" in one.facts]
    return max(days) if days and len(days) == len(refusals) else None


def _rules_in(findings: tuple[NotedFinding, ...]) -> set[str]:
    return {rule_of(one.code, one.facts) for one in findings}


def _questions_for_offices(findings: tuple[NotedFinding, ...]) -> Iterator[str]:
    """Whom to ask about a figure that is not on file, or about a family card that is full as far as is known here."""
    for one in findings:
        if one.code == EligibilityCode.FIGURE_NOT_ON_FILE and one.facts.get("asks"):
            yield sentence("NEXT_STEP_ASK_OFFICE", one.facts)
        if one.code == EligibilityCode.FAMILY_CARD_FULL_HERE:
            yield sentence("NEXT_STEP_FAMILY_CARD", one.facts)


def _day(kept: str) -> date:
    day, month, year = kept.split("-")
    return date(int(year), int(month), int(day))


def _steps_of_help(desk: Desk, kept: KeptRegistration) -> tuple[str, ...]:
    """To come again for an e-mail address, if that was put off; a sentence or none."""
    view = account_of(desk, kept.uid)
    is_put_off = view is not None and is_address_put_off(view.account.result, kept.body.person.email)
    return (sentence("NEXT_STEP_EMAIL_LATER"),) if is_put_off else ()


def _next_steps_of_note(body: RegisteredBody, programme: Programme, help_steps: tuple[str, ...]) -> tuple[str, ...]:
    from_on = _eligible_from(body.findings)
    if body.outcome == Outcome.NOT_ELIGIBLE and from_on is not None:
        return (sentence("NEXT_STEP_NOT_ELIGIBLE_FROM", {"from_on": from_on}),)
    if body.outcome == Outcome.NOT_ELIGIBLE:
        urgent = programme.urgent_steps(_rules_in(body.findings))
        return (*urgent[: MOST_NEXT_STEPS - 1], sentence("NEXT_STEP_NOT_ELIGIBLE"))
    if body.outcome == Outcome.INCOMPLETE:
        open_fields = {one.field for one in body.findings if one.is_open}
        steps = steps_of_incomplete(open_fields, {one.code for one in body.findings})
        said = tuple(sentence(code) for code in steps)
        return (*said[: MOST_NEXT_STEPS - len(help_steps)], *help_steps)
    return (sentence(f"NEXT_STEP_{body.outcome.upper()}"),)


def _next_steps(kept: KeptRegistration, programme: Programme, help_steps: tuple[str, ...]) -> tuple[str, ...]:
    """At most three: what is missing first, then the last of the programme's own steps; its notice ends the list."""
    if not kept.is_settled:
        return _next_steps_of_note(kept.body, programme, help_steps)
    notice = (programme.slip_notice,) if programme.slip_notice else ()
    room = MOST_NEXT_STEPS - len(notice)
    findings = kept.body.findings
    urgent = (*help_steps, *programme.urgent_steps(_rules_in(findings)), *_questions_for_offices(findings))
    if kept.status == Status.WAITING_LIST:
        codes = {one.code for one in findings}
        return (*(sentence(step_of_waiting(programme, codes)), *urgent)[:room], *notice)
    own = max(room - len(urgent), 0)
    return (*urgent[:room], *programme.next_steps[max(len(programme.next_steps) - own, 0) :], *notice)
