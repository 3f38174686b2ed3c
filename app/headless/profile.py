"""Set-up without a window: a new profile, enrolment, officers."""

from __future__ import annotations

import argparse
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from app.headless.answer import Answer, Json
from app.headless.opening import desk_for, first_line, refuse_clear_output, secret_path
from app.main import SystemClock
from app.models.birth import NewDesk, give_birth, new_device_uid, refuse_taken_folder
from app.models.events import append
from app.models.officers import MIN_SECRET, Role, add_officer
from app.models.profile import Post, bind_server
from app.models.regions import RegionFile
from app.models.sealing import new_recovery_code
from app.paths import SETTINGS_NAME, private
from app.settings import Settings, write_settings, zone_of_province
from app.sync.enrol import Enrolment, enrol
from app.sync.transport import HttpTransport
from core.errors import Trouble, unusable
from core.ids import MAX_BLOCK, POST_CODE
from core.sentences import os_reason, sentence
from core.signing import SigningKey
from core.wire.events import Kind
from core.wire.records import RemarkBody


def init(arguments: argparse.Namespace) -> Answer:
    """Make a profile: off-line with ``--block``, or enrolled at once with ``--server`` and ``--enrol``."""
    secret = _secret(secret_path(arguments))
    if not (arguments.officer or "").strip():
        raise unusable("OFFICER_NAME_EMPTY")
    post, block = _post(arguments), _block(arguments.block)
    refuse_taken_folder(arguments.home)  # before the one-time code is used up
    recovery_code = new_recovery_code()
    with _kept_first(arguments, recovery_code):
        device = _founded(arguments, secret, post, block, recovery_code)
    return _born(arguments, device, recovery_code)


def _founded(arguments: argparse.Namespace, secret: str, post: Post, block: int, recovery_code: str) -> str:
    clock, key = SystemClock(), SigningKey.generate()
    device = new_device_uid(clock)
    enrolment = _enrolment(arguments, device, key, post)
    desk = NewDesk(
        device_uid=device,
        key=key,
        post=post,
        block=enrolment.block if enrolment else block,
        officer_name=arguments.officer,
        role=Role.COORDINATOR,
        secret=secret,
        server=enrolment.bond if enrolment else None,
        recovery_code=recovery_code,
    )
    give_birth(arguments.home, desk, clock)
    settings = arguments.home / SETTINGS_NAME
    if not settings.exists():
        with suppress(OSError):  # without the file its defaults hold; the recovery code must still be handed over
            write_settings(settings, Settings(zone=zone_of_province(post.province)))
    return str(device)


def _born(arguments: argparse.Namespace, device: str, recovery_code: str) -> Answer:
    document: dict[str, Json] = {"device": device, "home": str(arguments.home)}
    made = sentence("PROFILE_MADE", {"folder": str(arguments.home)})
    if arguments.recovery_out:
        document["recovery_file"] = arguments.recovery_out
        return Answer(document, (made, sentence("RECOVERY_WRITTEN", {"file": arguments.recovery_out})))
    document["recovery_code"] = recovery_code
    shown = sentence("RECOVERY_SHOWN", {"code": recovery_code})
    return Answer(document, (made, shown))


@contextmanager
def _kept_first(arguments: argparse.Namespace, recovery_code: str) -> Iterator[None]:
    """The recovery code is on disk before there is a profile that needs it; without the profile it is worth nothing."""
    if not arguments.recovery_out:
        yield
        return
    path = Path(arguments.recovery_out)
    refuse_clear_output(arguments, path)
    try:
        file = _new_file(path)
    except FileExistsError as error:
        raise unusable("FILE_EXISTS", file=path.name) from error
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error
    try:
        _keep(file, path, recovery_code)
        yield
    except BaseException:
        if path.is_file():
            path.unlink(missing_ok=True)
        raise


def _new_file(path: Path) -> IO[bytes]:
    if path.is_file() and path.stat().st_size == 0:
        path.unlink()  # somebody has only made the name, with a mode that we do not know
    is_device = path.exists() and not path.is_file()
    return open(path, "wb" if is_device else "xb", opener=private)


def _keep(file: IO[bytes], path: Path, recovery_code: str) -> None:
    try:
        with file:
            file.write(f"{recovery_code}\n".encode())
            file.flush()
            if path.is_file():  # a device knows no fsync
                os.fsync(file.fileno())
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error


def _secret(path: Path) -> str:
    secret = first_line(path)
    if len(secret) < MIN_SECRET:
        raise unusable("SECRET_TOO_SHORT", limit=MIN_SECRET)
    return secret


def _post(arguments: argparse.Namespace) -> Post:
    code = arguments.post_code.strip().upper()
    if POST_CODE.fullmatch(code) is None:
        raise unusable("POST_CODE_SHAPE")
    province = arguments.province.strip()
    if not (len(province) == 2 and province.isascii() and province.isdigit()):
        raise unusable("PROVINCE_SHAPE")
    if _is_no_province(province):
        raise unusable("PROVINCE_UNKNOWN", province=province)
    name = " ".join(arguments.post_name.split())
    if not 1 <= len(name) <= 120:
        raise unusable("POST_NAME_SHAPE")
    return Post(code, name, province, arguments.training)


def _is_no_province(code: str) -> bool:
    regions = RegionFile()
    try:
        return regions.province(code) is None
    finally:
        regions.close()


def _block(block: int) -> int:
    if not 1 <= block <= MAX_BLOCK:
        raise unusable("BLOCK_SHAPE", most=MAX_BLOCK)
    return block


def _enrolment(arguments: argparse.Namespace, device: uuid.UUID, key: SigningKey, post: Post) -> Enrolment | None:
    if bool(arguments.server) != bool(arguments.enrol):
        raise unusable("ENROL_NEEDS_BOTH")
    if not arguments.server:
        return None
    return _enrolled(arguments.server, arguments.enrol, device, key, post)


def _enrolled(url: str, code: str, device: uuid.UUID, key: SigningKey, post: Post) -> Enrolment:
    transport = HttpTransport(url)
    try:
        enrolment = enrol(transport, url, code, device, key, post)
    finally:
        transport.close()
    if (enrolment.post_code, enrolment.province) != (post.code, post.province):
        raise unusable("ENROL_OTHER_POST", post=enrolment.post_code, province=enrolment.province)
    return enrolment


def enrol_here(arguments: argparse.Namespace) -> Answer:
    """Make an existing desk known to a server; its next numbers come from the block of the code."""
    with desk_for(arguments) as desk:
        profile = desk.store.profile
        enrolment = _enrolled(arguments.server, arguments.enrol, profile.device_uid, desk.keys.device, profile.post)
        desk.store.write(lambda: bind_server(enrolment.bond, enrolment.block))
        device = str(profile.device_uid)
    return Answer({"device": device, "block": enrolment.block}, (sentence("ENROLLED"),))


def officer(arguments: argparse.Namespace) -> Answer:
    """Add an officer; who is unlocked must be a coordinator (or hold the recovery code)."""
    secret = _secret(Path(arguments.new_secret_file))
    with desk_for(arguments) as desk:
        if desk.keys.officer.role is not Role.COORDINATOR:
            raise unusable("COORDINATOR_NEEDED")
        uid, now_ms = new_device_uid(desk.clock), desk.now_ms()

        def add() -> None:
            add_officer(uid, arguments.name, Role(arguments.role), secret, desk.keys.store_key, at_ms=now_ms)
            body = RemarkBody("officer_added", 1, desk.keys.officer.name)
            append(desk.writer(), Kind.OFFICER_ADDED, body, at_ms=now_ms)

        desk.store.write(add)
        device = str(desk.store.profile.device_uid)
    return Answer({"device": device, "officer": str(uid)}, (sentence("OFFICER_ADDED"),))
