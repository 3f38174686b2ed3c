"""Device keys come with the sync: any post verifies any post's slips without a line, and knows who is revoked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.desk.context import Desk
from app.desk.scan import ScanCode, Scanned, scan
from app.desk.slip_cases import note_case, settle_case, slip_cases
from app.desk.slips import slip_of
from app.desk.verify import SlipVerdict
from app.models.device_keys import keep_device_keys, known_devices
from app.models.profile import ask_for_all_news
from app.sync.log import SyncLog
from core.ids import RegistrationNo
from core.registered import KeptRegistration
from core.signing import SigningKey
from core.slip_cases import CaseState
from core.slip_token import TokenReason, issue_token
from core.wire.envelope import DeviceKey
from server.exchange.device_keys import MOST_KEYS
from server.store import enrolment
from server.store.device_keys import number_devices
from server.store.records import Device
from tests.app.sync.conftest import Visit
from tests.harness.places import quick_folder
from tests.kit.desk import DAY
from tests.kit.enrolled import enrolled_desk, server_says, sync
from tests.kit.lasting_server import LastingServer
from tests.kit.server import RunningServer, running_server

SOON_MS = 10_000_000_000_000
"""A revocation long after every slip of these tests."""


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """A server of its own for each test: devices are told to all posts."""
    with quick_folder() as folder, running_server(folder) as running:
        yield running


@pytest.fixture
def far(tmp_path: Path, server: RunningServer) -> Iterator[Desk]:
    """A desk of another post."""
    with enrolled_desk(tmp_path / "far", server.url, server.new_code("GRS02"), post="GRS02") as new:
        yield new


def slip_text(desk: Desk, kept: KeptRegistration) -> str:
    """What the QR of a registration's slip says."""
    return slip_of(desk, kept, 1).qr_text


def scanned(desk: Desk, text: str) -> tuple[SlipVerdict, TokenReason | ScanCode]:
    found: Scanned = scan(desk, text)
    return found.check.verdict, found.code


def test_another_posts_slip_is_unknown_before_the_first_sync_and_good_after_it(
    desk: Desk, far: Desk, visit: Visit
) -> None:
    text = slip_text(far, visit(far, 0).kept)
    assert scanned(desk, text) == (SlipVerdict.UNKNOWN, TokenReason.UNKNOWN_DEVICE)
    sync(desk)
    assert scanned(desk, text) == (SlipVerdict.VALID, ScanCode.OTHER_POST)
    altered = text[:-5] + ("A" if text[-5] != "A" else "B") + text[-4:]
    assert scanned(desk, altered) == (SlipVerdict.INVALID, TokenReason.ALTERED)


def test_a_neighbours_slip_has_no_record_until_the_neighbour_has_sent_it(
    desk: Desk, neighbour: Desk, visit: Visit
) -> None:
    kept = visit(neighbour, 0).kept
    text = slip_text(neighbour, kept)
    sync(desk)
    assert scanned(desk, text) == (SlipVerdict.VALID, ScanCode.RECORD_MISSING)
    sync(neighbour)
    sync(desk)
    found = scan(desk, text)
    assert (found.is_proven, found.uid) == (True, kept.uid)


def test_a_revoked_device_is_told_to_every_post_with_the_day(
    desk: Desk, far: Desk, server: RunningServer, visit: Visit
) -> None:
    text = slip_text(far, visit(far, 0).kept)
    sync(desk)
    server_says(server, "device", "revoke", str(far.store.profile.device_uid))
    assert scanned(desk, text)[0] is SlipVerdict.VALID
    sync(desk)
    found = scan(desk, text)  # registered on a day long before the revocation
    assert (found.check.verdict, found.check.reason) == (SlipVerdict.VALID, TokenReason.REVOKED_LATER)
    found_on = found.check.revoked_on
    assert found_on is not None
    assert found_on > DAY


def test_a_slip_that_a_revoked_device_prints_later_is_refused(
    desk: Desk, far: Desk, server: RunningServer, visit: Visit
) -> None:
    with server.store.writing() as work:
        enrolment.revoke_device(work, far.store.profile.device_uid, 1)
    number_devices(server.store, server.clock)
    sync(desk)
    assert scanned(desk, slip_text(far, visit(far, 0).kept)) == (SlipVerdict.INVALID, TokenReason.REVOKED_DEVICE)


def test_all_devices_come_in_one_sync_however_many_there_are(desk: Desk, server: RunningServer) -> None:
    others = [Device(uid(number), "SBY77", SigningKey.generate().public, number, False) for number in range(1, 90)]
    with server.store.writing() as work:
        enrolment.save_post(work, "SBY77", "Posko Banyak", "35")
        for device in others:
            enrolment.save_device(work, device, device.block)
    number_devices(server.store, server.clock)
    totals = sync(desk)
    known = {one.public_key for one in desk.store.run(known_devices).values()}
    assert {device.public_key for device in others} <= known
    assert totals.requests <= 3 + len(others) // MOST_KEYS
    assert sync(desk).requests == 1, "what is known is not told again"


def uid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def test_a_desk_that_is_alone_hears_of_nobody(desk: Desk) -> None:
    sync(desk)
    assert [one.uid for one in desk.store.run(known_devices).values()] == [desk.store.profile.device_uid.bytes]


def test_what_an_old_process_enrolled_or_revoked_is_told_as_well(desk: Desk, far: Desk, server: RunningServer) -> None:
    sync(desk)
    with server.store.writing() as work:  # as a process does that knows nothing of places
        work.db.execute_sql('UPDATE "device" SET "revoked_at_ms" = 5, "key_no" = NULL, "told_revoked_at_ms" = NULL')
        work.db.execute_sql('UPDATE "device" SET "revoked_at_ms" = NULL WHERE "post" <> ' + work.db.param, ("GRS02",))
    number_devices(server.store, server.clock)
    desk.store.write(ask_for_all_news)
    desk.store.refresh()
    sync(desk)
    told = {one.post: one.revoked_at_ms for one in desk.store.run(known_devices).values()}
    assert told["GRS02"] == 5


def test_a_server_that_lost_its_numbers_begins_anew(desk: Desk, far: Desk, server: RunningServer, visit: Visit) -> None:
    sync(desk)
    with server.store.writing() as work:
        work.db.execute_sql('UPDATE "device" SET "key_no" = NULL')
    number_devices(server.store, server.clock)
    sync(desk)
    assert scanned(desk, slip_text(far, visit(far, 0).kept))[0] is SlipVerdict.VALID


def test_a_revocation_after_a_restore_reaches_a_desk_that_had_heard_of_what_was_lost(tmp_path: Path) -> None:
    with LastingServer(tmp_path / "server") as life, ExitStack() as desks:

        def enrol(name: str, post: str) -> Desk:
            return desks.enter_context(
                enrolled_desk(tmp_path / name, life.line.url, life.now.new_code(post), post=post)
            )

        desk, far = enrol("desk", "SBY01"), enrol("far", "GRS02")
        life.keep_copy(tmp_path / "copy")
        for name in ("lost", "lost as well"):
            enrol(name, "GRS02")
        sync(desk)
        life.put_back(tmp_path / "copy")
        server_says(life.now, "device", "revoke", str(far.store.profile.device_uid))
        for name in ("new", "new as well"):  # with places as many as were lost: nothing tells the desk of a restore
            enrol(name, "GRS02")
        sync(desk)
        told = {one.uid: one.revoked_at_ms for one in desk.store.run(known_devices).values()}
        assert told[far.store.profile.device_uid.bytes] > 0


# --- nobody but the server says who is a device ----------------------------------------------------------------------


def word_for(desk: Desk) -> DeviceKey:
    """The server's word for a device, as another desk hears it."""
    kept = SyncLog(desk.store, desk.keys, desk.clock).certificate()
    assert kept is not None
    return DeviceKey(7, kept)


def test_a_word_that_the_server_did_not_sign_counts_for_nothing(desk: Desk, far: Desk, server: RunningServer) -> None:
    honest = word_for(far)
    other_key = replace(honest.certificate, public_key=SigningKey.generate().public)
    revoked = replace(honest, revoked_at_ms=SOON_MS, revocation_signature=bytes(64))
    unsigned = replace(honest, revoked_at_ms=SOON_MS)
    words = (DeviceKey(8, other_key), revoked, unsigned)
    desk.store.write(lambda: keep_device_keys(words, server.public_key, is_training=True))
    assert len(desk.store.run(known_devices)) == 1
    desk.store.write(lambda: keep_device_keys((honest,), server.public_key, is_training=False))
    assert len(desk.store.run(known_devices)) == 1, "a real device says nothing at a training desk"
    desk.store.write(lambda: keep_device_keys((honest,), server.public_key, is_training=True))
    assert len(desk.store.run(known_devices)) == 2


# --- slips without a registration, at several desks ------------------------------------------------------------------


def test_a_case_is_seen_by_every_desk_and_closes_itself(desk: Desk, neighbour: Desk, visit: Visit) -> None:
    kept = visit(neighbour, 0).kept
    sync(desk)
    note_case(desk, slip_text(neighbour, kept))
    sync(desk)
    with_news = sync(neighbour)
    assert with_news.received
    assert [case.state for case in slip_cases(neighbour)] == [CaseState.ARRIVED], "the neighbour has the record"
    assert [case.state for case in slip_cases(desk)] == [CaseState.OPEN]
    sync(desk)
    assert [case.state for case in slip_cases(desk)] == [CaseState.ARRIVED]


def test_a_neighbour_can_see_to_a_case(desk: Desk, neighbour: Desk) -> None:
    lost = lost_slip(desk)
    case = note_case(desk, lost).scanned.case
    assert case is not None
    sync(desk)
    sync(neighbour)
    settle_case(neighbour, case.uid, "didaftarkan ulang")
    sync(neighbour)
    sync(desk)
    [told] = slip_cases(desk)
    assert (told.state, told.reason) == (CaseState.SETTLED, "didaftarkan ulang")


def lost_slip(desk: Desk) -> str:
    """A genuine slip of this desk whose registration nobody has."""
    number = RegistrationNo("35", desk.store.profile.post.code, DAY, 777)
    return issue_token(desk.keys.device, number, "A777")
