"""The sentences of the queue's place: what an act has done, and what has to be known before the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.desk.queue.close import DayClosed
from app.desk.queue.look import QueueNow
from app.desk.queue.renumber import Renumbered
from app.desk.queue.take import TicketTaken
from app.ui.i18n import number_text, say, tr
from app.ui.screens.kiosk import wait_text
from core.tickets import Move, Ticket, TicketState


def taken_text(taken: TicketTaken) -> str:
    """What to tell somebody who has just got a number."""
    number, before = taken.ticket.number, taken.before
    if not before:
        return tr("{number} diambil, dan berikutnya dipanggil.").format(number=number)
    said = tr("{number} diambil. {count} orang di depannya.").format(number=number, count=number_text(before))
    return said if taken.wait_s is None else f"{said} {wait_text(taken.wait_s)}"


def moved_text(move: Move, ticket: Ticket) -> str:
    """What has become of a number; empty where the card says it itself."""
    number = ticket.number
    if ticket.state is TicketState.LAPSED:
        return tr("{number} hangus. Tekan K kalau orangnya datang lagi.").format(number=number)
    match move:
        case Move.SKIPPED:
            return tr("{number} dilewati. Tandai barisnya dan tekan K kalau orangnya datang.").format(number=number)
        case Move.REQUEUED:
            return tr("{number} kembali antre, di belakang paling banyak tiga orang.").format(number=number)
        case Move.PUT_BACK:
            return tr("Panggilan {number} dibatalkan; tempatnya tetap.").format(number=number)
        case Move.TRANSFERRED:
            service = say(f"QUEUE_SERVICE_{ticket.service.value}")
            return tr("{number} pindah ke {service}; nomornya tetap.").format(number=number, service=service)
        case Move.DONE:
            return tr("{number} selesai dilayani.").format(number=number)
        case Move.LEFT:
            return tr("{number} dicatat pulang.").format(number=number)
        case _:
            return ""


def renumbered_text(renumbered: Renumbered) -> str:
    """Which number somebody has instead of which."""
    said = tr("{before} sekarang {number}; tempatnya tetap.")
    return said.format(before=renumbered.before, number=renumbered.ticket.number)


def closed_text(closed: DayClosed) -> str:
    """What closing has done."""
    said = tr("Antrean hari ini ditutup. Tidak ada yang masih menunggu.")
    if closed.left:
        said = tr("Antrean hari ini ditutup. {count} orang dicatat pulang tanpa dilayani.")
        said = said.format(count=number_text(len(closed.left)))
    if not closed.settled:
        return said
    settled = tr("Yang masih dilayani dicatat selesai: {numbers}.")
    return f"{said} {settled.format(numbers=_numbers(closed.settled))}"


def closing_text(now: QueueNow) -> str:
    """What closing would do, before it is done."""
    asked = tr("Tutup antrean hari ini? Sesudahnya nomor baru tidak diberikan lagi.")
    parts = [asked]
    many = len(now.waiting) + len(now.aside)
    if many:
        parts.append(tr("{count} orang yang masih menunggu dicatat pulang.").format(count=number_text(many)))
    called = [one for one in now.at_counters if one.state is TicketState.CALLED]
    if called:
        told = tr("Dipanggil dan belum dicatat datang: {numbers}, dicatat pulang. Sudah dilayani? Esc, lalu S.")
        parts.append(told.format(numbers=_numbers(called)))
    served = [one for one in now.at_counters if one.state is TicketState.SERVING]
    if served:
        parts.append(tr("Masih dilayani: {numbers}, dicatat selesai.").format(numbers=_numbers(served)))
    return " ".join(parts)


def _numbers(tickets: Iterable[Ticket]) -> str:
    """``A012 (loket 2), B003 (loket 1)``."""
    at = tr("{number} (loket {counter})")
    return ", ".join(at.format(number=one.number, counter=one.counter) for one in tickets)


def troubles_of(now: QueueNow, counter: str) -> Iterator[str]:
    """What two desks did without knowing of each other."""
    for ticket in now.rivals_at(counter):
        text = tr("{number} dipanggil loket {other} juga, dan dilayani di sana. Panggil yang berikutnya.")
        yield text.format(number=ticket.number, other=ticket.counter)
    for number in now.twice:
        text = tr("Ada dua orang dengan nomor {number}. Tandai yang datang belakangan dan tekan G: nomornya diganti.")
        yield text.format(number=number)
