"""Set-up without a window: a new profile, enrolment, officers."""

from __future__ import annotations

import argparse
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.desk.context import Desk
from app.desk.officers import add_officer, remove_officer, set_secret
from app.founding import enrol_desk, found, refuse_unfit
from app.headless.answer import Answer, Json
from app.headless.opening import desk_for, first_line, refuse_clear_output, secret_path
from app.models.sealing import new_recovery_code
from app.paths import private
from app.ui.house import NewPost
from core.errors import Trouble, unusable
from core.sentences import os_reason, sentence


def init(arguments: argparse.Namespace) -> Answer:
    """Make a profile: off-line with ``--block``, or enrolled at once with ``--server`` and ``--enrol``."""
    new = NewPost(
        post_code=arguments.post_code,
        post_name=arguments.post_name,
        province=arguments.province,
        officer_name=arguments.officer or "",
        secret=first_line(secret_path(arguments)),
        server_url=arguments.server or "",
        enrol_code=arguments.enrol or "",
        block=arguments.block,
        is_training=arguments.training,
    )
    refuse_unfit(arguments.home, new)  # before a file is made for the recovery code
    recovery_code = new_recovery_code()
    with _kept_first(arguments, recovery_code):
        device = found(arguments.home, new, recovery_code)
    return _born(arguments, str(device), recovery_code)


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


def enrol_here(arguments: argparse.Namespace) -> Answer:
    """Make an existing desk known to a server; its next numbers come from the block of the code."""
    with desk_for(arguments) as desk:
        block = enrol_desk(desk, arguments.server, arguments.enrol)
        device = str(desk.store.profile.device_uid)
    return Answer({"device": device, "block": block}, (sentence("ENROLLED"),))


def officer(arguments: argparse.Namespace) -> Answer:
    """Add an officer, give one a new secret, or remove one; a coordinator's doing (or that of who holds the code)."""
    acts = {"add": _add_officer, "secret": _set_secret, "remove": _remove_officer}
    return acts[arguments.what](arguments)


def _add_officer(arguments: argparse.Namespace) -> Answer:
    secret = _new_secret(arguments)
    with desk_for(arguments) as desk:
        uid = add_officer(desk, arguments.name, secret, is_coordinator=arguments.role == "coordinator")
        return _of_officer(desk, uid, "OFFICER_ADDED")


def _set_secret(arguments: argparse.Namespace) -> Answer:
    """Whoever unlocks may change their own: the old secret has just been shown to be right."""
    secret = _new_secret(arguments)
    with desk_for(arguments) as desk:
        changed = set_secret(desk, arguments.name, secret)
        return _of_officer(desk, changed.uid, "OFFICER_SECRET_SET")


def _remove_officer(arguments: argparse.Namespace) -> Answer:
    with desk_for(arguments) as desk:
        removed = remove_officer(desk, arguments.name)
        return _of_officer(desk, removed.uid, "OFFICER_REMOVED")


def _new_secret(arguments: argparse.Namespace) -> str:
    if arguments.new_secret_file is None:
        raise unusable("NEW_SECRET_NEEDED")
    return first_line(Path(arguments.new_secret_file))


def _of_officer(desk: Desk, uid: uuid.UUID, code: str) -> Answer:
    document: dict[str, Json] = {"device": str(desk.store.profile.device_uid), "officer": str(uid)}
    return Answer(document, (sentence(code),))
