"""Public keys of devices: this desk's own, those of every post as the server told them, and of whoever wrote news."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.models.profile import note_keys_seen, read_profile
from app.models.statements import run
from core.signing import key_id
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Certificate, DeviceKey
from core.wire.sets import is_key_vouched

LOG = logging.getLogger(__name__)

# a revocation is never taken back, in whatever order the words come
_KEEP = """
    INSERT INTO device_key (device, certificate, revoked_at_ms) VALUES (?, ?, ?)
    ON CONFLICT (device) DO UPDATE SET certificate = excluded.certificate,
    revoked_at_ms = CASE WHEN device_key.revoked_at_ms > 0 THEN device_key.revoked_at_ms ELSE excluded.revoked_at_ms END
    """
_TOLD = "SELECT certificate, revoked_at_ms FROM device_key"
_AUTHORS = "SELECT certificate, 0 FROM author"


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device whose slips can be verified here.

    Args:
        post: code of the post whose slips it prints.
        revoked_at_ms: since when it is not trusted any more; 0 = it is.
    """

    uid: bytes
    public_key: bytes
    post: str
    revoked_at_ms: int = 0


def keep_device_keys(words: Iterable[DeviceKey], server_key: bytes, *, is_training: bool) -> None:
    """Keep what the server vouches for, and how far it was heard; call inside a transaction."""
    for word in words:
        certificate = word.certificate
        if is_key_vouched(word, server_key) and certificate.is_training == is_training:
            run(_KEEP, certificate.device, encode(certificate), word.revoked_at_ms)
        else:
            LOG.warning("word %d for a device is not the server's", word.no)
        note_keys_seen(word.no)  # one that is bent comes again with the next word about its device


def known_devices() -> Mapping[bytes, KnownDevice]:
    """Every device whose key is known here, by the eight-byte name of its key; needs no secret.

    What the server said of a device counts more than the certificate that came with its news.
    """
    profile = read_profile()
    own = KnownDevice(profile.device_uid.bytes, profile.public_key, profile.post.code)
    found: dict[bytes, KnownDevice] = {}
    for packed, revoked_at_ms in (*run(_AUTHORS).fetchall(), *run(_TOLD).fetchall()):
        try:
            certificate = decode(packed, Certificate)
        except Malformed:
            LOG.warning("the certificate of a device cannot be read")
            continue
        public = certificate.public_key
        found[key_id(public)] = KnownDevice(certificate.device, public, certificate.post, revoked_at_ms)
    found[key_id(own.public_key)] = own
    return found
