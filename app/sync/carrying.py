"""The cold path: what waits goes into a sealed file for the server, and its answer counts as one of the line does.

An answer is read twice, so that one that is cut, altered, or not for this desk changes nothing.
"""

from __future__ import annotations

import dataclasses
import os
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from app.models.events import StreamState
from app.models.places import new_private_file
from app.models.placing import sync_folder
from app.models.sealed_file import file_troubles
from app.sync.flight import PATH
from app.sync.log import SyncLog
from app.sync.pace import MOST
from app.sync.replies import Held, believed, fork_of, gap_of, refusal
from app.sync.settling import counted, is_ours, request_of
from app.sync.state import CarriedIn, CarriedInCode, CarriedOut, Totals
from app.sync.transport import Reply
from core.errors import Trouble, unusable
from core.sealed_file import FILE_SALT_BYTES, NotSealed, SealBroken
from core.wire.carried import (
    CarriedReply,
    CarriedRequest,
    Frames,
    NotForUs,
    Place,
    TooNew,
    out_writer,
    replies_in,
)
from core.wire.codec import Codec
from core.wire.envelope import Batch, Certificate, ExchangeReply, ExchangeRequest
from core.wire.http_signature import signed_headers
from core.wire.sets import is_certified


def carry_out(log: SyncLog, codec: Codec, target: Path, *, is_everything: bool = False) -> CarriedOut:
    """Write all that waits, and a question for news, sealed for the server. Nothing counts as sent by that.

    Args:
        target: a new file.
        is_everything: all that this desk ever wrote, and what it can hand on of others: for a server that lost it.

    Raises: Trouble NOT_ENROLLED, CARRY_NO_CERTIFICATE, CARRY_FILE_STANDS (usage), FILE_CANNOT_USE.
    """
    certificate, server = _certificate(log), log.server().public_key
    if target.exists():
        raise unusable("CARRY_FILE_STANDS", file=target.name)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    with file_troubles(target):
        try:
            with new_private_file(part) as file:
                frames = out_writer(file, log.keys.device, certificate, server, secrets.token_bytes(FILE_SALT_BYTES))
                events = _Packer(log, codec, frames, is_everything=is_everything).pack()
                frames.finish()
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            sync_folder(target.absolute().parent)
        finally:
            part.unlink(missing_ok=True)
    return CarriedOut(target.name, events)


class _Packer:
    """The requests of one file, as the line would carry them one after the other."""

    def __init__(self, log: SyncLog, codec: Codec, frames: Frames, *, is_everything: bool) -> None:
        self._log = log
        self._codec = codec
        self._frames = frames
        self._is_everything = is_everything
        self._cursor = 0 if is_everything else log.profile.cursor

    def pack(self) -> int:
        """Write them all; how many events of this device are among them."""
        events = 0
        for state in self._log.streams():
            for batch in self._batches(state):
                last_seq = batch.first_seq + len(batch.events) - 1
                request = request_of(self._log, batch=batch, wants_news=False)
                self._add(request, Place(batch.stream, batch.first_seq, last_seq))
                events += len(batch.events)
        own = self._log.profile.stream
        for request in self._supplies(own) if self._is_everything else ():
            self._add(request, Place(own))
        self._add(request_of(self._log, stream=own), Place(own))
        return events

    def _batches(self, state: StreamState) -> Iterator[Batch]:
        after = 0 if self._is_everything else state.receipt_seq
        while after < state.head_seq:
            batch = self._log.batch(state.stream, after, min(MOST, state.head_seq - after))
            yield batch
            after = batch.first_seq + len(batch.events) - 1

    def _supplies(self, own: bytes) -> Iterator[ExchangeRequest]:
        """What others of the post wrote and this desk can prove."""
        mine = {state.stream for state in self._log.streams()}
        for held in self._log.sets():
            after = 0
            while held.stream not in mine and (supplies := self._log.supplies_behind(held.stream, after)):
                request = request_of(self._log, stream=own, wants_news=False)
                yield msgspec.structs.replace(request, supplies=supplies)
                last = supplies[-1].batch
                after = last.first_seq + len(last.events) - 1

    def _add(self, request: ExchangeRequest, place: Place) -> None:
        body = self._codec.pack(msgspec.structs.replace(request, cursor=self._cursor))
        headers = signed_headers(self._log.keys.device, "POST", PATH, body)
        named = {name.lower(): text for name, text in headers.items()}
        self._frames.add(CarriedRequest(msgspec.structs.replace(place, cursor=self._cursor), named, body))


def carry_in(log: SyncLog, codec: Codec, source: Path) -> CarriedIn:
    """Let a carried answer count: receipts, outcomes, news, programmes, number block, certificate.

    Raises: Trouble CARRY_NONE, CARRY_DAMAGED, CARRY_TOO_NEW, CARRY_OTHER_DESK, FILE_NOT_FOUND (usage), RECEIPT_WRONG,
        CARRY_NEEDS_LINE, or what the server refused everything with; nothing has changed then.
    """
    touched: set[uuid.UUID] = set()
    taking = dataclasses.replace(log, on_news=touched.update)
    answer = _Answer(taking, codec, source, _certificate(log))
    code, totals = answer.take()
    return CarriedIn(code, totals, log.pending(), frozenset(touched))


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a first look at a whole answer showed.

    Args:
        gaps: streams of which the server has less than it once vouched for, by what it has.
    """

    is_old: bool
    gaps: dict[bytes, Held]
    refusals: tuple[Trouble, ...]
    has_good: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer file."""

    log: SyncLog
    codec: Codec
    source: Path
    certificate: Certificate

    def take(self) -> tuple[CarriedInCode, Totals]:
        """Look at all of it, then let it count."""
        looked = self._look()
        if looked.refusals and not (looked.has_good or looked.gaps):
            raise looked.refusals[0]
        if looked.gaps:
            for stream, held in looked.gaps.items():
                self.log.rewind(stream, held.have_seq)
            return CarriedInCode.AGAIN, Totals()
        if looked.is_old:
            return CarriedInCode.OLD, Totals()
        totals = Totals()
        for carried in self._replies():
            if carried.status == 200:
                totals = totals.plus(self._settle(carried))
        if looked.refusals:
            return CarriedInCode.REFUSED, totals
        return CarriedInCode.TO_LOOK_AT if totals.refused else CarriedInCode.TAKEN, totals

    def _look(self) -> _Looked:
        """Every byte of it, every receipt. Raises: Trouble, as :func:`carry_in`."""
        states = self._states()
        reached: dict[bytes, int] = {}
        gaps: dict[bytes, Held] = {}
        refusals: list[Trouble] = []
        cursor = self.log.profile.cursor
        for carried in self._replies():
            reply = _reply_of(carried)
            state = states.get(carried.place.stream)
            gap = gap_of(reply)
            if fork_of(reply) is not None or state is None:
                raise Trouble("CARRY_NEEDS_LINE")
            if gap is not None:
                if self._is_news(state, carried.place, gap):
                    gaps.setdefault(state.stream, gap)
            elif carried.status != 200:
                refusals.append(refusal(reply))
            else:
                answer = self._believed(carried, state)
                reached[state.stream] = answer.receipt.have_seq
                cursor = answer.receipt.cursor if self._is_same_life(answer) else cursor
        is_old = any(have_seq < states[stream].receipt_seq for stream, have_seq in reached.items())
        is_old = is_old or cursor < self.log.profile.cursor
        return _Looked(is_old, gaps, tuple(refusals), bool(reached))

    def _believed(self, carried: CarriedReply, state: StreamState) -> ExchangeReply:
        answer = believed(_reply_of(carried), self.codec, self.log.server())
        is_behind = answer.receipt.have_seq < state.receipt_seq
        is_own = is_ours(self.log, state, carried.place.last_seq, answer.receipt)
        is_current = state.stream == self.log.profile.stream
        if not is_own and not is_behind and (is_current or answer.receipt.have_seq <= state.head_seq):
            raise Trouble("CARRY_NEEDS_LINE")
        return answer

    def _is_news(self, state: StreamState, place: Place, gap: Held) -> bool:
        """Whether a gap is the last thing known of a stream: nothing was receipted since the file was written."""
        is_last = place.first_seq == state.receipt_seq + 1 and gap.have_seq < state.receipt_seq
        return is_last and self.log.hash_at(state.stream, gap.have_seq) == gap.have_hash

    def _is_same_life(self, answer: ExchangeReply) -> bool:
        return answer.receipt.lineage == self.log.server().lineage

    def _settle(self, carried: CarriedReply) -> Totals:
        answer = believed(_reply_of(carried), self.codec, self.log.server())
        state = self._states()[carried.place.stream]
        place = carried.place
        is_own = is_ours(self.log, state, place.last_seq, answer.receipt)
        sent = place.last_seq - place.first_seq + 1 if place.last_seq else 0
        if sent and place.last_seq <= state.receipt_seq:
            sent, answer = 0, msgspec.structs.replace(answer, outcomes=(), block=0)  # all of this is known
        is_behind = answer.receipt.have_seq < state.receipt_seq
        received = self.log.take(answer, is_ours=is_own and not is_behind, carried_from=place.cursor)
        return counted(sent, answer, received)

    def _states(self) -> dict[bytes, StreamState]:
        return {state.stream: state for state in self.log.streams()}

    def _replies(self) -> Iterator[CarriedReply]:
        """The answers in the file. Raises: Trouble (usage) if it is not one for this desk, whole."""
        name = self.source.name
        try:
            with file_troubles(self.source), self.source.open("rb") as file:
                yield from self._opened(file)
        except NotSealed as error:
            raise unusable("CARRY_NONE", file=name) from error
        except SealBroken as error:
            raise unusable("CARRY_DAMAGED", file=name) from error
        except NotForUs as error:
            raise unusable("CARRY_OTHER_DESK", file=name) from error
        except TooNew as error:
            raise unusable("CARRY_TOO_NEW", file=name) from error

    def _opened(self, file: IO[bytes]) -> Iterator[CarriedReply]:
        return replies_in(file, self.log.keys.device, self.certificate)


def _reply_of(carried: CarriedReply) -> Reply:
    return Reply(carried.status, {"content-type": carried.media_type}, carried.body)


def _certificate(log: SyncLog) -> Certificate:
    """The word of our server for this desk, which says how to seal for it. Raises: Trouble."""
    server, certificate = log.server(), log.certificate()
    if certificate is None or not is_certified(certificate, server.public_key):
        raise Trouble("CARRY_NO_CERTIFICATE")
    return certificate
