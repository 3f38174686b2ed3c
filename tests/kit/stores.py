"""Stored databases: a real profile of every released version, kept so that each later program must open it.

``python -m tests.kit.stores`` writes the one of this version (once, when a version with a new schema is released).
Its people are made up; what it must hold stands beside it as a digest of every opened record.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec

from app.desk.account.go_on import choose_road, end, note_address, note_phone, pause
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.reserve import new_code
from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.drafts import drafts, save_draft
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call_next
from app.desk.queue.close import close_day
from app.desk.queue.move import finish, serve, skip, transfer
from app.desk.queue.survey import answer_survey
from app.desk.queue.take import reserve_blanks, take_ticket
from app.desk.queue.visits import note_visit
from app.desk.register import register
from app.desk.show_nik import show_nik
from app.desk.slips import write_slip
from app.desk.stage import reach_stage
from app.desk.withdraw import withdraw
from app.models import events
from app.models.attention import attention, note_attention
from app.models.database import MIGRATIONS
from app.models.news import keep_news
from app.models.officers import Role, add_officer, officers, secret_lock
from app.models.places import DATABASE_NAME
from app.models.profile import ServerBond, bind_server
from app.models.programmes import KeptProgramme, keep_programme
from core.accounts import CodeWhy, Need, PhoneOwner, Reach, Reason, Road
from core.accounts import Result as HelpResult
from core.entry import IDENTITY_FIELDS
from core.ids import uid_from
from core.programme import Teller
from core.proofs import MailNotice
from core.registered import KeptRegistration
from core.tickets import Service
from core.visits import Asked, Result
from core.wire.envelope import Change, EventUp, Receipt
from core.wire.events import Kind, header_hash
from papers import Paper
from tests.kit.desk import (
    CHEAP,
    DAY,
    OFFICER,
    SECRET,
    day_lines,
    entry_of,
    new_profile,
    opened,
    person_values,
    prakerja,
)
from tests.kit.desk_wire import WireDesk
from tests.kit.helped import reserved, server_tells, with_space

FOLDER = Path(__file__).parents[1] / "data" / "stores"

LINES = (1, 13, 22, 30, 42, 61, 81, 124, 139, 182)
"""People of the day file: every outcome is among them."""


class Stored(msgspec.Struct, frozen=True):
    """What is written down about a stored database."""

    secret: str
    recovery_code: str
    digest: str


def digest_of(desk: Desk) -> str:
    """A digest of every record of a store as it opens: by name and as bytes, so that later members do not change it."""
    store, sealer, profile = desk.store, desk.keys.sealer, desk.store.profile
    streams = store.run(events.stream_states)
    told = {
        "profile": [profile.device_uid.hex, profile.incarnation, profile.post.code, profile.numbers.block],
        "officers": [(one.uid.hex, one.name, one.role.value) for one in store.run(officers)],
        "registrations": [_told(one) for one in store.run(lambda: desk.shelf().everything())],
        "streams": [(one.stream.hex(), one.head_seq, one.head_hash.hex(), one.receipt_seq) for one in streams],
        "events": [
            (header_hash(header).hex(), body.hex())
            for one in streams
            for header, body in store.run(partial(events.events_after, one.stream, 0, 10_000, sealer))
        ],
        "attention": len(store.run(attention)),
        "drafts": [(one.uid.hex, dict(one.values), one.updated_at_ms) for one in drafts(desk)],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(kept: KeptRegistration) -> list[object]:
    body = kept.body
    numbers = [kept.uid.hex, kept.at_ms, kept.copies, kept.registration_no, kept.queue_number]
    person = [getattr(body.person, name) for name in IDENTITY_FIELDS]
    findings = [[one.field, one.code, one.weight, one.is_confirmed, one.facts] for one in body.findings]
    rest = [body.programme, body.business_on, body.answers, body.documents, body.typed, body.officer_name]
    return [*numbers, kept.status, body.outcome, *person, findings, *rest]


def fill(desk: Desk, folder: Path) -> None:
    """Do in a desk what can be done."""
    for line in LINES:
        answer = register(desk, entry_of(day_lines()[line - 1]), prakerja(), DAY)
        if answer.kept.registration_no:
            write_slip(desk, answer.kept, Paper.THERMAL80, folder / "slip.pdf", is_reprint=answer.kept.copies > 0)
    repeated = register(desk, entry_of(day_lines()[0]), prakerja(), DAY)
    write_slip(desk, repeated.kept, Paper.A5, folder / "slip.pdf", is_reprint=True)
    _later_acts(desk)
    _queue(desk)
    _mail(desk)
    save_draft(desk, {"nik": "3578", "name_on_id": "SITI"})
    desk.store.write(lambda: _office_side(desk))


def _later_acts(desk: Desk) -> None:
    """What people come back for."""
    first, second, third = (
        register(desk, entry_of(person_values(number, documents=["ktp"])), prakerja(), DAY).kept.uid
        for number in (700, 701, 702)
    )
    correct(desk, first, {"birth_place": "MALANG"}, "Salah baca kartu")
    add_papers(desk, second, ("kk",))
    withdraw(desk, third, "Pindah ke luar kota")
    show_nik(desk, first)
    reached = register(desk, entry_of(person_values(703)), prakerja(), DAY).kept.uid
    for place, (code, teller) in enumerate((("AKUN_DIBUAT", Teller.PORTAL), ("TES_SELESAI", Teller.APPLICANT))):
        reach_stage(desk, reached, code, DAY + timedelta(days=place), teller)


def _queue(desk: Desk) -> None:
    """A morning at the door: one served, one who did not come, one sent on, one at the counter when it is closed."""
    for letter in (Service.REGISTRATION, Service.EMAIL, Service.COMPLAINT, Service.PRIORITY):
        take_ticket(desk, letter, DAY)
    reserve_blanks(desk, DAY, 2)
    for verb in (finish, skip):
        called = call_next(desk, DAY, "1")
        assert isinstance(called, TicketMoved)
        verb(desk, called.ticket.uid)
    for counter in ("1", "2"):
        called = call_next(desk, DAY, counter)
        assert isinstance(called, TicketMoved)
        serve(desk, called.ticket.uid, counter)
        if counter == "1":
            transfer(desk, called.ticket.uid, Service.COMPLAINT)
    note_visit(desk, DAY, Asked.COMPLAINT, Result.FORWARDED, note="Kartu belum sampai")
    answer_survey(desk, DAY, Service.REGISTRATION, (4, 3, 4, 4, 2, 3, 4, 4, 1))
    close_day(desk, DAY)


def _mail(desk: Desk) -> None:
    """Help with e-mail: one address at a provider with its proof under way, one mailbox, one for another day."""
    with_space(desk)
    first, second, third = (
        open_account(desk, DAY, Need.NONE, name_on_id=name).account.uid for name in ("SITI", "RATNA", "BUDI")
    )
    choose_road(desk, first, Road.PUBLIC, "gmail")
    note_address(desk, first, "siti.contoh90@gmail.com")
    ask_proof(desk, first)
    read_proof(desk, first, "123456")
    pause(desk, first)
    reserved(desk, second, "ratna.dewi")
    new_code(desk, second, CodeWhy.PRINT_FAILED)
    server_tells(desk, second, Kind.MAILBOX_CODE_SET, MailNotice.MAILBOX_READY)
    note_phone(desk, third, PhoneOwner.NONE, (Reach.CONTACT,), "Bu RT 03")
    end(desk, third, HelpResult.LATER, Reason.NO_TIME)
    register(desk, entry_of(person_values(704)), prakerja(), DAY, account=second)


def _office_side(desk: Desk) -> None:
    """What comes from a coordinator and from the server."""
    now_ms, stream = desk.now_ms(), desk.store.profile.stream
    uid = uid_from(now_ms + 1, bytes(10))
    lock = secret_lock(SECRET, desk.keys.store_key, cost=CHEAP)
    add_officer(uid, "BUDI", Role.OFFICER, lock, at_ms=now_ms + 1)
    bind_server(ServerBond("https://posko.contoh.id", bytes(32), bytes(16)), desk.store.profile.numbers.block)
    events.note_receipt(Receipt(bytes(16), stream, 3, bytes(32), 7), bytes(64))
    note_attention(stream, 2, "SAME_PERSON", {"post": "SBY02"}, now_ms)
    other = WireDesk(post="SBY02")
    other.register(1)
    event = other.events[0]
    passed = EventUp(event.kind, event.at_ms, event.officer, event.body, other.record(1), event.base, event.schema)
    keep_news(desk.shelf(), Change(1, other.stream, 1, passed))
    keep_programme(KeptProgramme("CONTOH", "2020-04-11.1", b'code = "CONTOH"'), now_ms)


def write(name: str) -> None:
    """Write the stored database of this version and what it must hold."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "meja"
        recovery_code = new_profile(home)
        with opened(home) as desk:
            fill(desk, Path(folder))
        with opened(home, officer=OFFICER) as desk:
            stored = Stored(SECRET, recovery_code, digest_of(desk))
        packed = gzip.compress((home / DATABASE_NAME).read_bytes(), 9, mtime=0)
    (FOLDER / f"{name}.db.gz").write_bytes(packed)
    (FOLDER / f"{name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(stored), indent=2) + b"\n")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else max(path.stem for path in MIGRATIONS.glob("*.py"))[:4])
