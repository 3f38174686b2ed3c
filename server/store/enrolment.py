"""Queries about this server, its posts, enrolment codes and devices."""

from __future__ import annotations

import uuid

from core.ids import MAX_BLOCK
from core.signing import key_id
from server.store import statements
from server.store.database import Work
from server.store.migrating import lock_mark
from server.store.records import Device, EnrolCode, ListedDevice, Post, Server
from server.store.tables import DeviceRow, EnrolCodeRow, PostRow, ServerRow, StreamRow
from server.store.work import held

_WITH_KEY_ID = statements.select(
    DeviceRow, ["uid", "post", "public_key", "block", "revoked_at_ms"], 'WHERE "key_id" = ?'
)
_POST_NAME = statements.select(PostRow, ["name"], 'WHERE "code" = ?')


def lock_server(work: Work) -> None:
    """Let the rare acts of the whole server (found it, issue a code, add a programme) come one after the other."""
    if work.has_rivals:
        lock_mark(work.db)


def server(work: Work) -> Server | None:
    """This server's one row, or ``None`` in a fresh database."""
    row = ServerRow.select().first(work.db)
    return Server(row.lineage, row.public_key, row.is_training) if row else None


def known_server(work: Work) -> Server:
    """This server's one row, which every opened server has."""
    found = server(work)
    if found is None:
        raise LookupError("server")
    return found


def add_server(work: Work, lineage: bytes, public_key: bytes, at_ms: int) -> None:
    """Begin a server's life."""
    ServerRow.insert(lineage=lineage, public_key=public_key, created_at_ms=at_ms).execute(work.db)


def fix_training(work: Work, *, is_training: bool) -> None:
    """Say for ever whether this database holds training data; what another process has said stays."""
    ServerRow.update(is_training=is_training).where(ServerRow.is_training.is_null()).execute(work.db)


def post(work: Work, code: str) -> Post | None:
    """The post of this code; where anything may be written nobody else moves its counters meanwhile."""
    row = held(work, PostRow.select().where(PostRow.code == code)).first(work.db)
    return Post(row.code, row.name, row.province, row.feed_no, row.last_block) if row else None


def known_post(work: Work, code: str) -> Post:
    """The post of this code, which must be there because a foreign key says so."""
    found = post(work, code)
    if found is None:
        raise LookupError(code)
    return found


def post_name(work: Work, code: str) -> str:
    """The name of a post, without waiting for whoever is just writing for it. Raises: LookupError if there is none."""
    row = statements.first(work, _POST_NAME, code)
    if row is None:
        raise LookupError(code)
    name: str = row[0]
    return name


def save_post(work: Work, code: str, name: str, province: str) -> None:
    """Add a post, or give it its present name; its counters stay."""
    insert = PostRow.insert(code=code, name=name, province=province)
    insert.on_conflict(conflict_target=[PostRow.code], preserve=[PostRow.name, PostRow.province]).execute(work.db)


def raise_block(work: Work, code: str, block: int) -> None:
    """Remember the highest block that a post has given out."""
    PostRow.update(last_block=block).where(PostRow.code == code, PostRow.last_block < block).execute(work.db)


def is_block_taken(work: Work, code: str, block: int) -> bool:
    """Whether a code, a device or a device's further life of this post has that block already."""
    return any(
        row.select().where(row.post == code, row.block == block).exists(work.db)
        for row in (EnrolCodeRow, DeviceRow, StreamRow)
    )


def grant_block(work: Work, device: Device) -> int:
    """The post's next number block, for a further life of a device; the device's own from now on.

    When a post has given out all that there are, the device stays with the one it has.
    """
    found = known_post(work, device.post)
    if found.last_block >= MAX_BLOCK:
        return device.block
    block = found.last_block + 1
    raise_block(work, device.post, block)
    DeviceRow.update(block=block).where(DeviceRow.uid == device.uid.bytes).execute(work.db)
    return block


def add_code(work: Work, new: EnrolCode, at_ms: int) -> None:
    """Keep a new one-time code."""
    EnrolCodeRow.insert(
        code_hash=new.code_hash,
        post=new.post,
        block=new.block,
        created_at_ms=at_ms,
        expires_at_ms=new.expires_at_ms,
    ).execute(work.db)


def code(work: Work, code_hash: bytes) -> EnrolCode | None:
    """The one-time code with this hash; where anything may be written nobody else uses it meanwhile."""
    row = held(work, EnrolCodeRow.select().where(EnrolCodeRow.code_hash == code_hash)).dicts().first(work.db)
    if row is None:
        return None
    device = uuid.UUID(bytes=row["device"]) if row["device"] else None
    return EnrolCode(row["code_hash"], row["post"], row["block"], row["expires_at_ms"], device)


def use_code(work: Work, code_hash: bytes, device: uuid.UUID, at_ms: int) -> None:
    """Mark a code as used by a device."""
    update = EnrolCodeRow.update(used_at_ms=at_ms, device=device.bytes)
    update.where(EnrolCodeRow.code_hash == code_hash).execute(work.db)


def device(work: Work, uid: uuid.UUID) -> Device | None:
    """The device of this uid."""
    row = DeviceRow.select().where(DeviceRow.uid == uid.bytes).dicts().first(work.db)
    return _device(row) if row else None


def known_device(work: Work, uid: uuid.UUID) -> Device:
    """The device of this uid, which must be there because a foreign key says so."""
    found = device(work, uid)
    if found is None:
        raise LookupError(str(uid))
    return found


def devices_with_key(work: Work, public_key: bytes) -> tuple[Device, ...]:
    """The devices (none or one) that hold this public key."""
    return _devices(work, DeviceRow.public_key == public_key)


def devices_with_key_id(work: Work, short: bytes) -> tuple[Device, ...]:
    """The devices whose key has this eight-byte name; more than one only by chance."""
    rows = statements.rows(work, _WITH_KEY_ID, short)
    return tuple(
        Device(uuid.UUID(bytes=uid), post_code, public_key, block, revoked_at_ms is not None)
        for uid, post_code, public_key, block, revoked_at_ms in rows
    )


def all_devices(work: Work) -> tuple[ListedDevice, ...]:
    """Every device that was ever enrolled, by post and block."""
    select = DeviceRow.select().order_by(DeviceRow.post, DeviceRow.block, DeviceRow.uid).dicts()
    return tuple(ListedDevice(_device(row), row["enrolled_at_ms"]) for row in select.execute(work.db))


def save_device(work: Work, new: Device, at_ms: int) -> None:
    """Add a device, or give a known one the block of its newest code."""
    insert = DeviceRow.insert(
        uid=new.uid.bytes,
        post=new.post,
        public_key=new.public_key,
        key_id=key_id(new.public_key),
        block=new.block,
        enrolled_at_ms=at_ms,
    )
    insert.on_conflict(conflict_target=[DeviceRow.uid], preserve=[DeviceRow.block]).execute(work.db)


def revoke_device(work: Work, uid: uuid.UUID, at_ms: int) -> bool:
    """Refuse a device from now on; whether it was known and still trusted."""
    update = DeviceRow.update(revoked_at_ms=at_ms)
    return bool(update.where(DeviceRow.uid == uid.bytes, DeviceRow.revoked_at_ms.is_null()).execute(work.db))


def _devices(work: Work, condition: object) -> tuple[Device, ...]:
    return tuple(_device(row) for row in DeviceRow.select().where(condition).dicts().execute(work.db))


def _device(row: dict[str, object]) -> Device:
    uid, post_code, public_key, block = row["uid"], row["post"], row["public_key"], row["block"]
    assert isinstance(uid, bytes) and isinstance(public_key, bytes)  # noqa: PT018, S101 - says the columns' types
    assert isinstance(post_code, str) and isinstance(block, int)  # noqa: PT018, S101 - says the columns' types
    return Device(uuid.UUID(bytes=uid), post_code, public_key, block, row["revoked_at_ms"] is not None)
