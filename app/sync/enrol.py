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
from core.wire.envelope import EnrolReply, EnrolRequest, enrolment_message

PATH = "/v1/enrol"
LINEAGE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The server's welcome."""

    bond: ServerBond
    post_code: str
    post_name: str
    province: str
    block: int


def enrol(transport: Transport, url: str, code: str, device: uuid.UUID, key: SigningKey, post: Post) -> Enrolment:
    """Hand in the code with a proof of the key; the code of another post stays good there.

    Raises: Trouble if the line, the code or the server is not right, or if one side trains and the other does not.
    """
    public = key.public.hex()
    cleaned = code.strip().upper()
    message = enrolment_message(cleaned, str(device), public, post.code, post.province)
    proof = key.sign(Purpose.ENROLMENT, message).hex()
    request = EnrolRequest(cleaned, str(device), public, proof, post.is_training, post.code, post.province)
    reply = transport.post(PATH, msgspec.json.encode(request), {"Content-Type": "application/json"})
    if reply.status not in (200, 201) or reply.media_type != "application/json":
        raise refusal(reply)
    try:
        answer = msgspec.json.decode(reply.body, type=EnrolReply)
        bond = ServerBond(url.rstrip("/"), bytes.fromhex(answer.server_key), bytes.fromhex(answer.lineage))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Trouble("REPLY_DAMAGED") from error
    if (len(bond.public_key), len(bond.lineage)) != (PUBLIC_KEY_BYTES, LINEAGE_BYTES) or not _is_sound(answer):
        raise Trouble("REPLY_DAMAGED")
    if answer.is_training != post.is_training:
        raise Trouble("TRAINING_MISMATCH")
    return Enrolment(bond, answer.post_code, answer.post_name, answer.province, answer.block)


def _is_sound(answer: EnrolReply) -> bool:
    """Whether block, province and post can stand in a printed number."""
    is_post = POST_CODE.fullmatch(answer.post_code) is not None and answer.province in PROVINCES
    return is_post and 1 <= answer.block <= MAX_BLOCK
