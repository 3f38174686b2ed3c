"""Mails the codes that desks have asked for, beside the rounds: after each commit of this process, and now and then.

Several processes may do it at once, and each may die at any time. A code is on disk, as its salted hash, before its
mail leaves; whoever dies in between leaves a code that the next one replaces by a new one.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Protocol

from core.clock import Clock, from_ms, to_ms
from core.errors import Trouble
from core.proofs import CODE_DIGITS, MailNotice
from server.bugs import log_bug
from server.mail.bounce import return_address
from server.mail.letter import Letter, letter_bytes
from server.mail.sender import Handed, Later, Outcome, Unwanted
from server.store import enrolment, proofs, streams
from server.store.database import Store, Work
from server.store.mail_notices import MailWord, tell_mail
from server.store.mail_records import MailState, StoredProof

EVERY_S = 1.0
"""What other processes take rings no bell here: look again after this time."""

VALID_MINUTES = 15
LEASE_MS = 300_000
"""Longer than handing over one mail can take; a process that died had its mails for so long."""

TELLINGS = 5
"""Tries to write down what became of a mail; each waits for the store as long as the store lets it."""

WAITS_S = (15, 60, 300, 900, 3600)
"""Before each further attempt; the last for all that follow."""

GIVE_UP_MS = 24 * 3_600_000
"""Nobody waits at the desk any more."""

_SALT_BYTES = 16

log = logging.getLogger("posko.server")


class Line(Protocol):
    """Hands mails over."""

    def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
        """What became of a mail; ``returns_to``: where reports about it are sent, its sender where none is said."""

    def close(self) -> None:
        """Nothing more is to be handed over now."""


class Watcher(Protocol):
    """Counts for the operator."""

    def note_mail(self, code: str) -> None:
        """A post was told this."""

    def note_waiting(self, count: int) -> None:
        """So many mails have not gone out."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A mail that is this process's to send."""

    proof: StoredProof
    code: str
    post_name: str


class Mailer:
    """Sends codes over one line.

    Args:
        sender: the address that the mails come from.
        has_returns: whether somebody reads what comes back to an address of each mail's own.
    """

    def __init__(
        self, store: Store, clock: Clock, line: Line, sender: str, watcher: Watcher, *, has_returns: bool = False
    ) -> None:
        self._store = store
        self._clock = clock
        self._line = line
        self._sender = sender
        self._watcher = watcher
        self._has_returns = has_returns

    def work_off(self) -> bool:
        """Send one mail, if any is due; whether one was. Raises: Trouble of the store: nothing is lost."""
        now_ms = self._now_ms()
        with self._store.reading() as work:
            is_due = proofs.is_mail_due(work, now_ms)
            self._watcher.note_waiting(proofs.count_waiting(work))
        if not is_due:
            return False
        due = self._store.write(lambda work: _taken(work, self._now_ms()), rings=False)
        if due is None:
            return False
        outcome = self._handed_over(due)
        _log(due.proof, outcome)
        word = self._tell(due.proof, outcome)
        if word is not None:
            self._watcher.note_mail(word.code.value)
        return True

    def begin(self) -> None:
        """A life of the program begins: on SQLite no other one has mails to send."""
        with self._store.writing(rings=False) as work:
            proofs.end_leases(work)

    def _tell(self, sent: StoredProof, outcome: Outcome) -> MailWord | None:
        """Tell the post; a mail that has left must not go again only because the store was busy for a moment."""
        for _ in range(TELLINGS - 1):
            with suppress(Trouble):
                return self._store.write(lambda work: _told(work, sent, outcome, self._now_ms()), rings=False)
        return self._store.write(lambda work: _told(work, sent, outcome, self._now_ms()), rings=False)

    def _handed_over(self, due: _Due) -> Outcome:
        mail = self._mail(due)
        if mail is None:
            return Unwanted("refused")
        returns_to = return_address(self._sender, due.proof.uid) if self._has_returns else self._sender
        return self._line.hand_over(due.proof.address, mail, returns_to)

    def rest(self) -> None:
        """Nothing is due: let the mail server have its line back."""
        self._line.close()

    def _mail(self, due: _Due) -> bytes | None:
        """The letter; ``None`` = no letter can be written to this address, today or tomorrow."""
        at = from_ms(self._now_ms())
        try:
            return letter_bytes(Letter(self._sender, due.proof.address, due.post_name, due.code, VALID_MINUTES, at))
        except Exception as error:
            # whatever is odd about one address must not come back for ever
            log.error("no letter: %s", type(error).__name__)  # noqa: TRY400 - its text may hold the address
            return None

    def _now_ms(self) -> int:
        return to_ms(self._clock.now())


@contextmanager
def mail_sent(store: Store, mailer: Mailer) -> Iterator[None]:
    """While the block runs codes are mailed by a thread."""
    mailer.begin()
    is_over, bell = threading.Event(), store.new_bell()
    thread = threading.Thread(target=_keep_mailing, args=(mailer, is_over, bell), name="mailer")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        bell.set()
        thread.join()


def _keep_mailing(mailer: Mailer, is_over: threading.Event, bell: threading.Event) -> None:
    while not is_over.is_set():
        bell.clear()
        if not _is_one_sent(mailer):
            mailer.rest()
            bell.wait(EVERY_S)
    mailer.rest()


def _is_one_sent(mailer: Mailer) -> bool:
    try:
        return mailer.work_off()
    except Trouble as trouble:
        log.warning("mail waits: %s", trouble.code)
    except Exception as error:
        log_bug(log, "mail", error)
    return False


def _taken(work: Work, now_ms: int) -> _Due | None:
    """One mail with a new code; any earlier one of it is void from now on."""
    found = proofs.take_due(work, now_ms, 1)
    if not found:
        return None
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    salt = secrets.token_bytes(_SALT_BYTES)
    leased = replace(
        found[0],
        code_hash=proofs.proof_code_hash(salt, code),
        code_salt=salt,
        tries=0,
        expires_at_ms=now_ms + VALID_MINUTES * 60_000,
        lease_until_ms=now_ms + LEASE_MS,
    )
    proofs.save_proof(work, leased)
    return _Due(leased, code, enrolment.post_name(work, leased.post))


def _told(work: Work, sent: StoredProof, outcome: Outcome, now_ms: int) -> MailWord | None:
    """Write down what became of a mail and tell its post; ``None`` = it knows already, or is told by somebody else."""
    streams.lock_post(work, sent.post)
    held = proofs.proof_asked_by(work, sent.uid)
    if held is None or held.state != MailState.WAITING or held.lease_until_ms != sent.lease_until_ms:
        return None
    moved, code, facts = _moved(replace(held, lease_until_ms=0), outcome, now_ms)
    proofs.save_proof(work, moved)
    if code is None:
        return None
    word = MailWord(code, sent.stream, sent.seq, sent.account, facts)
    tell_mail(work, sent.post, [word], now_ms)
    return word


def _moved(held: StoredProof, outcome: Outcome, now_ms: int) -> tuple[StoredProof, MailNotice | None, dict[str, str]]:
    match outcome:
        case Handed():
            sent = replace(held, state=MailState.SENT.value, sent_at_ms=now_ms)
            return sent, MailNotice.PROOF_SENT, {"until_ms": str(held.expires_at_ms)}
        case Unwanted(why):
            return _refused(held, why)
        case Later():
            if now_ms - held.asked_at_ms >= GIVE_UP_MS:
                return _refused(held, "refused")
            wait_s = WAITS_S[min(held.failures, len(WAITS_S) - 1)]
            later = replace(held, failures=held.failures + 1, next_try_at_ms=now_ms + wait_s * 1000)
            return later, None if held.failures else MailNotice.PROOF_DELAYED, {}


def _refused(held: StoredProof, why: str) -> tuple[StoredProof, MailNotice, dict[str, str]]:
    refused = replace(held, state=MailState.REFUSED.value, code_hash=None, code_salt=None)
    return refused, MailNotice.PROOF_REFUSED, {"why": why}


def _log(proof: StoredProof, outcome: Outcome) -> None:
    """By the event that asked for it: no address, nothing that could be tried out until it is one."""
    facts = {"proof": proof.uid.hex()[-12:], "post": proof.post, "outcome": type(outcome).__name__.lower()}
    if isinstance(outcome, Later):
        log.warning("mail", extra={"facts": {**facts, "reason": outcome.reason, "attempt": proof.failures + 1}})
    else:
        log.info("mail", extra={"facts": facts})
