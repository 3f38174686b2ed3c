"""The one row about this desk: device, post, block, server, and the recovery wrap of the store key."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date

from app.models.numbers import NumberBlock
from app.models.sealing import SALT_BYTES, Sealer, unwrap_with_recovery, wrap_with_recovery
from app.models.tables import ProfileRow
from core.errors import Trouble
from core.signing import SigningKey
from core.wire.events import stream_name

_ONLY = 1


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
    """What is known about this desk without any secret."""

    device_uid: uuid.UUID
    incarnation: int
    post: Post
    numbers: NumberBlock
    public_key: bytes
    server: ServerBond | None
    cursor: int
    last_contact_ms: int | None
    drift_ms: int | None

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
    row = _row()
    server = (
        ServerBond(row.server_url, bytes(row.server_key), bytes(row.server_lineage or b""))
        if row.server_key is not None
        else None
    )
    return Profile(
        device_uid=uuid.UUID(bytes=bytes(row.device_uid)),
        incarnation=row.incarnation,
        post=Post(row.post_code, row.post_name, row.province, bool(row.is_training)),
        numbers=NumberBlock(
            row.block, date.fromisoformat(row.burnt_until) if row.burnt_until else None, row.burnt_chunks
        ),
        public_key=bytes(row.public_key),
        server=server,
        cursor=row.cursor,
        last_contact_ms=row.last_contact_ms,
        drift_ms=row.drift_ms,
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


def bind_server(bond: ServerBond, block: int) -> None:
    """Remember the server and the number block that came with the enrolment; another server has another feed."""
    is_other = ProfileRow.server_lineage.is_null() | (ProfileRow.server_lineage != bond.lineage)
    ProfileRow.update(cursor=0).where(is_other).execute()
    ProfileRow.update(
        server_url=bond.url, server_key=bond.public_key, server_lineage=bond.lineage, block=block
    ).execute()


def note_contact(*, cursor: int, at_ms: int, drift_ms: int) -> None:
    """Remember the feed position and when the server was last heard."""
    ProfileRow.update(cursor=cursor, last_contact_ms=at_ms, drift_ms=drift_ms).execute()


def ask_for_all_news() -> None:
    """The server has lost something: the next round asks for the post's news from the beginning."""
    ProfileRow.update(cursor=0).execute()


def start_incarnation(business_on: date, burnt_chunks: int) -> None:
    """After a restore: a new stream name (random, for a copy may restore the same file) and burnt numbers."""
    row = _row()
    ProfileRow.update(
        incarnation=2 + secrets.randbelow(2**32 - 2),
        burnt_until=max(row.burnt_until, business_on.isoformat()),
        burnt_chunks=burnt_chunks,
    ).execute()
