"""Comparing what two sides hold: one sum a stream, one digest a post [docs/wire.md 11].

Headers hold their stream, place and predecessor, so the sum over their hashes changes with any event that is missing,
added or other than it was; being a sum, it grows with each event and needs no second look at the old ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from core.signing import Purpose, is_signed
from core.wire.envelope import (
    SET_DIGEST_BYTES,
    Certificate,
    DeviceKey,
    StreamSet,
    certificate_message,
    revocation_message,
)

_MODULUS = 1 << (8 * SET_DIGEST_BYTES)

EMPTY_SUM = bytes(SET_DIGEST_BYTES)


def added(total: bytes, hashes: Iterable[bytes]) -> bytes:
    """The sum of a stream with the events of these header hashes added."""
    number = int.from_bytes(total, "big")
    for one in hashes:
        number += int.from_bytes(hashlib.sha256(b"posko/set/1\0" + one).digest()[:SET_DIGEST_BYTES], "big")
    return (number % _MODULUS).to_bytes(SET_DIGEST_BYTES, "big")


def post_digest(sets: Iterable[StreamSet]) -> bytes:
    """One digest over all streams of a post; empty streams do not count."""
    digest = hashlib.sha256(b"posko/post-set/1\0")
    for one in sorted(sets, key=lambda one: one.stream):
        if one.count:
            digest.update(one.stream + one.count.to_bytes(8, "big") + one.sum)
    return digest.digest()[:SET_DIGEST_BYTES]


def is_certified(certificate: Certificate, server_key: bytes) -> bool:
    """Whether the server with this public key signed this certificate."""
    return is_signed(server_key, Purpose.DEVICE, certificate_message(certificate), certificate.signature)


def is_key_vouched(word: DeviceKey, server_key: bytes) -> bool:
    """Whether the server with this public key signed all that is said of the device, a revocation, too."""
    certificate, signature = word.certificate, word.revocation_signature
    if not is_certified(certificate, server_key):
        return False
    if not word.revoked_at_ms:
        return True
    message = revocation_message(certificate.device, word.revoked_at_ms)
    return signature is not None and is_signed(server_key, Purpose.REVOCATION, message, signature)
