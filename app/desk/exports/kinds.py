"""Which clear copies there are, what each can be narrowed down by, and an order for one."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import unusable


class ExportKind(enum.StrEnum):
    """What can be exported."""

    RECAP = "recap"
    FORM = "form"
    STATEMENT = "statement"
    REFERRAL = "referral"
    CORRECTNESS = "correctness"
    HANDOVER = "handover"
    PROPOSALS = "proposals"
    WAITING = "waiting"
    BUNDLE = "bundle"
    """Form, statement and checklist of one applicant, or of a company's or unit's people, as one PDF [FACTBOOK 2.2]."""
    RECONCILIATION = "reconciliation"
    """The evening's comparison of one business date: papers, visits, log and receipts. No names."""
    DAILY = "daily"
    """The figures of one business date of the whole post. No names."""
    SHIFT = "shift"
    """What one officer hands over to the next."""
    ATTENDANCE = "attendance"
    """Who came on one business date, with places to sign."""
    SURVEY = "survey"
    """The index of the survey of satisfaction over some business dates. No names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What is wanted.

    Args:
        programme: code; empty where ``ref`` names a registration.
        ref: one registration: the person of a paper, or the only one of a list.
        village_code: only this kelurahan.
        unit: only people of this company or unit.
        reason: what another office said of the NIK, for a referral.
        has_specific: with wage, health, need, bank account and children's data, for a recap and the papers about it.
        is_folio: on a sheet of 215 x 330 mm instead of A4.
    """

    kind: ExportKind
    target: Path
    programme: str = ""
    first_on: date | None = None
    last_on: date | None = None
    ref: str = ""
    village_code: str = ""
    unit: str = ""
    reason: str = ""
    has_specific: bool = False
    is_folio: bool = False

    @property
    def suffix(self) -> str:
        """The kind of file: ``xlsx``, ``csv`` or ``pdf``."""
        return self.target.suffix.lower().removeprefix(".")


LISTS = frozenset(
    {
        ExportKind.RECAP, ExportKind.PROPOSALS, ExportKind.WAITING, ExportKind.RECONCILIATION, ExportKind.DAILY,
        ExportKind.ATTENDANCE, ExportKind.SURVEY,
    }
)  # fmt: skip
"""What can be a workbook, too."""

OF_ONE_DAY = frozenset({ExportKind.RECONCILIATION, ExportKind.DAILY, ExportKind.SHIFT, ExportKind.ATTENDANCE})
"""What is about one business date, whatever the programmes."""

OF_ALL = OF_ONE_DAY | {ExportKind.SURVEY}
"""What is about the post's days, whatever the programmes."""

MAY_BE_EMPTY = frozenset({ExportKind.DAILY, ExportKind.SHIFT, ExportKind.ATTENDANCE})
"""What is worth having on a day without anybody."""

_DAYS_ALONE = frozenset({"first_on", "last_on", "is_folio"})

_NARROWING = frozenset({"ref", "first_on", "last_on", "village_code", "unit"})
_FILTERS: Mapping[ExportKind, frozenset[str]] = {
    ExportKind.RECAP: _NARROWING | {"has_specific"},
    ExportKind.CORRECTNESS: _NARROWING | {"has_specific"},
    ExportKind.HANDOVER: _NARROWING | {"has_specific"},
    ExportKind.PROPOSALS: _NARROWING,
    ExportKind.BUNDLE: _NARROWING,
    ExportKind.WAITING: frozenset(),
    ExportKind.RECONCILIATION: _DAYS_ALONE,
    ExportKind.DAILY: _DAYS_ALONE,
    ExportKind.SHIFT: _DAYS_ALONE,
    ExportKind.ATTENDANCE: _DAYS_ALONE,
    ExportKind.SURVEY: _DAYS_ALONE,
    ExportKind.FORM: frozenset({"ref"}),
    ExportKind.STATEMENT: frozenset({"ref"}),
    ExportKind.REFERRAL: frozenset({"ref", "reason"}),
}
"""What each kind can be narrowed down by, besides the programme; anything else is refused, never left unheard."""

_OPTIONS: Mapping[str, str] = {
    "ref": "--ref",
    "first_on": "--since",
    "last_on": "--until",
    "village_code": "--village",
    "unit": "--unit",
    "reason": "--reason",
    "has_specific": "--specific",
    "is_folio": "--folio",
}
"""Members of an order by the word of the command line for it."""


def check_order(order: ExportOrder) -> None:
    """Refuse what no copy can be made of. Raises: Trouble EXPORT_FORMAT, EXPORT_FILTER, EXPORT_ONE_DAY ... (usage)."""
    _check_format(order)
    _check_filters(order)
    _check_days(order)


def _check_format(order: ExportOrder) -> None:
    known = ("xlsx", "csv", "pdf") if order.kind in LISTS else ("pdf",)
    if order.suffix not in known:
        raise unusable("EXPORT_FORMAT", what=order.kind.value, known=known)


def _check_filters(order: ExportOrder) -> None:
    known = _FILTERS[ExportKind.FORM if is_personal(order) and order.kind is ExportKind.BUNDLE else order.kind]
    for name, option in _OPTIONS.items():
        if getattr(order, name) and name not in known:
            raise unusable("EXPORT_FILTER", what=order.kind.value, option=option)


def _check_days(order: ExportOrder) -> None:
    days = {order.first_on, order.last_on} - {None}
    if order.kind in OF_ONE_DAY and (len(days) > 1 or order.programme):
        raise unusable("RECONCILE_ONE_DAY" if order.kind is ExportKind.RECONCILIATION else "EXPORT_ONE_DAY")
    if order.kind is ExportKind.SURVEY and order.programme:
        raise unusable("EXPORT_ANY_PROGRAMME")


def is_personal(order: ExportOrder) -> bool:
    """Whether the copy is about one registration."""
    is_bundle_of_one = order.kind is ExportKind.BUNDLE and bool(order.ref)
    return is_bundle_of_one or order.kind in (ExportKind.REFERRAL, ExportKind.FORM, ExportKind.STATEMENT)
