"""What the server says of devices to desks of all posts: in order, in pages, signed, and never of the asker itself."""

from __future__ import annotations

import uuid

from core.signing import SigningKey
from core.wire.envelope import PROTOCOL, DeviceKey, ExchangeReply, ExchangeRequest
from core.wire.sets import is_key_vouched
from server.exchange.device_keys import MOST_KEYS
from server.store import enrolment
from server.store.device_keys import devices_from, number_devices
from server.store.records import Device
from tests.kit.at_once import at_once
from tests.kit.desk_wire import WireDesk, enrolled_device
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer


def heard(server: RunningServer, desk: WireDesk, seen: int | None = 0) -> ExchangeReply:
    """A round that asks for devices behind a place."""
    asked = ExchangeRequest(PROTOCOL, desk.is_training, 0, keys_seen=seen)
    return desk.opened(desk.post_bytes(server.url, desk.codec.pack(asked)))


def devices(words: tuple[DeviceKey, ...]) -> list[uuid.UUID]:
    return [uuid.UUID(bytes=word.certificate.device) for word in words]


def enrol_many(server: RunningServer, count: int) -> list[uuid.UUID]:
    """So many devices of another post, in the order of their enrolment."""
    made = [Device(uuid.UUID(int=n), "SBY77", SigningKey.generate().public, n, False) for n in range(1, count + 1)]
    with server.store.writing() as work:
        enrolment.save_post(work, "SBY77", "Posko Banyak", "35")
        for device in made:
            enrolment.save_device(work, device, device.block)
    number_devices(server.store, server.clock)
    return [device.uid for device in made]


def test_a_desk_that_does_not_ask_hears_of_nobody(server: RunningServer, desk: WireDesk) -> None:
    enrolled_device(server, "GRS02")
    assert desk.poll(server.url).device_keys == ()
    assert heard(server, desk, None).device_keys == ()


def test_it_hears_of_every_post_and_not_of_itself(server: RunningServer, desk: WireDesk) -> None:
    neighbour, far = enrolled_device(server), enrolled_device(server, "GRS02")
    words = heard(server, desk).device_keys
    assert devices(words) == [neighbour.device, far.device]
    assert [word.certificate.post for word in words] == ["SBY01", "GRS02"]
    assert [word.certificate.public_key for word in words] == [neighbour.key.public, far.key.public]
    assert all(is_key_vouched(word, server.public_key) for word in words)


def test_what_it_has_is_not_told_again(server: RunningServer, desk: WireDesk) -> None:
    enrolled_device(server, "GRS02")
    last = heard(server, desk).device_keys[-1].no
    assert heard(server, desk, last).device_keys == ()
    newer = enrolled_device(server, "GRS02")
    assert devices(heard(server, desk, last).device_keys) == [newer.device]


def test_many_come_in_pages_and_the_set_is_compared_after_the_last(server: RunningServer, desk: WireDesk) -> None:
    wanted = enrol_many(server, 2 * MOST_KEYS + 1)
    pages = [heard(server, desk)]
    while pages[-1].has_more:
        pages.append(heard(server, desk, pages[-1].device_keys[-1].no))
    assert [device for page in pages for device in devices(page.device_keys)] == wanted
    assert [page.set_digest is None for page in pages] == [True, True, False]


def test_a_revoked_device_is_told_anew_with_a_signed_time(server: RunningServer, desk: WireDesk) -> None:
    far, other = enrolled_device(server, "GRS02"), enrolled_device(server, "GRS02")
    last = heard(server, desk).device_keys[-1].no
    with server.store.writing() as work:
        enrolment.revoke_device(work, far.device, 1_586_000_000_000)
    assert number_devices(server.store, server.clock) == 1
    [word] = heard(server, desk, last).device_keys
    assert devices((word,)) == [far.device]
    assert word.revoked_at_ms == 1_586_000_000_000
    assert is_key_vouched(word, server.public_key)
    everything = heard(server, desk).device_keys
    assert devices(everything) == [other.device, far.device], "it has one place, the later one"


def test_a_place_beyond_the_last_begins_anew(server: RunningServer, desk: WireDesk) -> None:
    far = enrolled_device(server, "GRS02")
    assert devices(heard(server, desk, 2**53 - 1).device_keys) == [far.device]


def test_a_clock_that_was_put_back_gives_later_places_all_the_same(server: RunningServer, desk: WireDesk) -> None:
    enrolled_device(server, "GRS02")
    last = heard(server, desk).device_keys[-1].no
    with server.store.writing() as work:
        enrolment.save_device(work, Device(uuid.UUID(int=1), "GRS02", SigningKey.generate().public, 9, False), 9)
    number_devices(server.store, ManualClock())
    assert [word.no for word in heard(server, desk, last).device_keys] == [last + 1]


def test_numbering_again_changes_nothing(server: RunningServer, desk: WireDesk) -> None:
    enrol_many(server, 3)
    with server.store.reading() as work:
        before = devices_from(work, 0, 100)
    assert number_devices(server.store, server.clock) == 0
    with server.store.reading() as work:
        assert devices_from(work, 0, 100) == before


def test_devices_that_come_at_one_instant_have_places_of_their_own(server: RunningServer, desk: WireDesk) -> None:
    def enrol() -> None:
        enrolled_device(server, "GRS02")

    assert at_once([enrol] * 6) == []
    with server.store.reading() as work:
        places = [one.no for one in devices_from(work, 0, 100)]
    assert len(set(places)) == 7
