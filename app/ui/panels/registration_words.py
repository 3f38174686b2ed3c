"""What the desk does for a programme, in its own word, and what becomes of a visit: not every programme registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.ui.i18n import of_programme, tr
from core.acts import act_of, registers
from core.programme import Programme, RuleKind
from core.registration import Outcome

MOST_CONDITIONS = 2


def act_text(programme: Programme) -> str:
    """``Pendaftaran``, ``Pendataan``, ``Pengecekan dan usulan``: as the slip says it."""
    return of_programme(act_of(programme).capitalize())


def form_title(programme: Programme) -> str:
    """The heading of an empty form."""
    return tr("{act} baru").format(act=act_text(programme))


def outcome_text(programme: Programme, outcome: Outcome) -> str:
    """What would become of the visit."""
    is_own = registers(programme)
    match outcome:
        case Outcome.REGISTERED:
            return tr("Bisa mendaftar") if is_own else tr("Syarat dan berkas lengkap")
        case Outcome.WAITING_LIST:
            return tr("Masuk daftar tunggu")
        case Outcome.INCOMPLETE:
            return tr("Belum lengkap")
        case Outcome.NOT_ELIGIBLE:
            return tr("Belum memenuhi syarat")
        case _:
            return repeated_text(programme)


def repeated_text(programme: Programme) -> str:
    """Of somebody who has been here before."""
    return tr("Sudah terdaftar") if registers(programme) else tr("Sudah tercatat")


def kept_as_text(programme: Programme, outcome: Outcome) -> str:
    """What became of a visit that got its number."""
    if outcome is Outcome.WAITING_LIST:
        return tr("masuk daftar tunggu")
    return tr("terdaftar") if registers(programme) else tr("tercatat")


def about_text(programme: Programme, province: str, on: date) -> str:
    """What a programme gives to whom, and what is done for them here, in a line."""
    said = []
    if not programme.is_open(province, on):  # first: a line that is too long is cut at its end
        said.append(tr("gelombang tutup") if programme.batches else tr("jadwal gelombang tidak tercatat"))
    if programme.what_for:
        said += [of_programme(programme.what_for), act_text(programme)]
    else:  # a file that does not say it says for whom it is
        said += [act_text(programme), conditions_text(programme, on)]
    return "  \u00b7  ".join(one.rstrip(".") for one in said if one)


def conditions_text(programme: Programme, on: date) -> str:
    """For whom a programme is: the first of its conditions."""
    return ", ".join(of_programme(label) for label in _conditions(programme, on))


def _conditions(programme: Programme, on: date) -> Iterator[str]:
    rules = (rule for rule in programme.rules if rule.is_valid(on) and not rule.is_doubted)
    plain = [rule.label for rule in rules if rule.kind is not RuleKind.GIVEN]
    yield from plain[:MOST_CONDITIONS]
