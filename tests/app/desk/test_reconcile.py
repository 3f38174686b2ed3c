"""The evening reconciliation: an even day says so, and whatever is missing of a day stands there by its number."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.exports.kinds import ExportKind, ExportOrder
from app.desk.exports.order import export, made_copy
from app.desk.reconcile import Evening, reconcile
from app.desk.register import register
from app.desk.slips import prepare_slip
from app.desk.withdraw import withdraw
from app.models.events import events_after
from core.errors import Trouble
from core.reconciliation import Difference, DifferenceCode, GapReason
from core.registered import KeptRegistration
from core.wire.events import Kind
from tests.harness.places import quick_folder
from tests.kit.desk import DAY, entry_of, person_values, prakerja, register_one, sql
from tests.kit.enrolled import enrolled_desk, sync
from tests.kit.server import RunningServer, running_server
from tests.papers.reading import words

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(Path(folder)) as running:
        yield running


@pytest.fixture
def sent(home: Path, server: RunningServer) -> Iterator[Desk]:
    """A desk whose day is over: five visits with their papers, everything with the server."""
    with enrolled_desk(home, server.url, server.new_code()) as desk:
        for number in range(3):
            came(desk, number)
        came(desk, 3, documents=["ktp"])
        came(desk, 4, nik="35780")
        sync(desk)
        yield desk


def came(desk: Desk, number: int, **changes: object) -> KeptRegistration:
    """Somebody came and went home with a paper."""
    kept = register(desk, entry_of(person_values(number, **changes)), prakerja(), DAY).kept
    prepare_slip(desk, kept, "thermal80", is_reprint=False)
    return kept


def evening(desk: Desk) -> Evening:
    return reconcile(desk, DAY)


def found(desk: Desk) -> list[tuple[DifferenceCode, str]]:
    return [(one.code, one.numbers.queue_number) for one in evening(desk).counted.differences]


def uid_of(desk: Desk, queue_number: str) -> bytes:
    [(uid,)] = sql(desk.store, "SELECT uid FROM registration WHERE queue_number = ?", queue_number)
    return bytes(uid)


def numbers_of(desk: Desk) -> list[str]:
    return [visit.numbers.queue_number for visit in evening(desk).counted.visits]


@contextmanager
def lost(desk: Desk, table: str, column: str, value: object) -> Iterator[None]:
    """These rows are gone until the block ends."""
    rows = sql(desk.store, f'SELECT * FROM "{table}" WHERE {column} = ?', value)
    take_away(desk, f'DELETE FROM "{table}" WHERE {column} = ?', value)
    yield
    for row in rows:
        sql(desk.store, f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', *row)


def take_away(desk: Desk, text: str, *values: object) -> None:
    """As damage would: no key of another table protects anything."""
    sql(desk.store, "PRAGMA foreign_keys = OFF")
    sql(desk.store, text, *values)


def test_a_day_that_is_whole_and_sent_has_no_difference(sent: Desk) -> None:
    told = evening(sent)
    counted = told.counted
    figures = (len(counted.visits), counted.slips, len(counted.told), counted.under_receipt)
    assert figures == (5, 5, 5, 5)
    assert counted.differences == ()
    assert told.is_even
    assert [(span.letter, span.first, span.last, span.taken) for span in counted.spans] == [
        ("A", counted.spans[0].first, counted.spans[0].first + 4, 5),
        ("", counted.spans[1].first, counted.spans[1].first + 3, 4),
    ]


def test_it_says_that_the_server_holds_the_same_and_since_when(sent: Desk) -> None:
    compared = evening(sent).compared
    assert compared is not None
    assert compared.is_equal


def test_a_day_without_anybody_is_even(desk: Desk) -> None:
    told = evening(desk)
    assert told.is_even
    assert told.counted.spans == ()


def test_any_lost_slip_shows_by_number(sent: Desk) -> None:
    for number in numbers_of(sent):
        with lost(sent, "slip", "registration_uid", uid_of(sent, number)):
            assert found(sent) == [(DifferenceCode.NO_SLIP, number)]
    assert found(sent) == []


def test_any_lost_visit_shows_by_number(sent: Desk) -> None:
    for number in numbers_of(sent):
        with lost(sent, "registration", "queue_number", number):
            assert found(sent) == [(DifferenceCode.NO_VISIT, number)]
    assert found(sent) == []


def test_any_lost_event_shows_by_number(sent: Desk) -> None:
    for number in numbers_of(sent):
        with lost(sent, "event", "record", uid_of(sent, number)):
            assert found(sent) == [(DifferenceCode.NO_EVENT, number)]
    assert found(sent) == []


def test_any_number_whose_visit_and_event_are_both_gone_shows(sent: Desk) -> None:
    for visit in evening(sent).counted.visits:
        uid = uid_of(sent, visit.numbers.queue_number)
        with (
            lost(sent, "event", "record", uid),
            lost(sent, "slip", "registration_uid", uid),
            lost(sent, "registration", "uid", uid),
        ):
            gone = evening(sent).counted.differences
            assert {one.code for one in gone} == {DifferenceCode.NOT_KEPT}
            assert visit.numbers.queue_number in {one.numbers.queue_number for one in gone}
            assert len(gone) == 1 + bool(visit.numbers.registration_no)


def test_whatever_is_behind_the_last_receipt_shows_by_number(sent: Desk) -> None:
    numbers = numbers_of(sent)
    for last in range(len(numbers)):
        sql(sent.store, "UPDATE stream SET receipt_seq = ?", last)
        assert found(sent) == [(DifferenceCode.NO_RECEIPT, number) for number in numbers[last:]]


def test_a_receipt_that_the_server_did_not_sign_vouches_for_nothing(sent: Desk) -> None:
    sql(sent.store, "UPDATE stream SET receipt_signature = zeroblob(64)")
    assert [code for code, _number in found(sent)] == [DifferenceCode.NO_RECEIPT] * 5


def test_a_count_of_numbers_that_lags_behind_shows_the_number_that_it_would_give_again(sent: Desk) -> None:
    sql(sent.store, "UPDATE number SET used = used - 1 WHERE series = 'A'")
    last = evening(sent).counted.visits[-1].numbers.queue_number
    assert found(sent) == [(DifferenceCode.NOT_COUNTED, last)]


def test_a_visit_whose_number_was_changed_shows(sent: Desk) -> None:
    uid = uid_of(sent, evening(sent).counted.visits[0].numbers.queue_number)
    take_away(sent, "UPDATE registration SET queue_number = 'A999' WHERE uid = ?", uid)
    assert DifferenceCode.OTHER_NUMBER in {code for code, _number in found(sent)}


def test_a_reprint_is_counted_and_its_event_waits_by_number(sent: Desk) -> None:
    kept = came(sent, 9)
    sync(sent)
    prepare_slip(sent, kept, "thermal80", is_reprint=True)
    told = evening(sent)
    assert told.counted.reprints == 1
    assert told.counted.differences == (
        Difference(DifferenceCode.ACT_WAITS, told.counted.visits[-1].numbers, Kind.SLIP_REPRINTED),
    )
    sql(sent.store, "DELETE FROM slip WHERE copy_no = 2")
    assert (DifferenceCode.REPRINTS, kept.queue_number) in found(sent)


def test_who_withdrew_keeps_the_number_and_is_named_as_that(sent: Desk) -> None:
    kept = came(sent, 19)
    withdraw(sent, kept.uid, "pemohon pindah kota")
    sync(sent)
    counted = evening(sent).counted
    assert counted.differences == ()
    assert [gap.reason for span in counted.spans for gap in span.gaps] == [GapReason.WITHDRAWN] * 2


def test_who_came_again_is_counted_and_has_no_visit(sent: Desk) -> None:
    register(sent, entry_of(person_values(0)), prakerja(), DAY)
    told = evening(sent)
    assert (told.repeated, len(told.counted.visits)) == (1, 5)


def test_a_desk_without_a_server_has_everything_still_to_send(desk: Desk) -> None:
    came(desk, 0)
    assert found(desk) == [(DifferenceCode.NO_RECEIPT, "A001")]


def test_numbers_that_a_restore_burnt_are_no_difference(desk: Desk) -> None:
    came(desk, 0)
    sql(desk.store, "UPDATE profile SET burnt_until = '2020-04-13', burnt_chunks = 1")
    sql(desk.store, "UPDATE number SET used = 200")
    desk.store.refresh()
    came(desk, 1)
    counted = evening(desk).counted
    assert {one.code for one in counted.differences} == {DifferenceCode.NO_RECEIPT}
    [span] = [span for span in counted.spans if span.letter]
    assert {gap.reason for gap in span.gaps} == {GapReason.BURNT}
    assert len(span.gaps) == 199


def test_other_days_do_not_count(sent: Desk) -> None:
    register_one(sent, 7, on=DAY.replace(day=14))
    assert evening(sent).is_even


# --- the sheet ------------------------------------------------------------------------------------------------------
def order(folder: Path, suffix: str) -> ExportOrder:
    return ExportOrder(kind=ExportKind.RECONCILIATION, target=folder / f"malam.{suffix}", first_on=DAY)


def test_the_sheet_names_differences_by_number_and_nobody(sent: Desk, tmp_path: Path) -> None:
    number = evening(sent).counted.visits[1].numbers.queue_number
    take_away(sent, "DELETE FROM slip WHERE registration_uid = ?", uid_of(sent, number))
    made = export(sent, order(tmp_path, "pdf"))
    read = words(made.path.read_bytes())
    assert "LEMBARREKONSILIASIMALAM" in read
    assert "ADA1SELISIH" in read
    assert number in read
    assert "Mengetahui,KoordinatorPosko" in read
    assert "BUDI" not in read
    assert str(person_values(1)["nik"]) not in read


def test_the_same_evening_gives_the_same_bytes(sent: Desk, tmp_path: Path) -> None:
    once, again = (made_copy(sent, order(tmp_path, "pdf")).content for _ in range(2))
    assert once[:4] == b"%PDF"
    assert once == again
    listed = made_copy(sent, order(tmp_path, "csv")).content
    assert listed.decode("utf-8-sig").startswith("Bagian;Nomor antrean;Nomor registrasi;Angka;Perihal")


def test_that_it_was_made_is_in_the_log(sent: Desk, tmp_path: Path) -> None:
    export(sent, order(tmp_path, "xlsx"))
    stream, sealer = sent.store.profile.stream, sent.keys.sealer
    logged = sent.store.run(lambda: events_after(stream, 5, 10, sealer))
    assert [header.kind for header, _body in logged] == [Kind.EXPORTED]


def test_it_is_about_one_day_and_no_programme(desk: Desk, tmp_path: Path) -> None:
    wanted = ExportOrder(
        kind=ExportKind.RECONCILIATION, target=tmp_path / "x.pdf", first_on=DAY, last_on=DAY.replace(day=14)
    )
    with pytest.raises(Trouble, match="RECONCILE_ONE_DAY"):
        export(desk, wanted)


def test_uids_of_visits_are_not_told_by_the_sheet(sent: Desk, tmp_path: Path) -> None:
    made = export(sent, order(tmp_path, "csv"))
    text = made.path.read_text("utf-8-sig")
    assert not any(str(uuid.UUID(bytes=uid)) in text for (uid,) in sql(sent.store, "SELECT uid FROM registration"))
