"""How the sending goes, in words: what happens now, what waits, when the server was last heard."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.desk.context import PostWords
from app.desk.outbox import Outbox
from app.sync.state import Phase, SyncState, Traffic
from app.ui.i18n import number_text, say, tr
from app.ui.panels.status_line import MOST_DRIFT_MS
from app.ui.tables.outbox import act_word
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words
from core.clock import from_ms

TICK_MS = 1000


class OutboxStatus(QFrame):
    """A card: sign and sentence, bar while something is sent, and two quiet lines."""

    def __init__(self, look: Look, post: PostWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._post = post
        self._outbox: Outbox | None = None
        self._state = SyncState(Phase.RESTING, 0)
        self._heard_s = time.monotonic()
        self.setProperty("is", "card")
        self._icon = QLabel()
        self.headline = words("", "section", wraps=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Kemajuan pengiriman"))
        self.detail = words("", wraps=True)
        self.waiting = words("", "muted", wraps=True)
        self.contact = words("", "muted", wraps=True)
        self.warning = words("", "attention", wraps=True)
        self._lay_out()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._show_detail)

    def _lay_out(self) -> None:
        look = self._look
        column = QVBoxLayout()
        column.setSpacing(look.px(8))
        for widget in (self.headline, self.bar, self.detail, self.waiting, self.contact, self.warning):
            column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(16), look.px(16), look.px(16))
        row.setSpacing(look.px(16))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def show_state(self, state: SyncState) -> None:
        """The synchronisation has moved."""
        self._state = state
        self._heard_s = time.monotonic()
        self._show()

    def show_outbox(self, outbox: Outbox) -> None:
        """What waits was counted anew."""
        self._outbox = outbox
        self._show()

    def rest(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()

    def _show(self) -> None:
        state = self._state
        icon, tone = _sign(state.phase)
        self._icon.setPixmap(icon_pixmap(icon, getattr(self._look.colours, tone), self._look.px(32)))
        self.headline.setText(self._headline())
        self.bar.setVisible(state.phase is Phase.SENDING)
        progress = state.progress
        self.bar.setRange(0, progress.total if progress else 0)  # no total: the bar only moves
        self.bar.setValue(progress.done if progress else 0)
        self.waiting.setText(self._waiting())
        self.contact.setText(self._contact())
        warnings = "\n".join(self._warnings())
        self.warning.setText(warnings)
        for label in (self.waiting, self.contact, self.warning):
            label.setVisible(bool(label.text()))
        self._show_detail()
        set_kind(self.headline, "section")
        if state.phase is Phase.WAITING and state.next_try_s is not None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
        self.setAccessibleName(self.headline.text())
        self.setAccessibleDescription(" ".join(filter(None, (self.detail.text(), self.waiting.text(), warnings))))

    def _headline(self) -> str:
        state = self._state
        match state.phase:
            case Phase.RESTING:
                return tr("Semua data sudah terkirim")
            case Phase.SENDING if state.progress and state.progress.total:
                done, total = number_text(state.progress.done), number_text(state.progress.total)
                return tr("Mengirim: {done} dari {total}").format(done=done, total=total)
            case Phase.SENDING:
                return tr("Menghubungi server")
            case Phase.PAUSED:
                return tr("Pengiriman dihentikan")
            case Phase.LOCKED:
                return tr("Pengiriman dikunci")
            case Phase.OFFLINE:
                return tr("Meja ini bekerja tanpa server")
            case _ if state.pending:
                return tr("Belum terkirim: {count}").format(count=number_text(state.pending))
            case _:
                return tr("Server belum terhubung")

    def _show_detail(self) -> None:
        text = "\n".join(self._details())
        self.detail.setText(text)
        self.detail.setVisible(bool(text))

    def _details(self) -> Iterator[str]:
        state = self._state
        if state.remark:
            yield say(state.remark)
        match state.phase:
            case Phase.SENDING if state.traffic:
                yield _traffic_text(state.traffic)
            case Phase.WAITING:
                if state.trouble:
                    yield say(state.trouble, state.facts)
                if state.next_try_s is not None:
                    left_s = max(state.next_try_s - (time.monotonic() - self._heard_s), 0)
                    yield tr("Dicoba lagi sendiri dalam {time}.").format(time=_duration_text(left_s))
            case Phase.LOCKED:
                yield say(state.trouble, state.facts)
            case Phase.PAUSED:
                yield tr("Data tetap aman di laptop ini. Tekan F5 untuk melanjutkan.")
            case Phase.OFFLINE:
                yield tr(
                    "Semua data aman di laptop ini. Untuk mulai mengirim, minta alamat server dan kode meja kepada "
                    "koordinator, lalu isi di Pengaturan."
                )
            case _:
                return

    def _waiting(self) -> str:
        box = self._outbox
        if box is None or not box.waiting.total:
            return ""
        many = sorted(box.waiting.by_kind.items(), key=lambda one: -one[1])
        said = ", ".join(f"{number_text(count)} {act_word(kind)}" for kind, count in many)
        if box.waiting.oldest_at_ms is None:
            return tr("Menunggu: {said}.").format(said=said)
        since = self._moment(box.waiting.oldest_at_ms)
        return tr("Menunggu sejak {since}: {said}.").format(since=since, said=said)

    def _contact(self) -> str:
        if self._state.phase is Phase.OFFLINE:
            return ""
        box = self._outbox
        last_ms = self._state.last_contact_ms or (box.last_contact_ms if box else None)
        if last_ms is None:
            return tr("Server belum pernah terhubung dari laptop ini.")
        sent = number_text(box.waiting.sent) if box else "0"
        said = tr("Terakhir terhubung {time}. Sudah di server: {count} catatan.")
        return said.format(time=self._moment(last_ms), count=sent)

    def _warnings(self) -> Iterator[str]:
        box = self._outbox
        drift_ms = self._state.drift_ms if self._state.drift_ms is not None else (box.drift_ms if box else None)
        if drift_ms is not None and abs(drift_ms) > MOST_DRIFT_MS:
            minutes = number_text(round(abs(drift_ms) / 60_000))
            yield tr("Jam laptop ini berselisih {minutes} menit dari server. Betulkan jamnya.").format(minutes=minutes)
        if self._state.has_plain_http:
            yield tr("Jaringan uji coba: data dikirim tanpa penyandian. Jangan dipakai untuk data orang sungguhan.")

    def _moment(self, at_ms: int) -> str:
        local = self._post.local(from_ms(at_ms))
        return f"{local:%d-%m-%Y} {local:%H.%M} {self._post.zone}"


def _sign(phase: Phase) -> tuple[str, str]:
    match phase:
        case Phase.RESTING:
            return "circle-check", "ok"
        case Phase.SENDING:
            return "cloud-upload", "accent"
        case Phase.PAUSED:
            return "hourglass", "attention"
        case Phase.LOCKED:
            return "ban", "stop"
        case _:
            return "wifi-off", "attention"


def _traffic_text(traffic: Traffic) -> str:
    moved, left = _bytes_text(traffic.bytes_up), _bytes_text(traffic.bytes_left)
    said = tr("{moved} sudah terkirim, {left} lagi; kira-kira {time}.")
    return said.format(moved=moved, left=left, time=_duration_text(traffic.seconds_left))


def _bytes_text(many: int) -> str:
    return QLocale().formattedDataSize(many, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _duration_text(seconds: float) -> str:
    if seconds < 90:
        return tr("{count} detik").format(count=number_text(max(round(seconds), 1)))
    return tr("{count} menit").format(count=number_text(round(seconds / 60)))
