"""Reads the folder into which Postfix puts what comes back, and tells the desks which mails with codes have bounced.

A mail goes out of the folder once the database knows of it, so whoever dies in between reads it again. Nothing of it is
kept: it quotes an address and a code.
"""

from __future__ import annotations

import enum
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from core.clock import Clock, to_ms
from core.errors import Trouble
from core.proofs import MailNotice
from server.bugs import log_bug
from server.mail.bounce import Bounce, read_bounce
from server.mail.mailer import Watcher
from server.store import proofs, streams
from server.store.database import Store, Work
from server.store.mail_notices import MailWord, tell_mail
from server.store.mail_records import MailState, StoredProof

EVERY_S = 5.0

MOST_BYTES = 262_144
"""Of a mail: reports of ours are far shorter, and what stands behind is the returned mail."""

MOST_AT_ONCE = 200

log = logging.getLogger("posko.server")


class Came(enum.StrEnum):
    """What a mail in the folder turned out to be; a word of the log."""

    TOLD = "told"
    """A bounce, and the desk hears of it."""
    KNOWN = "known"
    """A bounce of a code that nobody waits for any more."""
    EARLY = "early"
    """A bounce of a mail that is just being handed over: it stays until that is written down."""
    OTHER = "other"
    """No bounce of ours."""


class BounceFolder:
    """The folder (a Maildir) of one server.

    Args:
        folder: need not be there: Postfix makes it with the first bounce.
    """

    def __init__(self, store: Store, clock: Clock, folder: Path, watcher: Watcher) -> None:
        self._store = store
        self._clock = clock
        self._new = folder / "new"
        self._watcher = watcher

    def work_off(self) -> None:
        """Read what is there. Raises: Trouble of the store, OSError: what is left is read the next time."""
        if not self._new.is_dir():
            return
        unreadable: OSError | None = None
        for file in sorted(self._new.iterdir())[:MOST_AT_ONCE]:
            try:
                self._read(file)
            except FileNotFoundError:
                continue  # another process was quicker
            except OSError as error:  # what somebody has put there keeps no other mail from being read
                unreadable = error
        if unreadable is not None:
            raise unreadable

    def _read(self, file: Path) -> None:
        with file.open("rb") as mail:
            bounce = _read_safely(mail.read(MOST_BYTES))
        came = self._noted(bounce) if bounce else Came.OTHER
        log.info("bounce", extra={"facts": {"outcome": came.value}})
        if came is not Came.EARLY:
            file.unlink()

    def _noted(self, bounce: Bounce) -> Came:
        with self._store.reading() as work:
            known = proofs.proof_asked_by(work, bounce.asked)
        if known is None:
            return Came.KNOWN
        now_ms = to_ms(self._clock.now())
        came = self._store.write(lambda work: _noted(work, known, bounce, now_ms), rings=False)
        if came is Came.TOLD:
            self._watcher.note_mail(MailNotice.PROOF_REFUSED.value)
        return came


def _read_safely(mail: bytes) -> Bounce | None:
    """Anybody may send anything there: what cannot be read is no bounce."""
    try:
        return read_bounce(mail)
    except Exception as error:
        log_bug(log, "bounce", error)
        return None


def _noted(work: Work, known: StoredProof, bounce: Bounce, now_ms: int) -> Came:
    """Write it down and tell the post, unless the code was read, replaced or refused already."""
    streams.lock_post(work, known.post)
    held = proofs.proof_asked_by(work, known.uid)
    if held is None:
        return Came.KNOWN
    if held.state == MailState.WAITING and held.lease_until_ms > now_ms:
        return Came.EARLY
    if held.state not in (MailState.SENT, MailState.EXPIRED):
        return Came.KNOWN
    # the code stays good for its time: where a mail was sent on, the report may be about somebody else's address
    proofs.save_proof(work, replace(held, state=MailState.BOUNCED.value))
    if proofs.is_proven(work, held.account, held.address):
        return Came.KNOWN
    word = MailWord(MailNotice.PROOF_REFUSED, held.stream, held.seq, held.account, {"why": bounce.why})
    tell_mail(work, held.post, [word], now_ms)
    return Came.TOLD


@contextmanager
def bounces_read(store: Store, clock: Clock, folder: Path, watcher: Watcher) -> Iterator[None]:
    """While the block runs a thread reads the folder."""
    is_over = threading.Event()
    reader = BounceFolder(store, clock, folder, watcher)
    thread = threading.Thread(target=_keep_reading, args=(reader, is_over), name="bounces")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _keep_reading(reader: BounceFolder, is_over: threading.Event) -> None:
    told = ""
    while True:
        try:
            reader.work_off()
            told = ""
        except (Trouble, OSError) as error:
            why = error.code if isinstance(error, Trouble) else type(error).__name__
            if why != told:
                log.warning("bounces wait: %s", why)
            told = why
        except Exception as error:
            log_bug(log, "bounces", error)
        if is_over.wait(EVERY_S):
            return
