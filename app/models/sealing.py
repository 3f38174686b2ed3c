"""The only place where personal data are sealed and opened: AES-256-GCM blobs, keyed hashes, wrapped store keys."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import Trouble

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
_SHA256_BLOCK_BYTES = 64
RECOVERY_BYTES = 20
"""160 bits: 32 letters of base32, printed in groups of four."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess of a secret costs."""

    memory_kib: int
    iterations: int


LEAST_MEMORY_KIB, MOST_MEMORY_KIB = 8, 1024 * 1024
MOST_ITERATIONS = 64
"""Beyond these a cost is damaged or forged: it must not keep the machine busy for hours."""

STRONG = KdfCost(memory_kib=64 * 1024, iterations=3)
"""0.2 s on an office laptop [FLOORS 2]."""


class Sealer:
    """Seals and opens what belongs to one store key, and makes keyed hashes for equality."""

    def __init__(self, store_key: bytes) -> None:
        self._cipher = AESGCM(_derived(store_key, b"posko/seal/1"))
        self._mark_pads = _hmac_pads(_derived(store_key, b"posko/mark/1"))
        self._file_key = _derived(store_key, b"posko/file/1")

    def seal(self, table: str, uid: bytes, plain: bytes) -> bytes:
        """Nonce and ciphertext; opens only for the same table and uid."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, table.encode() + b"\0" + uid)

    def open(self, table: str, uid: bytes, sealed: bytes) -> bytes:
        """What was sealed. Raises: Trouble SEAL_BROKEN if it was altered or stands in another place."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], table.encode() + b"\0" + uid)
        except (InvalidTag, ValueError) as error:
            raise Trouble("SEAL_BROKEN", table=table) from error

    def mark(self, kind: str, value: str) -> bytes | None:
        """A keyed hash for equality search (``kind`` keeps a NIK and a KK number apart); ``None`` for no value."""
        if not value:
            return None
        # HMAC-SHA-256 by its definition: `hmac` takes three times as long, and a visit needs some forty marks
        inner, outer = self._mark_pads
        return sha256(outer + sha256(inner + f"{kind}\0{value}".encode()).digest()).digest()[:16]

    @property
    def file_key(self) -> bytes:
        """The key under which whole files (backups) are sealed."""
        return self._file_key


def _hmac_pads(key: bytes) -> tuple[bytes, bytes]:
    """Inner and outer key of HMAC-SHA-256 [RFC 2104, 2]."""
    block = key.ljust(_SHA256_BLOCK_BYTES, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def _derived(store_key: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label).derive(store_key)


def wrap_with_secret(store_key: bytes, secret: str, salt: bytes, cost: KdfCost) -> bytes:
    """The store key under an officer's secret."""
    return _wrap(store_key, _stretched(secret, salt, cost))


def unwrap_with_secret(wrapped: bytes, secret: str, salt: bytes, cost: KdfCost) -> bytes | None:
    """The store key, or ``None`` if the secret is wrong. Raises: Trouble SEAL_BROKEN if the cost cannot be meant."""
    is_meant = LEAST_MEMORY_KIB <= cost.memory_kib <= MOST_MEMORY_KIB and 1 <= cost.iterations <= MOST_ITERATIONS
    if not is_meant or len(salt) != SALT_BYTES:
        raise Trouble("SEAL_BROKEN", table="officer")
    return _unwrap(wrapped, _stretched(secret, salt, cost))


def new_recovery_code() -> str:
    """A recovery code as printed once for the coordinator: eight groups of four letters."""
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode("ascii")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def wrap_with_recovery(store_key: bytes, code: str, salt: bytes) -> bytes:
    """The store key under a recovery code (160 random bits need no stretching)."""
    return _wrap(store_key, _recovery_key(code, salt))


def unwrap_with_recovery(wrapped: bytes, code: str, salt: bytes) -> bytes | None:
    """The store key, or ``None`` if the code is wrong."""
    return _unwrap(wrapped, _recovery_key(code, salt))


def _recovery_key(code: str, salt: bytes) -> bytes:
    letters = "".join(char for char in code.upper() if char.isalnum())
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"posko/recovery/1").derive(letters.encode())


def _stretched(secret: str, salt: bytes, cost: KdfCost) -> bytes:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=1, memory_cost=cost.memory_kib)
    # one keyboard sends an accented letter whole, another as letter and accent: the same secret must open
    return kdf.derive(unicodedata.normalize("NFC", secret).encode())


def _wrap(store_key: bytes, key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, store_key, b"posko/wrap/1")


def _unwrap(wrapped: bytes, key: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], b"posko/wrap/1")
    except (InvalidTag, ValueError):
        return None
