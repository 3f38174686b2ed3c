"""The waiting list: ranked by who came first, with what is missing in the words of people."""

from __future__ import annotations

import uuid
from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.waiting_list import Waiting, missing_of, waiting_rows
from core.wire.records import NotedFinding
from tests.core.test_batches import PROGRAMME, TWO
from tests.kit.desk_wire import registered

FINDINGS = (
    NotedFinding("documents", "PAPER_MISSING", "warn", facts={"paper": "kk", "label": "Kartu Keluarga (KK)"}),
    NotedFinding("answers.education", "ANSWER_MISSING", "warn", facts={"question": "Pendidikan terakhir"}),
    NotedFinding("email", "EMAIL_NONE", "warn", facts={"label": "alamat e-mail"}),
    NotedFinding("batch", "BATCH_CLOSED", "warn", facts={"on": "18-04-2020"}),
    NotedFinding("rt_rw", "RT_RW_NONE", "warn", is_confirmed=True, facts={"label": "RT/RW"}),
    NotedFinding("nik", "NIK_TOO_SHORT", "block", facts={"label": "NIK"}),
    NotedFinding("name_on_id", "LATER_PROGRAM", "warn"),
)
BODY = registered(1, status="DAFTAR_TUNGGU", outcome="waiting_list", findings=FINDINGS)


def waiting(number: int, day: str = "2020-04-13", at_ms: int = 0, stream: bytes = b"a") -> Waiting:
    body = msgspec.structs.replace(BODY, business_on=day)
    return Waiting(uuid.UUID(int=number), stream, number, at_ms, body, "phk")


def test_what_is_missing_is_called_as_people_call_it() -> None:
    assert missing_of(PROGRAMME, BODY) == ("Kartu Keluarga (KK)", "Pendidikan terakhir")


def test_who_is_complete_lacks_nothing() -> None:
    assert missing_of(PROGRAMME, msgspec.structs.replace(BODY, status="TERDAFTAR")) == ()


def test_a_row_shows_who_since_when_and_for_which_batch() -> None:
    (row,) = waiting_rows(PROGRAMME, [waiting(1)], TWO)
    assert (row.rank, row.uid, row.registration_no, row.queue_number) == (
        1,
        uuid.UUID(int=1),
        BODY.registration_no,
        "A001",
    )
    assert (row.name, row.nik, row.since, row.group, row.batch) == (
        BODY.person.name_on_id,
        "357808******0001",
        date(2020, 4, 13),
        "phk",
        TWO,
    )


def test_a_name_that_could_not_be_taken_is_shown_as_typed() -> None:
    body = msgspec.structs.replace(
        BODY, person=msgspec.structs.replace(BODY.person, name_on_id=""), typed={"name_on_id": "S1TI"}
    )
    one = waiting(1)
    (row,) = waiting_rows(PROGRAMME, [Waiting(one.uid, one.stream, one.seq, one.at_ms, body, "")], None)
    assert (row.name, row.batch) == ("S1TI", None)


def test_the_day_of_the_visit_counts_before_the_clock() -> None:
    rows = waiting_rows(PROGRAMME, [waiting(1, "2020-04-14", at_ms=1), waiting(2, "2020-04-13", at_ms=9)], TWO)
    assert [(row.rank, row.uid.int) for row in rows] == [(1, 2), (2, 1)]


@given(
    places=st.lists(
        st.tuples(st.sampled_from(("2020-04-13", "2020-04-14")), st.integers(0, 3), st.sampled_from((b"a", b"b"))),
        max_size=8,
    ),
    leaving=st.sets(st.integers(0, 7)),
)
def test_nobody_is_overtaken_when_others_leave(places: list[tuple[str, int, bytes]], leaving: set[int]) -> None:
    everybody = [waiting(number, *place) for number, place in enumerate(places)]
    before = [row.uid for row in waiting_rows(PROGRAMME, everybody, TWO) if row.uid.int not in leaving]
    after = [row.uid for row in waiting_rows(PROGRAMME, [one for one in everybody if one.seq not in leaving], TWO)]
    assert before == after
