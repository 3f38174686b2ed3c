"""``posko export``: a clear copy for another office, deliberate and logged [INTERFACES]."""

from __future__ import annotations

import argparse
from datetime import date

from app.desk.exports.order import ExportKind, ExportOrder, export
from app.desk.outputs import refuse_folder
from app.headless.answer import Answer
from app.headless.opening import desk_for, refuse_clear_output
from core.errors import unusable
from core.sentences import sentence

_ALSO = {"berita_acara": ExportKind.HANDOVER, "berita-acara": ExportKind.HANDOVER, "kpj": ExportKind.BUNDLE}
"""Words that agencies use."""


def export_kind(arguments: argparse.Namespace) -> Answer:
    """Write the wanted copy to ``--out``."""
    order = ExportOrder(
        kind=_kind(arguments.kind),
        target=arguments.out,
        programme=arguments.programme.strip().upper(),
        first_on=_day(arguments.since),
        last_on=_day(arguments.until),
        ref=arguments.ref,
        village_code=arguments.village,
        unit=arguments.unit,
        reason=arguments.reason,
        has_specific=arguments.specific,
    )
    refuse_folder(order.target)
    refuse_clear_output(arguments, order.target)
    with desk_for(arguments) as desk:
        written = export(desk, order)
    line = sentence("EXPORT_WRITTEN", {"file": str(written.path), "count": written.rows})
    return Answer({"path": str(written.path), "rows": written.rows}, (line,))


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
