"""Activation of a mailbox: the code of a card opens it, its owner gives it a password; repeated it changes nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from core.activation import code_hash, read_code
from core.clock import Clock, to_ms
from core.proofs import MailNotice
from server.office.mailbox_change import Act, Changed, change
from server.office.password_rules import PasswordFault, password_fault
from server.office.passwords import HashSlots, is_password, password_hash
from server.store import mailboxes
from server.store.database import Store
from server.store.mail_records import BoxState, Mailbox


class ActivationCode(enum.StrEnum):
    """Why a code opens nothing."""

    UNKNOWN = "PAGE_ACTIVATE_UNKNOWN"
    EXPIRED = "PAGE_ACTIVATE_EXPIRED"
    DISABLED = "PAGE_ACTIVATE_DISABLED"
    USED = "PAGE_ACTIVATE_USED"


@dataclass(frozen=True, slots=True)
class Opened:
    """The code is good and waits for a password; ``is_recovery``: the mailbox has one already."""

    address: str
    is_recovery: bool


@dataclass(frozen=True, slots=True)
class Activated:
    """The mailbox has the password that was given; ``is_forward_cleared``: its mail is passed on no more."""

    address: str
    is_forward_cleared: bool = False


@dataclass(frozen=True, slots=True)
class Faulty:
    """The code is good, the password is not."""

    opened: Opened
    fault: PasswordFault


class Activation:
    """Activates the mailboxes of one server. Share one between threads."""

    def __init__(self, store: Store, clock: Clock, slots: HashSlots) -> None:
        self._store = store
        self._clock = clock
        self._slots = slots

    def open(self, typed: str) -> Opened | ActivationCode:
        """What a code opens, as somebody typed it. Raises: Trouble of the store, CROWDED."""
        return self._told(self._mailbox(self._hash(typed)))

    def activate(self, typed: str, password: str, again: str) -> Activated | Faulty | ActivationCode:
        """Give the mailbox of this code its password; who did so already is told the same once more.

        Raises: Trouble of the store, CROWDED.
        """
        hashed = self._hash(typed)
        box = self._mailbox(hashed)
        judged = self._told(box)
        if box is None or not isinstance(judged, Opened):
            return self._repeated(box, judged, password)
        fault = password_fault(password, again, box.address)
        if fault is not None:
            return Faulty(judged, fault)
        with self._slots.taken():
            kept = password_hash(password)
        if isinstance(
            change(self._store, self._clock, box.address, lambda now: self._given(now, hashed, kept)), Changed
        ):
            return self._activated(box.address)
        box = self._mailbox(hashed)  # somebody was quicker
        return self._repeated(box, self._told(box), password)

    def _hash(self, typed: str) -> bytes | None:
        code = read_code(typed)
        if code is None:
            return None
        with self._slots.taken():
            return code_hash(code)

    def _mailbox(self, hashed: bytes | None) -> Mailbox | None:
        if hashed is None:
            return None
        with self._store.reading() as work:
            return mailboxes.mailbox_with(work, hashed)

    def _judged(self, box: Mailbox | None) -> Opened | ActivationCode:
        """A code is good until ``expires_at_ms``, which its use sets to that moment."""
        if box is None:
            return ActivationCode.UNKNOWN
        is_active = box.state == BoxState.ACTIVE
        if box.state == BoxState.EXPIRED or to_ms(self._clock.now()) >= box.expires_at_ms:
            return ActivationCode.USED if is_active else ActivationCode.EXPIRED
        return ActivationCode.DISABLED if box.is_disabled else Opened(box.address, is_recovery=is_active)

    def _told(self, box: Mailbox | None) -> Opened | ActivationCode:
        """The same for its holder: a new code of a mailbox in use that nobody came to use is none that was used."""
        judged = self._judged(box)
        if box is None or judged is not ActivationCode.USED:
            return judged
        return ActivationCode.EXPIRED if Act.CODE_SET in self._since_activation(box.address) else judged

    def _activated(self, address: str) -> Activated:
        return Activated(address, is_forward_cleared=self._since_activation(address)[:1] == [Act.FORWARD_CLEARED])

    def _since_activation(self, address: str) -> list[str]:
        """What was done with a mailbox after a code of it was last used."""
        with self._store.reading() as work:
            acts = [act.act for act in mailboxes.acts_of(work, address)]
        used = [place for place, act in enumerate(acts) if act in (Act.ACTIVATED, Act.RECOVERED)]
        return acts[used[-1] + 1 :] if used else acts

    def _repeated(
        self, box: Mailbox | None, judged: Opened | ActivationCode, password: str
    ) -> Activated | ActivationCode:
        """Where the answer to the first time was lost, the same password says that it is the same person."""
        if isinstance(judged, Opened):
            return ActivationCode.UNKNOWN  # another code took its place a moment ago
        if box is not None and judged is ActivationCode.USED and self._is_theirs(box, password):
            return self._activated(box.address)
        return judged

    def _is_theirs(self, box: Mailbox, password: str) -> bool:
        with self._slots.taken():
            return is_password(password, box.password_hash)

    def _given(self, box: Mailbox, hashed: bytes | None, kept: str) -> Changed | ActivationCode:
        """The mailbox with its password, if the code is still good at this moment."""
        judged = self._judged(box) if box.code_hash == hashed else ActivationCode.UNKNOWN
        if not isinstance(judged, Opened):
            return judged
        now_ms = to_ms(self._clock.now())
        active = replace(
            box,
            state=BoxState.ACTIVE,
            password_hash=kept,
            expires_at_ms=now_ms,
            activated_at_ms=box.activated_at_ms or now_ms,
        )
        if judged.is_recovery:
            # whoever knew the old password may have set it, and would go on reading
            cleared = Act.FORWARD_CLEARED if box.forward_to else None
            return Changed(replace(active, forward_to="", keeps_copy=True), Act.RECOVERED, also=cleared)
        return Changed(active, Act.ACTIVATED, MailNotice.MAILBOX_ACTIVE)
