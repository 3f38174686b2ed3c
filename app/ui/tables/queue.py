"""Who waits, in the order in which they are called; below them who is at other counters, did not come, went home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent

from app.desk.queue.look import QueueNow
from app.desk.tickets_paper import wait_minutes
from app.ui.i18n import mark, number_text, say, tr
from app.ui.tables.list_table import ICON_PX, ListTable
from app.ui.tables.rows import RowsModel
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from core.tickets import Source, Ticket, TicketState

Index = QModelIndex | QPersistentModelIndex

PLACE, NUMBER, SERVICE, WAITED, EXPECTED, STATE = range(6)
HEADINGS = (
    mark("Urutan"),
    mark("Nomor"),
    mark("Layanan"),
    mark("Sudah menunggu"),
    mark("Kira-kira lagi"),
    mark("Keadaan"),
)
_SAMPLES = ("Urutan", "A1042", "Bantuan e-mail", "000 menit", "000 menit", " Menunggu")
_SIGNS: Mapping[TicketState, tuple[str, str]] = {
    TicketState.WAITING: ("clock", "muted"),
    TicketState.SKIPPED: ("hourglass", "attention"),
    TicketState.LAPSED: ("ban", "stop"),
}

AT_COUNTERS = (TicketState.CALLED, TicketState.SERVING)

MS_A_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One ticket of the list.

    Args:
        place: in the order of calls; 0 = it is not called by itself.
        waited_minutes: since the number was taken.
        wait_s: until it is called; ``None`` = nobody can say yet.
    """

    ticket: Ticket
    place: int
    waited_minutes: int
    wait_s: int | None


def queue_lines(now: QueueNow, now_ms: int, counter: str) -> Iterator[QueueLine]:
    """The lines of a queue.

    Args:
        now_ms: the desk's clock.
        counter: of this window: whoever is there stands on its card. A counter may have gone home, or got another
            name, while somebody was still called to it: they are found here. When the queue is closed whoever was
            called last is found, too: they may just have been on their way.
    """
    seen: dict[str, int] = {}
    for place, ticket in enumerate(now.waiting, 1):
        before = seen.get(ticket.service, 0)
        seen[ticket.service] = before + 1
        yield QueueLine(ticket, place, _minutes(ticket, now_ms), now.lines[ticket.service].wait_s(before))
    elsewhere = (one for one in now.at_counters if one.counter != counter)
    gone = (one for one in now.left if one.source is not Source.BLANK and (one.counter or not now.is_closed))
    for ticket in (*elsewhere, *now.aside, *now.lapsed, *gone):
        yield QueueLine(ticket, 0, _minutes(ticket, now_ms), None)


def _minutes(ticket: Ticket, now_ms: int) -> int:
    return max(now_ms - ticket.taken_at_ms, 0) // MS_A_MINUTE


def minutes_text(minutes: int) -> str:
    """``12 menit``."""
    return tr("{minutes} menit").format(minutes=number_text(minutes))


class QueueModel(RowsModel[QueueLine]):
    """Tickets as rows."""

    def __init__(self, look: Look) -> None:
        super().__init__(HEADINGS, _text)
        self._look = look

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows; a state has its sign and colour."""
        if index.column() == STATE and role in (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole):
            sign, tone = _SIGNS.get(self.rows[index.row()].ticket.state, ("info-circle", "muted"))
            if role == Qt.ItemDataRole.ForegroundRole:
                return self._look.colour(tone)
            return icon_pixmap(sign, getattr(self._look.colours, tone), self._look.px(ICON_PX))
        return super().data(index, role)


def _text(line: QueueLine, column: int) -> str:
    match column:
        case 0:
            return number_text(line.place) if line.place else "\u2014"
        case 1:
            return line.ticket.number
        case 2:
            return say(f"QUEUE_SERVICE_{line.ticket.service.value}")
        case 3:
            return minutes_text(line.waited_minutes)
        case 4:
            if not line.place:
                return ""
            return tr("belum tahu") if line.wait_s is None else minutes_text(wait_minutes(line.wait_s))
        case _:
            state = say(f"TICKET_STATE_{line.ticket.state.upper()}")
            if line.ticket.state not in AT_COUNTERS:
                return state
            return tr("{state}, loket {counter}").format(state=state, counter=line.ticket.counter)


class QueueTable(ListTable):
    """One number a line; Enter calls it."""

    def __init__(self, look: Look, rows: QueueModel) -> None:
        samples = [max(sample, tr(heading), key=len) for sample, heading in zip(_SAMPLES, HEADINGS, strict=True)]
        super().__init__(look, rows, samples, SERVICE)
        self._look = look
        self.setAccessibleName(tr("Yang menunggu"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Letters are keys of the place, not a search in the list."""
        if event.text().isalpha() or event.key() == Qt.Key.Key_Delete:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Number and state need the room first: where there is little, the waiting goes, then what is expected."""
        super().resizeEvent(event)
        for column, least_px in ((WAITED, 640), (EXPECTED, 520), (PLACE, 400)):
            self.setColumnHidden(column, self.width() < self._look.px(least_px))
