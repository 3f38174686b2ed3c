"""The server's word for its devices: made for whoever needs it, believed when it comes back to an emptied server."""

from __future__ import annotations

import uuid

from msgspec.structs import replace

from core.agreement import agreement_public
from core.clock import to_ms
from core.signing import Purpose
from core.wire.envelope import Author, Certificate, certificate_message
from core.wire.events import device_of
from core.wire.sets import is_certified
from server.exchange.centre import Centre
from server.store import enrolment
from server.store.database import Work
from server.store.records import Device, Post, StreamHead


def certificate(centre: Centre, post: Post, device: Device) -> Certificate:
    """The server's signed word for this device."""
    unsigned = Certificate(
        device=device.uid.bytes,
        public_key=device.public_key,
        post=post.code,
        post_name=post.name,
        province=post.province,
        block=device.block,
        is_training=centre.is_training,
        sealing_key=agreement_public(centre.key),
        signature=bytes(64),
    )
    return replace(unsigned, signature=centre.key.sign(Purpose.DEVICE, certificate_message(unsigned)))


def certificate_of(centre: Centre, work: Work, uid: uuid.UUID) -> Certificate:
    """The server's signed word for a device that it knows."""
    device = enrolment.known_device(work, uid)
    return certificate(centre, enrolment.known_post(work, device.post), device)


def author(centre: Centre, work: Work, head: StreamHead) -> Author:
    """Who writes this stream."""
    return Author(head.name, head.salt_key, certificate_of(centre, work, head.device))


def is_ours(centre: Centre, shown: Certificate) -> bool:
    """Whether this server gave the certificate, in this life or before it lost everything, for this sort of data."""
    return shown.is_training == centre.is_training and is_certified(shown, centre.key.public)


def admit(centre: Centre, work: Work, shown: Certificate) -> Device | None:
    """The device of one of our own certificates, made known again if it was lost; ``None`` if it cannot be.

    Whatever the database knows of a device counts more than what an old certificate says.
    """
    uid = uuid.UUID(bytes=shown.device)
    known = enrolment.device(work, uid)
    if known is not None:
        return known if known.public_key == shown.public_key and known.post == shown.post else None
    if enrolment.devices_with_key(work, shown.public_key):
        return None
    post = enrolment.post(work, shown.post)
    if post is None:
        enrolment.save_post(work, shown.post, shown.post_name, shown.province)
    elif post.province != shown.province:
        return None
    enrolment.raise_block(work, shown.post, shown.block)
    device = Device(uid, shown.post, shown.public_key, shown.block, is_revoked=False)
    enrolment.save_device(work, device, to_ms(centre.clock.now()))
    return device


def is_author(shown: Author) -> bool:
    """Whether the certificate is for the device that writes the stream."""
    return device_of(shown.stream).bytes == shown.certificate.device
