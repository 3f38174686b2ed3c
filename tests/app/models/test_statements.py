"""The statements that a registration runs as text: they say what the tables say, and find who came first."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.desk.context import Desk
from app.models import applicants, events, numbers, registrations
from app.models.registrations import Place
from app.models.statements import Value, insert, run
from app.models.tables import NumberRow, RegistrationRow
from core.wire.records import RegisteredBody
from tests.kit.desk import fresh_desk, register_one

TEXTS = [
    text
    for module in (applicants, events, numbers, registrations)
    for name, text in vars(module).items()
    if name.startswith("_") and isinstance(text, str) and re.match(r"\s*(SELECT|INSERT|UPDATE)\b", text)
]

WALKS_THE_TABLE = {
    registrations._LISTED: "the beginning of a text; what is run has one of the conditions behind it",
    registrations._COUNT: "it counts every visit",
    events._STATES: "all streams of this device: as many as it has had lives",
}
"""Texts that are meant to look at all rows, and why."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh_desk(tmp_path / "profile") as one:
        yield one


@pytest.mark.parametrize(
    "text", [text for text in TEXTS if text not in WALKS_THE_TABLE], ids=lambda text: " ".join(text.split())[:40]
)
def test_every_text_fits_the_tables_and_finds_its_rows_by_an_index(desk: Desk, text: str) -> None:
    assert not any("SCAN" in step for step in plan_of(desk, text))


def plan_of(desk: Desk, text: str) -> list[str]:
    rows = desk.store.run(lambda: run(f"EXPLAIN QUERY PLAN {text}", *[None] * places_in(text)).fetchall())
    return [str(row[3]) for row in rows]


def places_in(text: str) -> int:
    """How many values a text takes: a bare place stands behind the highest number before it."""
    highest = 0
    for number in re.findall(r"\?(\d*)", text):
        highest = max(highest, int(number)) if number else highest + 1
    return highest


def test_a_page_of_the_list_begins_at_its_row_and_sorts_nothing(desk: Desk) -> None:
    (step,) = plan_of(desk, registrations._PAGE)
    assert step.startswith("SEARCH registration USING INTEGER PRIMARY KEY (rowid<?)")


def test_there_are_texts_to_look_at() -> None:
    assert len(TEXTS) >= 7
    assert set(WALKS_THE_TABLE) <= set(TEXTS)


def test_a_row_comes_back_as_it_was_inserted(desk: Desk) -> None:
    values: dict[str, Value] = {"series": "Z", "business_on": "2020-04-13", "block": 7, "used": 3}
    desk.store.write(lambda: insert(NumberRow, values))
    assert desk.store.run(lambda: NumberRow.select().where(NumberRow.series == "Z").dicts().get()) == values


def test_an_unknown_column_is_named(desk: Desk) -> None:
    with pytest.raises(ValueError, match=r"RegistrationRow has no column \{.person_uidd.\}"):
        desk.store.write(lambda: insert(RegistrationRow, {"uid": b"1", "person_uidd": b"2"}))


def test_of_two_registrations_of_one_person_the_earlier_is_the_first(desk: Desk) -> None:
    body = register_one(desk).kept.body
    ours, theirs = msgspec.structs.replace(body, business_on="2020-04-14"), body
    for stream, at_ms, copied in ((b"later", 2_000, ours), (b"earlier", 1_000, theirs)):
        shelve(desk, stream, at_ms, copied)
    first = desk.store.run(lambda: desk.shelf().first_of(body.person.nik, body.programme, body.period))
    assert first is not None
    assert (first.at_ms, first.uid) == (1_000, uuid.uuid5(uuid.NAMESPACE_OID, "earlier"))


def shelve(desk: Desk, stream: bytes, at_ms: int, body: RegisteredBody) -> None:
    """A registration that another device of the post made."""
    uid = uuid.uuid5(uuid.NAMESPACE_OID, stream.decode())
    place = Place(stream.ljust(20, b"."), 1, uid.bytes, at_ms, b"o" * 16)
    desk.store.write(lambda: desk.shelf().insert(place, body))


def test_a_person_without_a_nik_has_no_first_registration(desk: Desk) -> None:
    register_one(desk)
    assert desk.store.run(lambda: desk.shelf().first_of("", "PRAKERJA2020", "2020")) is None
