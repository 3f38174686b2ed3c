"""Set-up: judge the answers, make a profile, make it known to a server; for the window and for ``posko init`` alike."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.desk.context import Desk
from app.main import SystemClock
from app.models.birth import NewDesk, give_birth, new_device_uid, refuse_taken_folder
from app.models.officers import MIN_SECRET, Role
from app.models.profile import Post, bind_server
from app.models.regions import RegionFile
from app.paths import SETTINGS_NAME
from app.settings import MOST_COUNTER, MOST_LINE, Settings, zone_of_province
from app.settings_file import write_settings
from app.sync.enrol import Enrolment, enrol
from app.sync.transport import HttpTransport, check_address
from app.ui.house import NewPost
from core.errors import Kind, Trouble, unusable
from core.findings import Finding, Weight, block
from core.ids import MAX_BLOCK, POST_CODE
from core.signing import SigningKey

MOST_NAME = 120


def check_post(new: NewPost) -> tuple[Finding, ...]:
    """What is wrong with the answers of a set-up, by field; asks no network and writes nothing."""
    return tuple(_findings(new))


def _findings(new: NewPost) -> Iterator[Finding]:
    if POST_CODE.fullmatch(_post_code(new)) is None:
        yield block("post_code", "POST_CODE_SHAPE")
    if not 1 <= len(_one_line(new.post_name)) <= MOST_NAME:
        yield block("post_name", "POST_NAME_SHAPE")
    yield from _province_findings(new.province.strip())
    if not _one_line(new.officer_name):
        yield block("officer_name", "OFFICER_NAME_EMPTY")
    if len(new.secret) < MIN_SECRET:
        yield block("secret", "SECRET_TOO_SHORT", limit=MIN_SECRET)
    if not 1 <= new.block <= MAX_BLOCK:
        yield block("block", "BLOCK_SHAPE", most=MAX_BLOCK)
    yield from _server_findings(new)
    for name, text, most in (
        ("agency", new.agency, MOST_LINE),
        ("post_address", new.post_address, MOST_LINE),
        ("counter", new.counter, MOST_COUNTER),
    ):
        if len(_one_line(text)) > most:
            yield block(name, "SETTING_TOO_LONG", most=most)


def _province_findings(province: str) -> Iterator[Finding]:
    if not (len(province) == 2 and province.isascii() and province.isdigit()):
        yield block("province", "PROVINCE_SHAPE")
    elif _is_no_province(province):
        yield block("province", "PROVINCE_UNKNOWN", province=province)


def _server_findings(new: NewPost) -> Iterator[Finding]:
    url, code = new.server_url.strip(), new.enrol_code.strip()
    if bool(url) != bool(code):
        yield block("enrol_code" if url else "server_url", "ENROL_NEEDS_BOTH")
    if url:
        try:
            check_address(url)
        except Trouble as trouble:
            yield Finding("server_url", Weight.BLOCK, trouble.code, trouble.facts)


def _is_no_province(code: str) -> bool:
    regions = RegionFile()
    try:
        return regions.province(code) is None
    finally:
        regions.close()


def refuse_unfit(home: Path, new: NewPost) -> None:
    """Refuse answers that make no desk, and a folder where none may be made.

    Raises: Trouble of the first finding of :func:`check_post`, PROFILE_EXISTS, PROFILE_FOLDER_SHARED (usage).
    """
    for finding in check_post(new):
        raise Trouble(finding.code, kind=Kind.USAGE, **finding.facts)
    refuse_taken_folder(home)


def found(home: Path, new: NewPost, recovery_code: str) -> uuid.UUID:
    """Make the profile in ``home``, enrolled at once if a server is given; the uid of its device.

    Args:
        recovery_code: kept nowhere in the profile; hand it over before anybody relies on it.

    Raises: Trouble of the first finding of :func:`check_post` (usage), of folder, line, code or server.
    """
    refuse_unfit(home, new)  # before the one-time code is used up
    clock, key = SystemClock(), SigningKey.generate()
    device = new_device_uid(clock)
    post = Post(_post_code(new), _one_line(new.post_name), new.province.strip(), new.is_training)
    enrolment = _enrolled(new.server_url, new.enrol_code, device, key, post) if new.server_url.strip() else None
    desk = NewDesk(
        device_uid=device,
        key=key,
        post=post,
        block=enrolment.block if enrolment else new.block,
        officer_name=new.officer_name,
        role=Role.COORDINATOR,
        secret=new.secret,
        server=enrolment.bond if enrolment else None,
        certificate=enrolment.certificate if enrolment else None,
        recovery_code=recovery_code,
    )
    give_birth(home, desk, clock)
    _write_first_settings(home / SETTINGS_NAME, new)
    return device


def _write_first_settings(path: Path, new: NewPost) -> None:
    """What stands there already is kept."""
    settings = Settings(
        zone=zone_of_province(new.province.strip()),
        agency=_one_line(new.agency),
        post_address=_one_line(new.post_address),
        counter=_one_line(new.counter),
    )
    if not path.exists():
        with suppress(Trouble):  # without the file its defaults hold; the recovery code must still be handed over
            write_settings(path, settings)


def enrol_desk(desk: Desk, server_url: str, enrol_code: str) -> int:
    """Make an existing desk known to a server; its next numbers come from the block of the code, which is returned.

    Raises: Trouble of line, code or server; nothing has changed then.
    """
    profile = desk.store.profile
    enrolment = _enrolled(server_url, enrol_code, profile.device_uid, desk.keys.device, profile.post)
    desk.store.write(lambda: bind_server(enrolment.bond, enrolment.block, enrolment.certificate))
    desk.store.refresh()
    return enrolment.block


def _enrolled(url: str, code: str, device: uuid.UUID, key: SigningKey, post: Post) -> Enrolment:
    transport = HttpTransport(url)
    try:
        enrolment = enrol(transport, url.strip(), code, device, key, post)
    finally:
        transport.close()
    if (enrolment.post_code, enrolment.province) != (post.code, post.province):
        raise unusable("ENROL_OTHER_POST", post=enrolment.post_code, province=enrolment.province)
    return enrolment


def _post_code(new: NewPost) -> str:
    return new.post_code.strip().upper()


def _one_line(text: str) -> str:
    return " ".join(text.split())
