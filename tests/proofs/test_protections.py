"""TRUST S15, the test of the tests: take one protection away, and a bounded search must notice.

Each protection is switched off alone and together with the comparison of sets. The few whose absence nobody can notice
are named with what heals them: they save time or traffic, and something else keeps the promise.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import httpx
import msgspec
import pytest

from app.models import events as desk_events
from app.sync import exchange, replies
from app.sync.comparing import Comparison
from core.errors import Trouble
from core.signing import Purpose, SigningKey
from core.wire.envelope import (
    PROTOCOL,
    Author,
    Batch,
    ExchangeReply,
    ExchangeRequest,
    Supply,
    certificate_message,
    receipt_message,
)
from core.wire.events import GENESIS, stream_name
from server.exchange import append, receive, unfold
from server.store import streams
from tests.harness.places import quick_folder
from tests.kit.desk_wire import WireDesk
from tests.kit.ends import PEOPLE, POST, Ends
from tests.kit.enrolled import line_of, pending, sync
from tests.kit.line import CutAnswer, Forge, HttpMessage, Twice

# --- the bounded search ---------------------------------------------------------------------------------------------


def answers_are_lost(ends: Ends) -> None:
    """Answers get lost, requests come twice, and an old one once more at the end."""
    desk = ends.found("desk")
    ends.visit(desk)
    for harm in (CutAnswer(), Twice()):
        ends.server.line.harm(harm)
        with suppress(Trouble):
            sync(desk)
        ends.visit(desk)
    ends.check()
    for request in ends.server.line.requests[-3:]:
        ends.server.line.deliver_late(request)
    ends.check()


def a_disk_is_copied(ends: Ends) -> None:
    """Two computers of one image register; then one registers more."""
    first = ends.found("first")
    ends.visit(first)
    sync(first)
    shutil.copytree(first.store.home, ends.folder / "copy")
    copy = ends.open(ends.folder / "copy")
    for desk in (first, copy):
        ends.visit(desk)
        sync(desk)
    ends.check()


def a_server_forgets_and_a_copy_takes_the_place(ends: Ends) -> None:
    """The server is put back, and a copy of the first desk writes where the first one had."""
    first = ends.found("first")
    ends.visit(first)
    sync(first)
    ends.server.keep_copy(ends.folder / "server copy")
    shutil.copytree(first.store.home, ends.folder / "copy")
    copy = ends.open(ends.folder / "copy")
    ends.visit(first)
    sync(first)
    ends.server.put_back(ends.folder / "server copy")
    ends.visit(copy)
    sync(copy)
    ends.check()


def a_server_forgets(ends: Ends) -> None:
    """The server is put back; whoever sent is still there."""
    one, two = ends.found("one"), ends.found("two")
    ends.visit(one)
    ends.server.keep_copy(ends.folder / "server copy")
    sync(one)
    ends.server.put_back(ends.folder / "server copy")
    ends.visit(two)
    ends.check()


def a_server_forgets_what_a_lost_laptop_had_sent(ends: Ends) -> None:
    """The server is put back; only a neighbour still holds what a laptop had sent that is gone by now."""
    one, two = ends.found("one"), ends.found("two")
    ends.server.keep_copy(ends.folder / "server copy")
    ends.visit(one)
    sync(one)
    sync(two)
    ends.desks.remove(one)
    ends.server.put_back(ends.folder / "server copy")
    ends.visit(two)
    ends.check()


def somebody_forges_a_receipt(ends: Ends) -> None:
    """Somebody on the line says that everything came, and signs it with a key of his own."""
    desk = ends.found("desk")
    ends.visit(desk)
    with line_of(desk) as line:
        codec = line.codec
    forger = SigningKey.generate()

    def forge(message: HttpMessage) -> bytes:
        told = codec.unpack(message.body, ExchangeReply)
        signature = forger.sign(Purpose.RECEIPT, receipt_message(told.receipt))
        return message.with_body(codec.pack(msgspec.structs.replace(told, receipt_signature=signature)))

    ends.server.line.harm(Forge(forge))
    with suppress(Trouble):
        sync(desk)
    assert pending(desk) == 1, "a forged receipt was believed"
    ends.server.line.heal()
    ends.check()


def handed_on(thief: WireDesk, ends: Ends, supply: Supply) -> httpx.Response:
    request = ExchangeRequest(PROTOCOL, is_training=True, cursor=0, supplies=(supply,))
    return thief.post_bytes(ends.server.now.url, thief.codec.pack(request))


def forged_event(author: Author, signer: SigningKey) -> Supply:
    """A first event of somebody's stream that somebody else made up and signed."""
    made_up = WireDesk(post=POST)
    made_up.register(next(PEOPLE))
    batch = Batch(author.stream, POST, 1, GENESIS, made_up.batch().events, signer.sign(Purpose.HEAD, b"anything"))
    return Supply(author, batch)


def a_neighbour_makes_up_events(ends: Ends) -> None:
    """An enrolled device hands on what it says another desk wrote."""
    desk = ends.found("desk")
    thief = WireDesk(post=POST)
    thief.enrol(ends.server.now.url, ends.server.now.new_code(POST))
    ends.visit(desk)
    sync(desk)
    author = thief.poll(ends.server.now.url).authors[0]
    later_life = Author(stream_name(desk.store.profile.device_uid, 7), bytes(32), author.certificate)
    handed_on(thief, ends, forged_event(later_life, thief.key))
    ends.check()


def a_neighbour_makes_up_a_desk(ends: Ends) -> None:
    """An enrolled device hands on events of a desk that the server never let in, under a certificate of its own."""
    desk = ends.found("desk")
    ends.visit(desk)
    thief, ghost = WireDesk(post=POST), WireDesk(post=POST)
    thief.enrol(ends.server.now.url, ends.server.now.new_code(POST))
    ghost.register(next(PEOPLE))
    sync(desk)
    true = thief.poll(ends.server.now.url).authors[0].certificate
    unsigned = msgspec.structs.replace(true, device=ghost.device.bytes, public_key=ghost.key.public, block=77)
    signature = thief.key.sign(Purpose.DEVICE, certificate_message(unsigned))
    forged = msgspec.structs.replace(unsigned, signature=signature)
    handed_on(thief, ends, Supply(Author(ghost.stream, ghost.salt_key, forged), ghost.batch()))
    ends.check()


SCRIPTS: tuple[Callable[[Ends], None], ...] = (
    answers_are_lost,
    a_disk_is_copied,
    a_server_forgets,
    a_server_forgets_and_a_copy_takes_the_place,
    a_server_forgets_what_a_lost_laptop_had_sent,
    somebody_forges_a_receipt,
    a_neighbour_makes_up_events,
    a_neighbour_makes_up_a_desk,
)


def noticed() -> str:
    """The first script that fails, and how; empty = none."""
    return next((f"{name}: {how}" for name, how in failures()), "")


def failures() -> Iterator[tuple[str, str]]:
    """The scripts that fail, and how."""
    for script in SCRIPTS:
        with quick_folder() as folder:
            ends = Ends(folder)
            try:
                script(ends)
            except (AssertionError, Trouble) as found:
                yield script.__name__, str(found).splitlines()[0]
            finally:
                ends.close()


# --- what is taken away ---------------------------------------------------------------------------------------------


def no_kept_answers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(streams, "answer", lambda *_: None)
    patch.setattr(streams, "keep_answer", lambda *_: None)


def no_look_at_what_is_held(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(streams, "held_events", lambda *_: {})


def no_fork_check(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(append, "_fork", lambda *_: None)
    patch.setattr(append, "_parts_before", lambda *_: False)


def no_author_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(unfold, "_is_vouched_for", lambda *_: True)


def no_certificate_check(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(receive, "is_ours", lambda *_: True)


def no_receipt_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(replies, "is_signed", lambda *_: True)


def no_receipt_hash(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exchange, "is_ours", lambda *_: True)


def no_sending_again(patch: pytest.MonkeyPatch) -> None:
    """The outbox design: what was sent once is never sent again."""
    patch.setattr(desk_events, "forget_receipt", lambda *_: None)


def no_set_digest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Comparison, "go_on", lambda *_: False)


@dataclass(frozen=True)
class Switch:
    """A protection, and whether its absence is noticed: alone, and where sets are not compared either.

    Args:
        healed_by: what keeps the promise where nobody notices.
    """

    off: Callable[[pytest.MonkeyPatch], None]
    alone: bool = True
    with_digest_off: bool = True
    healed_by: str = ""


SWITCHES = (
    Switch(no_look_at_what_is_held),
    Switch(no_fork_check),
    Switch(no_author_signature),
    Switch(no_certificate_check),
    Switch(no_receipt_signature),
    Switch(no_receipt_hash, alone=False, healed_by="the set digest: sums differ though the positions are equal"),
    Switch(no_sending_again),
    Switch(no_kept_answers, alone=False, with_digest_off=False, healed_by="events that are held are skipped for ever"),
)


@pytest.mark.slow
def test_with_every_protection_on_nothing_is_noticed() -> None:
    assert not noticed()


@pytest.mark.slow
def test_without_the_set_digest_something_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    no_set_digest(monkeypatch)
    found = noticed()
    print(f"S15 no_set_digest: {found}")
    assert found


@pytest.mark.slow
@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.off.__name__)
def test_a_protection_that_is_taken_away_is_missed(monkeypatch: pytest.MonkeyPatch, switch: Switch) -> None:
    switch.off(monkeypatch)
    found = noticed()
    print(f"S15 {switch.off.__name__}: {found or f'not noticed, healed: {switch.healed_by}'}")
    assert bool(found) == switch.alone


@pytest.fixture(scope="module")
def without_digest() -> frozenset[tuple[str, str]]:
    """What fails where only the sets are not compared."""
    with pytest.MonkeyPatch.context() as patch:
        no_set_digest(patch)
        return frozenset(failures())


@pytest.mark.proof
@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.off.__name__)
def test_a_protection_that_is_taken_away_beside_the_digest_is_missed_by_itself(
    monkeypatch: pytest.MonkeyPatch, without_digest: frozenset[tuple[str, str]], switch: Switch
) -> None:
    no_set_digest(monkeypatch)
    switch.off(monkeypatch)
    found = sorted(set(failures()) - without_digest)
    told = "; ".join(f"{name}: {how}" for name, how in found)
    print(f"S15 {switch.off.__name__} and no_set_digest: {told or f'not noticed, healed: {switch.healed_by}'}")
    assert bool(found) == switch.with_digest_off
