"""The server's word for devices of all posts, so that a desk verifies any slip without a line."""

from __future__ import annotations

from dataclasses import dataclass

from core.signing import Purpose
from core.wire.envelope import DeviceKey, revocation_message
from server.exchange.centre import Centre
from server.exchange.certificates import certificate
from server.store.database import Work
from server.store.device_keys import NumberedDevice, devices_from
from server.store.records import Device

MOST_KEYS = 40
"""At most so many in one answer: some six kilobytes, less than a second on a poor line."""


@dataclass(frozen=True, slots=True)
class KeyPage:
    """The next words for a desk, and whether more follow."""

    words: tuple[DeviceKey, ...] = ()
    has_more: bool = False


def key_page(centre: Centre, work: Work, device: Device, seen: int | None) -> KeyPage:
    """What a desk has not heard yet of other devices.

    A place that is not there (the server lost something, and numbers anew) starts again from the beginning.

    Args:
        seen: up to which place it has; ``None`` = it asks for none.
    """
    if seen is None:
        return KeyPage()
    found = devices_from(work, seen, MOST_KEYS + 2)  # the last one that it has, and perhaps its own
    if not found and seen:
        seen, found = 0, devices_from(work, 0, MOST_KEYS + 2)
    fresh = [one for one in found if one.no > seen and one.device.uid != device.uid]
    return KeyPage(tuple(_word(centre, one) for one in fresh[:MOST_KEYS]), len(fresh) > MOST_KEYS)


def _word(centre: Centre, one: NumberedDevice) -> DeviceKey:
    vouched = certificate(centre, one.post, one.device)
    if not one.revoked_at_ms:
        return DeviceKey(one.no, vouched)
    message = revocation_message(vouched.device, one.revoked_at_ms)
    return DeviceKey(one.no, vouched, one.revoked_at_ms, centre.key.sign(Purpose.REVOCATION, message))
