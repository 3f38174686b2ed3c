"""The only place of X25519: a key that two ends share for a file which is carried instead of sent.

Each end derives its key for this from its signing key, so nothing more has to be kept or backed up.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.signing import SigningKey

KEY_BYTES = 32


def agreement_public(own: SigningKey) -> bytes:
    """The 32 public bytes that others need in order to share a key with the holder of this signing key."""
    return _private(own).public_key().public_bytes_raw()


def shared_key(own: SigningKey, other: bytes, context: bytes) -> bytes:
    """32 bytes that only the two ends know, another one for each context.

    Args:
        other: the other end's public bytes.

    Raises: ValueError if they are no key.
    """
    secret = _private(own).exchange(X25519PublicKey.from_public_bytes(other))
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"posko/shared/1\0" + context).derive(secret)


def _private(own: SigningKey) -> X25519PrivateKey:
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"posko/agreement/1\0").derive(own.private)
    return X25519PrivateKey.from_private_bytes(derived)
