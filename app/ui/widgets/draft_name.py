"""What a form is called that nobody has finished: a masked name, or what tells it from another one without a name."""

from __future__ import annotations

from app.ui.i18n import tr


def draft_name(title: str, nik_end: str) -> str:
    """``SITI A***``, else ``tanpa nama, NIK ...9901``.

    Args:
        title: the masked name; empty if nobody knows it yet.
        nik_end: the last digits of the NIK; empty while there is none.
    """
    return title or (tr("tanpa nama, NIK ...{end}").format(end=nik_end) if nik_end else tr("tanpa nama"))
