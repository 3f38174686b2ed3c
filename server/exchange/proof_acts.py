"""Codes by mail: asked for within limits, and read back."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, replace

from core.proofs import MailNotice
from core.wire.events import Header
from core.wire.records import ProofAskedBody, ProofReadBody
from server.exchange.centre import MailTerms
from server.store import proofs
from server.store.database import Work
from server.store.mail_notices import MailWord
from server.store.mail_records import MailState, StoredProof
from server.store.records import Device

WRONG_READINGS = 5
"""So many void a code: who guesses gets five of a million."""

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_SIGNS = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILABLE = re.compile(rf"(?=.{{1,64}}@){_SIGNS}(?:\.{_SIGNS})*@(?:[a-z0-9-]{{1,63}}\.)+[a-z0-9-]{{2,63}}")
"""Nothing that a mail's head or an SMTP command could take for something else."""

_LONGEST = 254


@dataclass(frozen=True, slots=True)
class _Limit:
    """At most so many in any stretch of this length."""

    most: int
    within_ms: int

    def again_ms(self, asked: list[int]) -> int:
        """When the next one may be asked for; ``asked``: when it was, the newest first."""
        return asked[self.most - 1] + self.within_ms if len(asked) >= self.most else 0


A_MINUTE = _Limit(1, MINUTE_MS)
A_DAY = _Limit(5, DAY_MS)
A_DEVICE = _Limit(60, HOUR_MS)


class ProofActs:
    """What one batch does about proofs."""

    def __init__(self, work: Work, terms: MailTerms, device: Device, now_ms: int) -> None:
        self._work = work
        self._terms = terms
        self._device = device
        self._now_ms = now_ms

    def ask(self, header: Header, body: ProofAskedBody) -> MailWord | None:
        """Have a code mailed; what is to be told at once."""
        address = body.address.lower()
        if not self._terms.can_send:
            return _word(header, MailNotice.MAIL_OFF)
        if len(address) > _LONGEST or not _MAILABLE.fullmatch(address):
            return _word(header, MailNotice.PROOF_REFUSED, why="refused")
        replaceable = self._replaceable(header.record, address)
        again_ms = self._again_ms(address, replaceable)
        if again_ms > self._now_ms:
            return _word(header, MailNotice.PROOF_LIMIT, again_ms=str(again_ms))
        for earlier in replaceable:
            replaced = replace(earlier, state=MailState.REPLACED.value, code_hash=None, code_salt=None)
            proofs.save_proof(self._work, replaced)
        new = StoredProof(
            stream=header.stream,
            seq=header.seq,
            uid=header.uid,
            post=self._device.post,
            device=self._device.uid.bytes,
            account=header.record,
            address=address,
            state=MailState.WAITING.value,
            asked_at_ms=self._now_ms,
            next_try_at_ms=self._now_ms,
        )
        proofs.add_proof(self._work, new)
        return None

    def _replaceable(self, account: bytes, address: str) -> list[StoredProof]:
        """Of several codes of a help that wait for the mail server only the last is mailed: it is the one read back."""
        waiting = proofs.waiting_for(self._work, account, address)
        return [earlier for earlier in waiting if earlier.lease_until_ms <= self._now_ms]

    def _again_ms(self, address: str, left_out: list[StoredProof]) -> int:
        """When a code may be asked for, were those that it replaces never asked for."""
        device, more = self._device.uid.bytes, len(left_out)
        to_address = proofs.asked_for_address(self._work, address, self._now_ms - DAY_MS, A_DAY.most + more)
        by_device = proofs.asked_by_device(self._work, device, self._now_ms - HOUR_MS, A_DEVICE.most + more)
        for one in left_out:
            _leave_out(to_address, one.asked_at_ms)
            if one.device == device:
                _leave_out(by_device, one.asked_at_ms)
        return max(A_MINUTE.again_ms(to_address), A_DAY.again_ms(to_address), A_DEVICE.again_ms(by_device))

    def read(self, header: Header, body: ProofReadBody) -> MailWord:
        """Compare a code that was read back; what is to be told."""
        proof = proofs.proof_asked_by(self._work, body.asked)
        if proof is None or (proof.post, proof.account) != (self._device.post, header.record):
            return _word(header, MailNotice.PROOF_EXPIRED)
        if proof.state == MailState.GOOD:
            return _word(header, MailNotice.PROOF_GOOD)
        if proof.code_hash is None or proof.code_salt is None or self._now_ms >= (proof.expires_at_ms or 0):
            return self._too_late(header, proof)
        if hmac.compare_digest(proofs.proof_code_hash(proof.code_salt, body.code), proof.code_hash):
            return self._ended(header, proof, MailState.GOOD, MailNotice.PROOF_GOOD)
        tries = proof.tries + 1
        if tries >= WRONG_READINGS:
            return self._ended(header, proof, MailState.EXPIRED, MailNotice.PROOF_EXPIRED)
        proofs.save_proof(self._work, replace(proof, tries=tries))
        return _word(header, MailNotice.PROOF_WRONG, left=str(WRONG_READINGS - tries))

    def _too_late(self, header: Header, proof: StoredProof) -> MailWord:
        """No code is good now; a mail that is still to go out brings a new one."""
        if proof.state == MailState.SENT:
            return self._ended(header, proof, MailState.EXPIRED, MailNotice.PROOF_EXPIRED)
        return _word(header, MailNotice.PROOF_EXPIRED)

    def _ended(self, header: Header, proof: StoredProof, state: MailState, notice: MailNotice) -> MailWord:
        proofs.save_proof(self._work, replace(proof, state=state.value, code_hash=None, code_salt=None))
        return _word(header, notice)


def _leave_out(asked: list[int], at_ms: int) -> None:
    if at_ms in asked:  # else it is older than the limit looks back
        asked.remove(at_ms)


def _word(header: Header, code: MailNotice, **facts: str) -> MailWord:
    return MailWord(code, header.stream, header.seq, header.record, facts)
