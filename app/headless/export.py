"""``posko export``: a clear copy for another office, deliberate and logged [INTERFACES]."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.desk.context import Desk
from app.desk.exports.kinds import ExportKind, ExportOrder
from app.desk.exports.order import export
from app.desk.outputs import refuse_folder
from app.desk.reconcile import Evening, whole_number
from app.headless.answer import DONE, NOT_ALL_GRANTED, Answer, Json
from app.headless.opening import desk_for, refuse_clear_output
from core.errors import unusable
from core.reconciliation import Difference
from core.sentences import sentence

_ALSO = {
    "berita_acara": ExportKind.HANDOVER,
    "berita-acara": ExportKind.HANDOVER,
    "kpj": ExportKind.BUNDLE,
    "rekonsiliasi": ExportKind.RECONCILIATION,
    "lembar_malam": ExportKind.RECONCILIATION,
    "lembar-malam": ExportKind.RECONCILIATION,
    "daily_summary": ExportKind.DAILY,
    "daily-summary": ExportKind.DAILY,
    "rekap_harian": ExportKind.DAILY,
    "rekap-harian": ExportKind.DAILY,
    "serah_terima": ExportKind.SHIFT,
    "serah-terima": ExportKind.SHIFT,
    "daftar_hadir": ExportKind.ATTENDANCE,
    "daftar-hadir": ExportKind.ATTENDANCE,
    "skm": ExportKind.SURVEY,
}
"""Words that agencies use."""


def export_kind(arguments: argparse.Namespace) -> Answer:
    """Write the wanted copy to ``--out``."""
    order = ExportOrder(
        kind=_kind(arguments.kind),
        target=arguments.out,
        programme=arguments.programme.strip().upper(),
        first_on=_day(arguments.since or arguments.on),
        last_on=_day(arguments.until or arguments.on),
        ref=arguments.ref,
        village_code=arguments.village,
        unit=arguments.unit,
        reason=arguments.reason,
        has_specific=arguments.specific,
        is_folio=arguments.folio,
    )
    refuse_folder(order.target)
    refuse_clear_output(arguments, order.target)
    with desk_for(arguments) as desk:
        written = export(desk, order)
        if written.evening is not None:
            return _reconciled(desk, written.path, written.evening)
    line = sentence("EXPORT_WRITTEN", {"file": str(written.path), "count": written.rows})
    return Answer({"path": str(written.path), "rows": written.rows}, (line,))


def _reconciled(desk: Desk, path: Path, evening: Evening) -> Answer:
    """The figures of the sheet; 0 only if nothing differs."""
    counted = evening.counted
    figures = {"visits": len(counted.visits), "slips": counted.slips, "under_receipt": counted.under_receipt}
    many = len(counted.differences)
    said = sentence("RECONCILE_DIFFERS", {**figures, "count": many}) if many else sentence("RECONCILE_EVEN", figures)
    document: dict[str, Json] = {
        "path": str(path),
        "rows": len(counted.visits),
        "on": evening.on.isoformat(),
        **figures,
        "events": len(counted.told),
        "by_status": dict(counted.by_status),
        "repeated": evening.repeated,
        "reprints": counted.reprints,
        "sets_equal": evening.compared.is_equal if evening.compared else None,
        "differences": [_difference(desk, evening, one) for one in counted.differences],
        "flagged": [{"number": one.numbers.queue_number, "code": one.code} for one in evening.flagged],
    }
    lines = (said, *_difference_lines(desk, evening), sentence("RECONCILE_WRITTEN", {"file": str(path)}))
    return Answer(document, lines, NOT_ALL_GRANTED if many else DONE)


def _difference(desk: Desk, evening: Evening, one: Difference) -> Json:
    return {
        "number": one.numbers.queue_number or None,
        "registration_no": whole_number(desk, evening.on, one.numbers) or None,
        "code": one.code.value,
        "kind": one.kind or None,
        "message": sentence(one.code),
    }


def _difference_lines(desk: Desk, evening: Evening) -> Iterator[str]:
    for one in evening.counted.differences:
        number = one.numbers.queue_number or whole_number(desk, evening.on, one.numbers) or "-"
        yield f"  {number}  {sentence(one.code)}"


def _kind(word: str) -> ExportKind:
    found = _ALSO.get(word) or next((kind for kind in ExportKind if kind.value == word), None)
    if found is None:
        raise unusable("EXPORT_KIND_UNKNOWN", wanted=word[:40], known=tuple(kind.value for kind in ExportKind))
    return found


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unusable("ON_NOT_A_DAY", on=text[:40]) from error
