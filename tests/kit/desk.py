"""A desk for tests: a training profile with a cheap secret, unlocked over real files, its clock standing still."""

from __future__ import annotations

import dataclasses
import functools
import json
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.bundled import programme
from app.desk.context import Desk
from app.desk.register import Registered, register
from app.main import desk_of, settings_of
from app.models.birth import NewDesk, give_birth, new_device_uid
from app.models.officers import Role
from app.models.places import DATABASE_NAME
from app.models.profile import Post, ServerBond
from app.models.regions import RegionFile
from app.models.rows import WORKER_DATABASE
from app.models.sealing import KdfCost
from app.models.store import Store
from app.models.tables import TABLES
from core.clock import Clock
from core.entry import Entry, entry_from_json
from core.errors import Trouble
from core.programme import Programme
from core.signing import SigningKey
from tests.kit.manual_clock import ManualClock

CHEAP = KdfCost(memory_kib=64, iterations=1)
"""A guess costs next to nothing; it is kept with the officer, so other processes unlock as cheaply."""

SECRET = "rahasia-latihan"
OFFICER = "RINA SETYOWATI"
DAY = date(2020, 4, 13)
"""A day on which the first batch is open; also the day of :class:`ManualClock` and of the day file."""

DAY_FILE = Path(__file__).parents[1] / "data" / "hari_182.jsonl"


def prakerja() -> Programme:
    """The programme that the day file is for."""
    return programme("PRAKERJA2020")


def new_profile(
    home: Path,
    *,
    clock: Clock | None = None,
    block: int = 1,
    post: Post | None = None,
    is_training: bool = True,
    officer: str = OFFICER,
    role: Role = Role.COORDINATOR,
    secret: str = SECRET,
    device_uid: uuid.UUID | None = None,
    server: ServerBond | None = None,
) -> str:
    """Make a profile in ``home``; its recovery code."""
    time = clock or ManualClock()
    desk = NewDesk(
        device_uid=device_uid or new_device_uid(time),
        key=SigningKey.generate(),
        post=post or Post("SBY01", "Posko Contoh 01", "35", is_training=is_training),
        block=block,
        officer_name=officer,
        role=role,
        secret=secret,
        server=server,
    )
    return give_birth(home, desk, time, cost=CHEAP)


@contextmanager
def opened(
    home: Path, *, clock: Clock | None = None, officer: str | None = None, secret: str = SECRET, holder: str = "posko"
) -> Iterator[Desk]:
    """The unlocked desk of a profile; when the block ends its files are closed."""
    time = clock or ManualClock()
    with Store(home, holder=holder) as store:
        regions = RegionFile()
        try:
            desk = desk_of(store, store.unlock(officer, secret, time), settings_of(home), regions)
            yield dataclasses.replace(desk, clock=time)
        finally:
            regions.close()


@contextmanager
def fresh_desk(home: Path, *, clock: Clock | None = None, block: int = 1) -> Iterator[Desk]:
    """A new profile, opened and unlocked."""
    new_profile(home, clock=clock, block=block)
    with opened(home, clock=clock) as desk:
        yield desk


@functools.cache
def _born_once() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        new_profile(Path(folder) / "meja")
        return (Path(folder) / "meja" / DATABASE_NAME).read_bytes()


@contextmanager
def ready_desk(home: Path, *, clock: Clock | None = None) -> Iterator[Desk]:
    """A desk for a test that does not care about set-up: a copy of one profile that was made once; the quick way."""
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(_born_once())
    with opened(home, clock=clock) as desk:
        yield desk


@functools.cache
def day_lines() -> tuple[str, ...]:
    """The lines of the day file: one person each."""
    return tuple(DAY_FILE.read_text("utf-8").splitlines())


def day_values(number: int) -> dict[str, Any]:
    """The person of the day file in this line (from 1), as decoded JSON."""
    values: dict[str, Any] = json.loads(day_lines()[number - 1])
    return values


def entry_of(line: str | Mapping[str, object], **changes: object) -> Entry:
    """The entry of a line of the day file (or decoded values), with some members changed; ``...`` takes one out."""
    values: dict[str, object] = {**(json.loads(line) if isinstance(line, str) else line), **changes}
    return entry_from_json({name: value for name, value in values.items() if value is not ...})


def person_values(number: int, **changes: object) -> dict[str, object]:
    """A made-up person whom nothing stands against, another one for every number; ``...`` takes a member out."""
    days, serial = divmod(number, 90)
    born = date(1970, 1, 1) + timedelta(days=days)
    values: dict[str, object] = {
        "nik": f"357808{born:%d%m%y}{9901 + serial}",
        "name_on_id": f"BUDI {_letters(number)}",
        "birth_place": "SURABAYA",
        "birth_date": f"{born:%d-%m-%Y}",
        "sex": "L",
        "id_address": f"JL. KENANGA NO. {number + 1}",
        "rt_rw": "003/007",
        "village_code": "35.78.08.1002",
        "religion": "ISLAM",
        "marital_status": "KAWIN",
        "occupation": "WIRASWASTA",
        "citizenship": "WNI",
        "family_card_no": f"357808{23 + days % 5}0812{9901 + serial}",
        "mobile": f"0812{45600000 + number:08d}",
        "email": f"contoh{number}@contoh.id",
        "answers": {
            "employment_status": "phk",
            "in_formal_education": False,
            "excluded_group": None,
            "former_recipient": False,
            "education": "SMA",
            "training": "Menjahit",
        },
        "documents": ["ktp", "kk"],
        "consent": True,
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not ...}


def _letters(number: int) -> str:
    word = ""
    while number or len(word) < 3:
        number, place = divmod(number, 26)
        word = chr(ord("A") + place) + word
    return word


def register_one(desk: Desk, number: int = 0, *, on: date = DAY, **changes: object) -> Registered:
    """Register the made-up person with this number."""
    return register(desk, entry_of(person_values(number, **changes)), prakerja(), on)


def sql(store: Store, text: str, *values: object) -> list[tuple[Any, ...]]:
    """Run one statement behind the program's back, by the connection that owns the database."""

    def run() -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = WORKER_DATABASE.execute_sql(text, values).fetchall()
        return found

    return store.run(run)


def all_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in the store, table by table."""
    names = [table._meta.table_name for table in TABLES]
    return {name: sorted(sql(store, f'SELECT * FROM "{name}"'), key=repr) for name in names}


@contextmanager
def while_numbers_last() -> Iterator[None]:
    """A block may well be used up; that no number is given then is as good as another one."""
    try:
        yield
    except Trouble as trouble:
        if trouble.code != "NUMBERS_USED_UP":
            raise


def cut_power(desk: Desk) -> dict[Path, bytes]:
    """The database and its journal as a power cut in the middle of a long transaction leaves them."""
    sql(desk.store, "PRAGMA cache_size=1")
    sql(desk.store, "BEGIN IMMEDIATE")
    sql(desk.store, "UPDATE registration SET status = 'x'")
    sql(desk.store, "UPDATE profile SET post_name = 'x'")
    sql(desk.store, "INSERT INTO draft SELECT randomblob(16), randomblob(300000), 1, x'00'")
    found = {path: path.read_bytes() for path in desk.store.home.glob(f"{DATABASE_NAME}*")}
    sql(desk.store, "ROLLBACK")
    return found
