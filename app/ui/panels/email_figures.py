"""Help with e-mail in figures: how many asked, what came of it by road and by reason, how long it took."""

from __future__ import annotations

from collections.abc import Sequence

from app.ui.i18n import number_text, say, tr
from app.ui.panels.report_cards import FigureGrid, duration_text
from app.ui.theme import Look
from core.account_figures import AccountFigures
from core.account_words import spoken
from core.accounts import Reason, Road
from core.queue_times import Times


def email_grid(look: Look) -> FigureGrid:
    """The card."""
    return FigureGrid(look, tr("Bantuan e-mail"), ())


def email_lines(email: AccountFigures) -> list[tuple[str, Sequence[str]]]:
    """A line for each figure; roads, reasons and rare ones only where somebody is."""
    rows = [
        (tr("Dibantu soal e-mail"), email.asked),
        (tr("Ternyata sudah punya"), email.had),
        *((tr("Dibuat: {road}").format(road=_road(road)), many) for road, many in email.made.items()),
        *((tr("Lain hari: {reason}").format(reason=_reason(why)), many) for why, many in email.later.items()),
        *((tr("Belum berhasil: {reason}").format(reason=_reason(why)), many) for why, many in email.failed.items()),
        (tr("Masih berjalan"), email.open),
        (tr("Terbukti bisa dibuka pemiliknya"), email.proven),
        *_rare(email),
    ]
    found: list[tuple[str, Sequence[str]]] = [(label, [number_text(many)]) for label, many in rows]
    return [*found, (tr("Lama membantu, nilai tengah"), [_middle(email.worked)])]


def _rare(email: AccountFigures) -> list[tuple[str, int]]:
    rows = [(tr("Hasil lain"), email.unclear), (tr("Dibantu soal HP saja"), email.phone)]
    return [row for row in rows if row[1]]


def _road(road: str) -> str:
    return say(f"ACCOUNT_ROAD_{spoken(road, Road)}")


def _reason(reason: str) -> str:
    return say(f"ACCOUNT_REASON_{spoken(reason, Reason)}")


def _middle(times: Times | None) -> str:
    if times is None:
        return tr("tidak terukur")
    told = tr("{time} ({count} orang)")
    return told.format(time=duration_text(times.median_s), count=number_text(times.measured))
