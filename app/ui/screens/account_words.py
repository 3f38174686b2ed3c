"""The words of the account desk: questions with their answers, reasons, and how far proof and mailbox are."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime

from app.desk.account.look import AccountView, MailboxView
from app.ui.i18n import day_text, mark, number_text, say, tr
from app.ui.screens.account_acts import Told
from app.ui.screens.account_pages import can_recover
from core.account_words import spoken
from core.accounts import Account, Need, PhoneOwner, Reach, Reason, Result, Road
from core.findings import Weight
from core.proofs import MailboxState, MailNotice, Proof, ProofState

NEEDS: Mapping[Need, tuple[str, str]] = {
    Need.NONE: (mark("Belum pernah punya"), mark("Dibuatkan alamat baru, di HP sendiri atau sebagai e-mail daerah.")),
    Need.HAS: (mark("Sudah punya, alamatnya diketahui"), mark("Alamatnya diperiksa dan dibuktikan.")),
    Need.FORGOTTEN: (mark("Sudah punya, tetapi lupa"), mark("Lupa alamatnya, atau lupa kata sandinya.")),
    Need.PHONE: (mark("Hanya soal HP"), mark("HP siapa, dan bagaimana orangnya dihubungi.")),
}


class PhoneUse(enum.Enum):
    """What can be done with a telephone."""

    ALL = "all"
    NO_CREDIT = "no_credit"
    """It is a smartphone, from which no message can be sent now."""
    NO_PAGES = "no_pages"
    """There is no smartphone: no provider can be had with it."""


PHONES: tuple[tuple[PhoneOwner, PhoneUse, str], ...] = (
    (PhoneOwner.SELF, PhoneUse.ALL, mark("HP pintar sendiri, ada pulsa")),
    (PhoneOwner.SELF, PhoneUse.NO_CREDIT, mark("HP pintar sendiri, pulsanya habis")),
    (PhoneOwner.CHILD, PhoneUse.ALL, mark("HP anak atau orang tua yang ikut datang")),
    (PhoneOwner.SPOUSE, PhoneUse.ALL, mark("HP suami atau istri yang ikut datang")),
    (PhoneOwner.OTHER, PhoneUse.ALL, mark("HP orang lain yang ikut datang")),
    (PhoneOwner.SELF, PhoneUse.NO_PAGES, mark("HP biasa, bukan HP pintar")),
    (PhoneOwner.NONE, PhoneUse.NO_PAGES, mark("Tidak ada HP sama sekali")),
)
"""Whose, what can be done with it, and what the officer reads."""

OWNERS: Mapping[PhoneOwner, str] = {
    PhoneOwner.SELF: mark("HP sendiri"),
    PhoneOwner.SPOUSE: mark("HP suami atau istri"),
    PhoneOwner.CHILD: mark("HP anak atau orang tua"),
    PhoneOwner.OTHER: mark("HP orang lain"),
    PhoneOwner.NONE: mark("Tidak ada HP"),
}

REACHES: Mapping[Reach, str] = {
    Reach.CALL: mark("Telepon"),
    Reach.SMS: mark("SMS"),
    Reach.WHATSAPP: mark("WhatsApp"),
}


ID_PAPERS = (
    mark("KTP asli"),
    mark("IKD di HP orangnya"),
    mark("Surat keterangan Dukcapil"),
    mark("Paspor"),
)
"""Papers that show who somebody is [FACTBOOK 1.2]; in the log they stand as they are written here."""


def spoken_text(table: str, word: str, known: type[enum.StrEnum]) -> str:
    """A word of the log as a button or a heading says it; what only a newer program knows is another one."""
    said = say(f"ACCOUNT_{table}_{spoken(word, known)}")
    return said[:1].upper() + said[1:]


def reason_text(reason: str) -> str:
    """Why there is no address."""
    return spoken_text("REASON", reason, Reason)


def road_name(road: str) -> str:
    """A road."""
    return spoken_text("ROAD", road, Road)


def result_text(account: Account) -> str:
    """What came of a help, with the reason."""
    result = spoken_text("RESULT", account.result, Result)
    return f"{result}: {say(f'ACCOUNT_REASON_{spoken(account.reason, Reason)}')}" if account.reason else result


def road_text(account: Account) -> str:
    """The road, with its provider."""
    road = road_name(account.road)
    return f"{road} ({account.provider.capitalize()})" if account.provider else road


def minutes_of(account: Account, now_ms: int, stream: bytes) -> int:
    """How long somebody has worked at it; what runs at another desk is not measured here."""
    running_s = 0
    if account.running_since_ms is not None and account.running_on == stream:
        running_s = max(now_ms - account.running_since_ms, 0) // 1000
    return (account.worked_s + running_s) // 60


def proof_text(proof: Proof, again: datetime | None, *, is_online: bool) -> Told:
    """How far the proof of an address is.

    Args:
        again: when the next code may be asked for, by the clock on the wall; ``None`` = the server did not say.
    """
    code, weight = _PROOFS[proof.state]
    if proof.state in _WITHOUT_LINE and not is_online:
        code = _WITHOUT_LINE[proof.state]
    elif proof.state is ProofState.WAITING and proof.facts:
        code = MailNotice.PROOF_DELAYED
    elif proof.state is ProofState.REFUSED:
        code = _REFUSALS.get(proof.facts.get("why", ""), code)
    elif proof.state is ProofState.LIMITED and again is not None:
        return Told(say("PROOF_LIMIT_UNTIL", {"again": f"{again:%H.%M}"}), weight)
    return Told(say(code, {"left": "", **proof.facts}), weight)


_PROOFS: Mapping[ProofState, tuple[str, Weight]] = {
    ProofState.NONE: ("PROOF_NONE", Weight.OK),
    ProofState.WAITING: ("PROOF_WAITING", Weight.OK),
    ProofState.SENT: (MailNotice.PROOF_SENT, Weight.OK),
    ProofState.READ: ("PROOF_READ", Weight.OK),
    ProofState.GOOD: (MailNotice.PROOF_GOOD, Weight.OK),
    ProofState.WRONG: (MailNotice.PROOF_WRONG, Weight.WARN),
    ProofState.EXPIRED: (MailNotice.PROOF_EXPIRED, Weight.WARN),
    ProofState.REFUSED: (MailNotice.PROOF_REFUSED, Weight.BLOCK),
    ProofState.LIMITED: (MailNotice.PROOF_LIMIT, Weight.WARN),
    ProofState.OFF: (MailNotice.MAIL_OFF, Weight.WARN),
}

_WITHOUT_LINE: Mapping[ProofState, str] = {
    ProofState.WAITING: "PROOF_WAITING_FOR_LINE",
    ProofState.READ: "PROOF_READ_FOR_LINE",
}

_REFUSALS: Mapping[str, str] = {"no_mailbox": "PROOF_REFUSED_NO_MAILBOX", "no_domain": "PROOF_REFUSED_NO_DOMAIN"}


_MAILBOXES: Mapping[MailboxState, str] = {
    MailboxState.RESERVED: "MAILBOX_RESERVED",
    MailboxState.READY: MailNotice.MAILBOX_READY,
    MailboxState.ACTIVE: MailNotice.MAILBOX_ACTIVE,
    MailboxState.TAKEN: MailNotice.MAILBOX_TAKEN,
    MailboxState.EXPIRED: MailNotice.MAILBOX_EXPIRED,
    MailboxState.DISABLED: MailNotice.MAILBOX_DISABLED,
}


def mailbox_text(mailbox: MailboxView) -> Told:
    """How far a regional mailbox is."""
    is_trouble = mailbox.state in (MailboxState.TAKEN, MailboxState.EXPIRED, MailboxState.DISABLED)
    return Told(say(_MAILBOXES[mailbox.state]), Weight.WARN if is_trouble else Weight.OK)


def standing_text(view: AccountView) -> str:
    """One line about a help, for the page of a registration."""
    account = view.account
    parts = [result_text(account) if account.result else _open_text(account)]
    if account.address:
        parts.append(tr("terbukti") if view.proof.is_proven else tr("belum dibuktikan"))
    said = [f"{', '.join(parts)}."]
    if view.mailbox is not None:
        said.append(mailbox_text(view.mailbox).text)
    if can_recover(view):
        said.append(tr("Lupa kata sandinya: F4, lalu koordinator menekan Ctrl+U."))
    return " ".join(said)


def _open_text(account: Account) -> str:
    return tr("Dijeda") if account.state == "paused" else tr("Sedang dibantu")


def opened_text(account: Account) -> str:
    """Where a help stands in the list: its road and the day when it is not today's."""
    road = road_text(account) if account.road else tr("belum dipilih caranya")
    return f"{road}, {day_text(account.opened.on)}"


def minutes_text(minutes: int) -> str:
    """So long."""
    return tr("{minutes} menit").format(minutes=number_text(minutes))
