"""The end of an exchange: both sides hold the same, or what is missing goes to where it is missing.

Positions alone would not do: a server put back from a backup and grown again looks as long as it was.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.sync.log import SyncLog
from app.sync.settling import request_of
from core.wire.envelope import ExchangeReply, ExchangeRequest, Wanted
from core.wire.sets import post_digest

LOG = logging.getLogger(__name__)

MOST_ROUNDS = 200
"""Rounds of one comparison; each brings something nearer, or it ends."""


class Comparison:
    """Compares and mends within one exchange."""

    def __init__(self, log: SyncLog, send: Callable[[ExchangeRequest], ExchangeReply]) -> None:
        self._log = log
        self._send = send
        self._rounds = 0
        self._before: object = None
        self._is_mended = False

    def go_on(self, server_digest: bytes | None) -> bool:
        """One step towards equal sets; whether there was one to take.

        Args:
            server_digest: over what the server held after its last answer; ``None`` = it did not say.
        """
        sets = self._log.sets()
        is_equal = server_digest is None or post_digest(sets) == server_digest
        if server_digest is not None:
            self._log.note_compared(is_equal=is_equal)
        if is_equal:
            return False
        if (server_digest, sets) == self._before and not self._is_mended:
            self._is_mended = True
            self._log.mend()
            sets = self._log.sets()
        elif (server_digest, sets) == self._before or self._rounds >= MOST_ROUNDS:
            LOG.warning("the server and this desk do not hold the same, and nobody can mend it")
            self._log.on_remark("SETS_DIFFER")
            return False
        self._before = (server_digest, sets)
        self._rounds += 1
        answer = self._send(request_of(self._log, stream=self._log.profile.stream, sets=sets))
        own = {state.stream: state for state in self._log.streams()}
        for wanted in answer.wanted:
            if wanted.stream in own:
                self._log.rewind(wanted.stream, min(wanted.have_seq, own[wanted.stream].receipt_seq))
                self._log.on_remark("SERVER_RESTORED")
            self._supply(wanted)
        return True

    def _supply(self, wanted: Wanted) -> None:
        """Hand on what the server lacks of another desk's stream, or of an own earlier life that came as news."""
        supplies = self._log.supplies(wanted)
        if supplies:
            self._send(request_of(self._log, stream=self._log.profile.stream, supplies=supplies))
            self._log.on_remark("SERVER_RESTORED")
