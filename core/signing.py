"""The only place of Ed25519: slip tokens, stream heads, receipts and requests are signed and checked here."""

from __future__ import annotations

import enum
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNATURE_BYTES = 64
PUBLIC_KEY_BYTES = 32


class Purpose(enum.Enum):
    """What a signature stands for; signed along, so that none can be passed off as another."""

    SLIP = b"posko/slip/1\0"
    HEAD = b"posko/head/1\0"
    RECEIPT = b"posko/receipt/1\0"
    PROGRAMME = b"posko/programme/1\0"
    REQUEST = b""
    """Nothing stands before a request's signature base [RFC 9421]; it begins with a quote, as no purpose does."""
    ENROLMENT = b"posko/enrolment/1\0"
    DEVICE = b"posko/device/1\0"
    CARRIED = b"posko/carried/1\0"
    REVOCATION = b"posko/revocation/1\0"
    MAIL_SPACE = b"posko/mail-space/1\0"


class SigningKey:
    """A private Ed25519 key of a device or a server."""

    def __init__(self, private: bytes) -> None:
        """Take 32 private bytes, e.g. out of the sealed store. Raises: ValueError for another length."""
        self._key = Ed25519PrivateKey.from_private_bytes(private)

    @classmethod
    def generate(cls) -> SigningKey:
        """A new key from the operating system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def private(self) -> bytes:
        """The 32 private bytes, to be sealed."""
        return self._key.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """The 32 public bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, purpose: Purpose, message: bytes) -> bytes:
        """64 bytes over ``message`` for this purpose; the same message always gives the same bytes."""
        return self._key.sign(purpose.value + message)


def is_signed(public: bytes, purpose: Purpose, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` over ``message`` was made for ``purpose`` by the holder of ``public``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, purpose.value + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public: bytes) -> bytes:
    """Eight bytes that name a public key on paper and in requests."""
    return hashlib.sha256(public).digest()[:8]
