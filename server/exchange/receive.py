"""One round of a device: check its batch against what the server holds, append what is new, answer.

All of it is one transaction; the caller answers only after it has returned, which is after the commit.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import replace

from core.wire.codec import Malformed
from core.wire.envelope import PROTOCOL, ExchangeRequest, MailSpace, Supply
from core.wire.events import device_of
from server.exchange.answer import Taken, packed_reply, receipt_stream
from server.exchange.append import Appended, Sender, append
from server.exchange.arrivals import OTHER_PROCESS_S
from server.exchange.centre import Centre
from server.exchange.certificates import admit, is_author, is_ours
from server.exchange.mail_spaces import space_to_tell
from server.exchange.outcomes import Accepted, ExchangeCode, ExchangeOutcome, Gap, Refused, TrainingMismatch
from server.exchange.unfold import Unfolded, foreseen
from server.store import enrolment, streams
from server.store.database import Work
from server.store.device_keys import number_devices
from server.store.records import Device, StreamHead

FOLLOWING_S = 8.0
"""How long a batch waits for the one before it, which the desk says is under way; less than a desk's patience."""


def exchange(centre: Centre, device: Device, packed: bytes) -> ExchangeOutcome:
    """What becomes of a signed request; ``packed`` is its body as it came.

    Raises: Malformed for bytes that are no message; Trouble of the store.
    """
    request = centre.codec.unpack(packed, ExchangeRequest)
    centre = replace(centre, codec=centre.codec.like(packed))  # an older desk lacks our newest dictionary
    refusal = _refusal(centre, device, request)
    if refusal is not None:
        return refusal
    space = space_to_tell(centre, device, request)
    if request.batch is None and not request.supplies:
        with centre.store.reading() as work:
            head = receipt_stream(work, device, request.stream)
            return Accepted(packed_reply(centre, work, device, head, request, Taken(mail_space=space)))
    outcome = _written(centre, device, request, hashlib.sha256(packed).digest(), space)
    if request.supplies:  # they may have brought devices that this server had lost
        number_devices(centre.store, centre.clock)
    return outcome


def _refusal(centre: Centre, device: Device, request: ExchangeRequest) -> ExchangeOutcome | None:
    """Why this request cannot be right, whatever the server holds."""
    if request.protocol != PROTOCOL:
        return Refused(ExchangeCode.PROTOCOL)
    if request.is_training != centre.is_training:
        return TrainingMismatch(centre.is_training)
    about = request.batch.stream if request.batch else request.stream
    if about and device_of(about) != device.uid:
        return Refused(ExchangeCode.STREAM)
    if request.batch is not None and request.batch.post != device.post:
        return Refused(ExchangeCode.POST)
    return None


def _written(
    centre: Centre, device: Device, request: ExchangeRequest, digest: bytes, space: MailSpace | None
) -> ExchangeOutcome:
    """The round in a transaction; once more if the batch before it came meanwhile."""
    arrivals, stream = centre.arrivals, request.batch.stream if request.batch else b""
    whole = foreseen(centre.store, device, request.batch) if request.batch else None
    patient_until_s = time.monotonic() + (FOLLOWING_S if request.is_following else 0)
    look_again_s = OTHER_PROCESS_S
    while True:
        rung = arrivals.rung(stream)
        outcome = centre.store.write(lambda work: _Round(centre, work, device, space).take(request, digest, whole))
        if not isinstance(outcome, Gap):
            arrivals.ring(stream)
            return outcome
        left_s = patient_until_s - time.monotonic()
        if left_s <= 0 or not arrivals.listen(stream, rung, min(look_again_s, left_s)):
            return outcome
        look_again_s *= 2


class _Round:
    """The round of one batch inside its transaction."""

    def __init__(self, centre: Centre, work: Work, device: Device, space: MailSpace | None) -> None:
        self._centre = centre
        self._work = work
        self._device = device
        self._space = space
        self._supplied = 0
        self._words: Counter[str] = Counter()

    def take(self, request: ExchangeRequest, digest: bytes, whole: Unfolded | None) -> ExchangeOutcome:
        streams.lock_post(self._work, self._device.post)
        try:
            for supply in request.supplies:
                if not self._is_supplied(supply):
                    return Refused(ExchangeCode.SUPPLY)
            return self._take_batch(request, digest, whole)
        except Malformed as malformed:
            return Refused(malformed.code)

    def _take_batch(self, request: ExchangeRequest, digest: bytes, whole: Unfolded | None) -> ExchangeOutcome:
        batch = request.batch
        if batch is None:
            head = receipt_stream(self._work, self._device, request.stream)
            done = Taken(mail_space=self._space)
            reply = packed_reply(self._centre, self._work, self._device, head, request, done)
            return Accepted(reply, self._supplied, words=self._words)
        earlier_reply = streams.answer(self._work, batch.stream, digest)
        if earlier_reply is not None:
            return Accepted(earlier_reply, self._supplied, words=self._words)
        outcome = append(self._centre, self._work, Sender(self._device, batch.salt_key), batch, whole)
        if not isinstance(outcome, Appended):
            return outcome
        taken = Taken(outcome.outcomes, outcome.places, self._block(outcome), self._space)
        reply = packed_reply(self._centre, self._work, self._device, outcome.head, request, taken)
        streams.keep_answer(self._work, batch.stream, digest, reply)
        told = Counter(one.code or one.outcome for one in outcome.outcomes)
        told["accepted"] = len(batch.events) - len(outcome.outcomes)
        self._words.update(outcome.words)
        return Accepted(reply, self._supplied + outcome.taken, told, self._words)

    def _is_supplied(self, supply: Supply) -> bool:
        """Take events of another device of the post; whether they are proven to be its.

        A gap or a fork says nothing here: the next comparison of sets tells again what is wanted.
        """
        author, batch = supply.author, supply.batch
        is_of_post = author.certificate.post == batch.post == self._device.post
        if author.stream != batch.stream or not is_author(author) or not is_of_post:
            return False
        if not is_ours(self._centre, author.certificate):
            return False
        writer = admit(self._centre, self._work, author.certificate)
        if writer is None:
            return False
        outcome = append(self._centre, self._work, Sender(writer, author.salt_key), batch)
        if isinstance(outcome, Appended):
            self._supplied += outcome.taken
            self._words.update(outcome.words)
        return not isinstance(outcome, Refused)

    def _block(self, appended: Appended) -> int:
        """A further life of a device gets a number block of its own: another copy may print from the old one."""
        head = appended.head
        if head.incarnation == 1:
            return 0
        if not head.block:
            head = self._granted(head)
        return head.block if appended.is_begun else 0

    def _granted(self, head: StreamHead) -> StreamHead:
        block = enrolment.grant_block(self._work, self._device)
        granted = replace(head, block=block)
        streams.save_stream(self._work, granted)
        return granted
