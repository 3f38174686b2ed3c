"""The one row about this desk: device, post, block, server, and the recovery wrap of the store key."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date

from app.models.mail_notices import forget_mail_notices
from app.models.mail_space import forget_mail_spaces, mail_space_of
from app.models.numbers import NumberBlock
from app.models.sealing import SALT_BYTES, Sealer, unwrap_with_recovery, wrap_with_recovery
from app.models.statements import run
from app.models.tables import ProfileRow
from core.errors import Trouble
from core.mail_space import MailSpace
from core.signing import SigningKey
from core.wire.codec import decode, encode
from core.wire.envelope import Certificate
from core.wire.events import stream_name

_ONLY = 1

_READ = """
    SELECT device_uid, incarnation, post_code, post_name, province, is_training, block, burnt_until, burnt_chunks,
    public_key, server_url, server_key, server_lineage, cursor, last_contact_ms, drift_ms, certificate IS NOT NULL,
    line_bytes_s, keys_seen FROM profile WHERE id = 1"""
_CONTACT = "UPDATE profile SET cursor = ?, last_contact_ms = ?, drift_ms = ?"


@dataclass(frozen=True, slots=True)
class Post:
    """Where this desk stands."""

    code: str
    name: str
    province: str
    is_training: bool


@dataclass(frozen=True, slots=True)
class ServerBond:
    """The server this device is enrolled with: address, pinned public key, life."""

    url: str
    public_key: bytes
    lineage: bytes


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about this desk without any secret.

    Args:
        line_bytes_s: what the line carried last, bytes a second; ``None`` = nothing was sent yet.
        keys_seen: up to which of the server's words for other devices these are known here.
        mail_space: names of regional mailboxes that this life of the device may give out; ``None`` = none yet.
    """

    device_uid: uuid.UUID
    incarnation: int
    post: Post
    numbers: NumberBlock
    public_key: bytes
    server: ServerBond | None
    cursor: int
    last_contact_ms: int | None
    drift_ms: int | None
    has_certificate: bool = False
    line_bytes_s: int | None = None
    keys_seen: int = 0
    mail_space: MailSpace | None = None

    @property
    def stream(self) -> bytes:
        """The stream that this incarnation of the device writes."""
        return stream_name(self.device_uid, self.incarnation)


def create_profile(
    *, device_uid: uuid.UUID, post: Post, block: int, key: SigningKey, store_key: bytes, recovery_code: str, at_ms: int
) -> None:
    """Write the row of a new desk."""
    salt = secrets.token_bytes(SALT_BYTES)
    ProfileRow.create(
        id=_ONLY,
        device_uid=device_uid.bytes,
        incarnation=1,
        post_code=post.code,
        post_name=post.name,
        province=post.province,
        block=block,
        is_training=post.is_training,
        public_key=key.public,
        sealed_key=Sealer(store_key).seal("profile", device_uid.bytes, key.private),
        created_at_ms=at_ms,
        recovery_salt=salt,
        recovery_wrap=wrap_with_recovery(store_key, recovery_code, salt),
    )


def read_profile() -> Profile:
    """The profile as it stands. Raises: Trouble PROFILE_EMPTY if set-up was never finished."""
    row = run(_READ).fetchone()
    if row is None:
        raise Trouble("PROFILE_EMPTY")
    uid, incarnation, code, name, province, is_training, block, burnt_until, burnt_chunks, *more = row
    public_key, url, server_key, lineage, cursor, last_contact_ms, drift_ms, has_certificate, *about_line = more
    line_bytes_s, keys_seen = about_line
    return Profile(
        device_uid=uuid.UUID(bytes=uid),
        incarnation=incarnation,
        post=Post(code, name, province, bool(is_training)),
        numbers=NumberBlock(block, date.fromisoformat(burnt_until) if burnt_until else None, burnt_chunks),
        public_key=public_key,
        server=ServerBond(url, server_key, lineage or b"") if server_key is not None else None,
        cursor=cursor,
        last_contact_ms=last_contact_ms,
        drift_ms=drift_ms,
        has_certificate=bool(has_certificate),
        line_bytes_s=line_bytes_s,
        keys_seen=keys_seen or 0,
        mail_space=mail_space_of(stream_name(uuid.UUID(bytes=uid), incarnation)),
    )


def born_at_ms() -> int:
    """When this desk was made, by its own clock."""
    return int(_row().created_at_ms)


def _row() -> ProfileRow:
    row = ProfileRow.get_or_none(ProfileRow.id == _ONLY)
    if row is None:
        raise Trouble("PROFILE_EMPTY")
    return row


def device_key(sealer: Sealer) -> SigningKey:
    """The device's private key out of the sealed store."""
    row = _row()
    return SigningKey(sealer.open("profile", bytes(row.device_uid), bytes(row.sealed_key)))


def store_key_by_recovery(code: str) -> bytes | None:
    """The store key under the recovery code, or ``None`` if the code is wrong."""
    row = _row()
    return unwrap_with_recovery(bytes(row.recovery_wrap), code, bytes(row.recovery_salt))


def bind_server(bond: ServerBond, block: int, certificate: Certificate | None = None) -> None:
    """Remember the server and what came with the enrolment; another server has another feed.

    Args:
        certificate: the server's word for this device; ``None`` = it is asked for with the next exchange.
    """
    is_other = ProfileRow.server_lineage.is_null() | (ProfileRow.server_lineage != bond.lineage)
    if ProfileRow.update(cursor=0, keys_seen=0).where(is_other).execute():
        _forget_mail_words()
    ProfileRow.update(
        server_url=bond.url,
        server_key=bond.public_key,
        server_lineage=bond.lineage,
        block=block,
        certificate=encode(certificate) if certificate else None,
    ).execute()


def note_contact(*, cursor: int, at_ms: int, drift_ms: int) -> None:
    """Remember the feed position and when the server was last heard."""
    run(_CONTACT, cursor, at_ms, drift_ms)


def note_carried_news(cursor: int) -> None:
    """Remember the feed position that a carried answer reached; it says nothing about line and clock."""
    ProfileRow.update(cursor=cursor).execute()


def note_pace(line_bytes_s: int) -> None:
    """Remember what the line carries, so that the next exchange begins with batches that fit."""
    ProfileRow.update(line_bytes_s=line_bytes_s).execute()


def note_keys_seen(no: int) -> None:
    """Remember up to which of the server's words for other devices these are known here."""
    ProfileRow.update(keys_seen=no).execute()


def own_certificate() -> Certificate | None:
    """The server's word for this device, if it has given one."""
    packed = _row().certificate
    return decode(bytes(packed), Certificate) if packed is not None else None


def keep_certificate(certificate: Certificate) -> None:
    """Keep the server's word for this device: with it a server that lost everything knows us again."""
    ProfileRow.update(certificate=encode(certificate)).execute()


def take_block(block: int) -> None:
    """Print from this number block from now on: it is nobody else's, so nothing of it is burnt."""
    ProfileRow.update(block=block, burnt_until="", burnt_chunks=0).execute()


def follow_lineage(lineage: bytes) -> None:
    """The server with our key has begun a new life: its feed has, too."""
    ProfileRow.update(server_lineage=lineage, cursor=0, keys_seen=0).execute()
    _forget_mail_words()


def ask_for_all_news() -> None:
    """The server has lost something: the next round asks for the post's news and all devices from the beginning."""
    ProfileRow.update(cursor=0, keys_seen=0).execute()
    _forget_mail_words()


def _forget_mail_words() -> None:
    """What was told of mailboxes comes again with the news, and name spaces are asked for anew."""
    forget_mail_notices()
    forget_mail_spaces()


def start_incarnation(business_on: date, burnt_chunks: int) -> None:
    """After a restore: a new stream name (random, for a copy may restore the same file) and burnt numbers."""
    row = _row()
    ProfileRow.update(
        incarnation=2 + secrets.randbelow(2**32 - 2),
        burnt_until=max(row.burnt_until, business_on.isoformat()),
        burnt_chunks=burnt_chunks,
    ).execute()
