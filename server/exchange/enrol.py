"""A new device shows its one-time code and its key, and is known from then on."""

from __future__ import annotations

import hashlib
import uuid

from core.clock import to_ms
from core.ids import MAX_BLOCK
from core.signing import Purpose, is_signed
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Certificate, EnrolReply, EnrolRequest, enrolment_message
from server.exchange.centre import Centre
from server.exchange.certificates import admit, certificate, is_ours
from server.exchange.outcomes import EnrolCode, Enrolled, EnrolOutcome, NotEnrolled, OtherPost, TrainingMismatch
from server.store import enrolment
from server.store.database import Work
from server.store.device_keys import number_devices
from server.store.records import Device
from server.store.records import EnrolCode as StoredCode

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread on paper."""

ROOM = 50
"""So many blocks are left free for others who have not come back yet, where one's own has been given away."""

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
    if request.certificate:
        outcome = _known_again(centre, request, device, public_key)
    else:
        outcome = centre.store.write(lambda work: _by_code(centre, work, request, device, public_key))
    if isinstance(outcome, Enrolled):
        number_devices(centre.store, centre.clock)
    return outcome


def _by_code(centre: Centre, work: Work, request: EnrolRequest, device: uuid.UUID, public_key: bytes) -> EnrolOutcome:
    code = enrolment.code(work, code_hash(request.code))
    if code is None:
        return NotEnrolled(EnrolCode.CODE_WRONG)
    post = enrolment.known_post(work, code.post)
    if request.post_code not in ("", post.code) or request.province not in ("", post.province):
        return OtherPost(post.code, post.province)
    refusal = _refusal(work, code, device, public_key, to_ms(centre.clock.now()))
    if refusal:
        return NotEnrolled(refusal)
    _admit(centre, work, code, device, public_key)
    return Enrolled(_welcome(centre, work, enrolment.known_device(work, device), code.block))


def _known_again(centre: Centre, request: EnrolRequest, device: uuid.UUID, public_key: bytes) -> EnrolOutcome:
    """A device shows the certificate that this server gave it before it lost everything; revoked ones stay so."""
    try:
        shown = decode(bytes.fromhex(request.certificate), Certificate)
    except (ValueError, Malformed):
        return NotEnrolled(EnrolCode.CERTIFICATE)
    if (shown.device, shown.public_key) != (device.bytes, public_key) or not is_ours(centre, shown):
        return NotEnrolled(EnrolCode.CERTIFICATE)
    return centre.store.write(lambda work: _by_certificate(centre, work, shown))


def _by_certificate(centre: Centre, work: Work, shown: Certificate) -> EnrolOutcome:
    enrolment.lock_server(work)  # a lost post and its devices are made anew one after the other
    is_lost = enrolment.device(work, uuid.UUID(bytes=shown.device)) is None
    is_given_away = is_lost and enrolment.is_block_taken(work, shown.post, shown.block)
    known = admit(centre, work, shown)
    if known is None:
        return NotEnrolled(EnrolCode.CERTIFICATE)
    if known.is_revoked:
        return NotEnrolled(EnrolCode.REVOKED)
    if is_given_away:
        enrolment.raise_block(work, known.post, min(shown.block + ROOM, MAX_BLOCK - 1))
    block = enrolment.grant_block(work, known) if is_given_away else known.block
    return Enrolled(_welcome(centre, work, enrolment.known_device(work, known.uid), block))


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


def _admit(centre: Centre, work: Work, code: StoredCode, device: uuid.UUID, public_key: bytes) -> None:
    if code.device is None:
        now_ms = to_ms(centre.clock.now())
        enrolment.save_device(work, Device(device, code.post, public_key, code.block, is_revoked=False), now_ms)
        enrolment.use_code(work, code.code_hash, device, now_ms)


def _welcome(centre: Centre, work: Work, device: Device, block: int) -> EnrolReply:
    post = enrolment.known_post(work, device.post)
    return EnrolReply(
        post_code=post.code,
        post_name=post.name,
        province=post.province,
        block=block,
        server_key=centre.key.public.hex(),
        lineage=centre.lineage.hex(),
        is_training=centre.is_training,
        certificate=encode(certificate(centre, post, device)).hex(),
    )
