"""Enrolment: a one-time code turns a device into one the server knows, and pins the server's key here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import msgspec

from app.models.profile import Post, ServerBond
from app.sync.replies import refusal
from app.sync.transport import Transport
from core.address import PROVINCES
from core.errors import Trouble
from core.ids import MAX_BLOCK, POST_CODE
from core.signing import PUBLIC_KEY_BYTES, Purpose, SigningKey
from core.typed import json_as
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Certificate, EnrolReply, EnrolRequest, enrolment_message
from core.wire.sets import is_certified

PATH = "/v1/enrol"
LINEAGE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The server's welcome.

    Args:
        certificate: its word for this device; ``None`` = an older server, or it did not fit: the line brings it later.
    """

    bond: ServerBond
    post_code: str
    post_name: str
    province: str
    block: int
    certificate: Certificate | None = None


def enrol(transport: Transport, url: str, code: str, device: uuid.UUID, key: SigningKey, post: Post) -> Enrolment:
    """Hand in the code with a proof of the key; the code of another post stays good there.

    Raises: Trouble if the line, the code or the server is not right, or if one side trains and the other does not.
    """
    return _handed_in(transport, url, device, key, post, code=code.strip().upper())


def be_known_again(
    transport: Transport, bond: ServerBond, certificate: Certificate, key: SigningKey, post: Post
) -> Enrolment:
    """Show our certificate to a server that has lost everything but its key; its new life.

    The number block is another one where somebody else has been given ours meanwhile.

    Raises: Trouble if the line or the server is not right, or it is not the server that we are enrolled with.
    """
    device = uuid.UUID(bytes=certificate.device)
    shown = encode(certificate).hex()
    welcome = _handed_in(transport, bond.url, device, key, post, certificate=shown)
    if welcome.bond.public_key != bond.public_key or welcome.post_code != post.code:
        raise Trouble("RECEIPT_WRONG")
    return welcome


def _handed_in(
    transport: Transport,
    url: str,
    device: uuid.UUID,
    key: SigningKey,
    post: Post,
    *,
    code: str = "",
    certificate: str = "",
) -> Enrolment:
    public = key.public.hex()
    message = enrolment_message(code, str(device), public, post.code, post.province)
    proof = key.sign(Purpose.ENROLMENT, message).hex()
    request = EnrolRequest(code, str(device), public, proof, post.is_training, post.code, post.province, certificate)
    reply = transport.post(PATH, msgspec.json.encode(request), {"Content-Type": "application/json"})
    if reply.status not in (200, 201) or reply.media_type != "application/json":
        raise refusal(reply)
    return _welcome(reply.body, url, post, device)


def _welcome(body: bytes, url: str, post: Post, device: uuid.UUID) -> Enrolment:
    try:
        answer = json_as(body, EnrolReply)
        bond = ServerBond(url.rstrip("/"), bytes.fromhex(answer.server_key), bytes.fromhex(answer.lineage))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Trouble("REPLY_DAMAGED") from error
    if (len(bond.public_key), len(bond.lineage)) != (PUBLIC_KEY_BYTES, LINEAGE_BYTES) or not _is_sound(answer):
        raise Trouble("REPLY_DAMAGED")
    if answer.is_training != post.is_training:
        raise Trouble("TRAINING_MISMATCH")
    certificate = _certificate(answer.certificate, device, bond.public_key)
    return Enrolment(bond, answer.post_code, answer.post_name, answer.province, answer.block, certificate)


def _certificate(text: str, device: uuid.UUID, server_key: bytes) -> Certificate | None:
    try:
        certificate = decode(bytes.fromhex(text), Certificate)
    except (Malformed, ValueError):
        return None
    return certificate if certificate.device == device.bytes and is_certified(certificate, server_key) else None


def _is_sound(answer: EnrolReply) -> bool:
    """Whether block, province and post can stand in a printed number."""
    is_post = POST_CODE.fullmatch(answer.post_code) is not None and answer.province in PROVINCES
    return is_post and 1 <= answer.block <= MAX_BLOCK
