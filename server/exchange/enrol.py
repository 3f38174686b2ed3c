"""A new device shows its one-time code and its key, and is known from then on."""

from __future__ import annotations

import hashlib
import uuid

from core.clock import to_ms
from core.signing import Purpose, is_signed
from core.wire.envelope import EnrolReply, EnrolRequest, enrolment_message
from server.exchange.centre import Centre
from server.exchange.outcomes import EnrolCode, Enrolled, EnrolOutcome, NotEnrolled, OtherPost, TrainingMismatch
from server.store import enrolment
from server.store.database import Work
from server.store.records import Device
from server.store.records import EnrolCode as StoredCode

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread on paper."""

CODE_LETTERS = 16
"""80 random bits: nobody guesses one, not even with a copy of the database."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def code_from(entropy: bytes) -> str:
    """A one-time code as it is handed over, e.g. ``7K3M-...``, from 10 random bytes."""
    bits = int.from_bytes(entropy[:10], "big")
    letters = "".join(CODE_ALPHABET[bits >> 5 * place & 31] for place in range(CODE_LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def code_hash(code: str) -> bytes:
    """What is stored of a code; the way it was typed does not matter."""
    return hashlib.sha256(b"posko/enrol-code/1\0" + code.upper().translate(_MISREAD).encode()).digest()


def enrol(centre: Centre, request: EnrolRequest) -> EnrolOutcome:
    """What becomes of an enrolment. The same request again, after a lost answer, gets the same answer.

    Raises: Trouble of the store.
    """
    key = _proven_key(request)
    if key is None:
        return NotEnrolled(EnrolCode.PROOF)
    device, public_key = key
    if request.is_training != centre.is_training:
        return TrainingMismatch(centre.is_training)
    with centre.store.writing() as work:
        code = enrolment.code(work, code_hash(request.code))
        if code is None:
            return NotEnrolled(EnrolCode.CODE_WRONG)
        post = enrolment.known_post(work, code.post)
        if request.post_code not in ("", post.code) or request.province not in ("", post.province):
            return OtherPost(post.code, post.province)
        refusal = _refusal(work, code, device, public_key, to_ms(centre.clock.now()))
        return NotEnrolled(refusal) if refusal else Enrolled(_admit(centre, work, code, device, public_key))


def _proven_key(request: EnrolRequest) -> tuple[uuid.UUID, bytes] | None:
    """Device and public key, if the request was signed by that key."""
    try:
        device = uuid.UUID(request.device)
        public_key, signature = bytes.fromhex(request.public_key), bytes.fromhex(request.signature)
    except ValueError:
        return None
    message = enrolment_message(request.code, request.device, request.public_key, request.post_code, request.province)
    return (device, public_key) if is_signed(public_key, Purpose.ENROLMENT, message, signature) else None


def _refusal(work: Work, code: StoredCode, device: uuid.UUID, public_key: bytes, now_ms: int) -> EnrolCode | None:
    known = enrolment.device(work, device)
    if known and known.is_revoked:
        return EnrolCode.REVOKED
    if known and (known.public_key != public_key or known.post != code.post):
        return EnrolCode.DEVICE_KNOWN
    if not known and enrolment.devices_with_key(work, public_key):
        return EnrolCode.KEY_TAKEN
    if code.device is not None:
        return None if known and code.device == device else EnrolCode.CODE_USED
    return EnrolCode.CODE_EXPIRED if now_ms > code.expires_at_ms else None


def _admit(centre: Centre, work: Work, code: StoredCode, device: uuid.UUID, public_key: bytes) -> EnrolReply:
    if code.device is None:
        now_ms = to_ms(centre.clock.now())
        enrolment.save_device(work, Device(device, code.post, public_key, code.block, is_revoked=False), now_ms)
        enrolment.use_code(work, code.code_hash, device, now_ms)
    post = enrolment.known_post(work, code.post)
    return EnrolReply(
        post_code=post.code,
        post_name=post.name,
        province=post.province,
        block=code.block,
        server_key=centre.key.public.hex(),
        lineage=centre.lineage.hex(),
        is_training=centre.is_training,
    )
