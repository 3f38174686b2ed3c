"""The report of a day and its papers: every figure counted at the desk, on screen as on paper as in the list."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from app.desk.blank_forms import make_blanks
from app.desk.context import Desk
from app.desk.daily_report import daily_report
from app.desk.exports.daily import daily_letter, daily_roll, duration_text
from app.desk.exports.kinds import ExportKind, ExportOrder
from app.desk.exports.order import made_copy
from app.desk.exports.shift import shift_of
from app.desk.incidents import IncidentNoted, incidents_on, note_incident
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call_next
from app.desk.queue.close import close_day
from app.desk.queue.move import finish, serve
from app.desk.queue.survey import answer_survey
from app.desk.queue.take import take_ticket
from app.desk.queue.visits import note_visit
from app.desk.refusal import Refused
from app.models.events import events_of
from core.daily_report import AgeBand, SexCount
from core.errors import Trouble
from core.incidents import MOST_INCIDENT, IncidentKind
from core.tickets import Service
from core.visits import Asked, Result
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.kit.desk import DAY, OFFICER, all_rows, prakerja, register_one, sql
from tests.kit.manual_clock import ManualClock
from tests.papers.reading import page_count, squeezed, words

NOTE = "Padam pukul 10.15 sampai 11.00"


def copy(desk: Desk, kind: ExportKind, suffix: str = "pdf", on: date | None = DAY, **wanted: object) -> bytes:
    order = ExportOrder(kind=kind, target=Path(f"x.{suffix}"), first_on=on, **wanted)  # type: ignore[arg-type]  # members
    return made_copy(desk, order).content


def says(data: bytes, *texts: str) -> bool:
    text = words(data)
    return all(squeezed(one) in text for one in texts)


# --- figures ------------------------------------------------------------------------------------------------------


def test_a_day_without_anybody_has_a_report_of_zeros(desk: Desk) -> None:
    report = daily_report(desk, DAY)
    assert (report.given, report.registered.people, report.desks) == (0, 0, 1)
    assert [one.letter for one in report.services] == ["A", "B", "C", "P"]
    assert report.officers == (OFFICER,)


def test_people_are_counted_by_programme_sex_and_age(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 1, sex="P", nik="3578085508959902", birth_date="15-08-1995")
    register_one(desk, 2, documents=["ktp"])
    report = daily_report(desk, DAY)
    assert report.programmes == {"PRAKERJA2020": SexCount(women=1, men=2)}
    assert (report.ages[AgeBand.YOUNG], report.ages[AgeBand.MIDDLE]) == (1, 2)
    assert report.missing == {"Kartu Keluarga (KK)": 1}


def test_who_has_no_number_yet_is_counted_apart(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 1, nik="35780")
    report = daily_report(desk, DAY)
    assert report.registered.people == 1
    assert report.not_yet == {"BELUM_LENGKAP": 1}


def test_the_queue_is_counted_by_service_with_its_times(desk: Desk, clock: ManualClock) -> None:
    for letter in (Service.REGISTRATION, Service.EMAIL, Service.EMAIL):
        take_ticket(desk, letter, DAY)
    clock.pass_s(300)
    called = call_next(desk, DAY, "1", (Service.EMAIL,))
    assert isinstance(called, TicketMoved)
    clock.pass_s(120)
    finish(desk, called.ticket.uid)
    report = daily_report(desk, DAY)
    found = {one.letter: (one.given, one.served, one.waiting) for one in report.services}
    assert (found["A"], found["B"]) == ((1, 0, 1), (2, 1, 1))
    assert report.waited is not None
    assert report.served_in is not None
    assert (report.waited.average_s, report.served_in.average_s) == (300, 120)
    assert report.arrivals[8] == 3


def test_who_sat_there_at_the_close_is_told_apart_on_paper_and_in_the_list(desk: Desk) -> None:
    take_ticket(desk, Service.EMAIL, DAY)
    called = call_next(desk, DAY, "1")
    assert isinstance(called, TicketMoved)
    serve(desk, called.ticket.uid, "1")
    close_day(desk, DAY)
    report = daily_report(desk, DAY)
    assert (report.settled, report.services[1].served, report.served_in) == (1, 1, None)
    assert says(copy(desk, ExportKind.DAILY), "1 di antara yang dilayani masih di loket saat antrean ditutup")
    rows = list(openpyxl.load_workbook(io.BytesIO(copy(desk, ExportKind.DAILY, "xlsx"))).worksheets[0].values)
    assert ("A. Antrean", "Masih dilayani saat antrean ditutup", 1) in rows


def test_only_what_is_of_the_day_counts(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 1, on=DAY + timedelta(days=1))
    note_incident(desk, DAY + timedelta(days=1), IncidentKind.POWER, NOTE)
    report = daily_report(desk, DAY)
    assert report.registered.people == 1
    assert report.incidents == ()


def test_what_waits_for_the_server_is_told(desk: Desk) -> None:
    register_one(desk, 0)
    sync = daily_report(desk, DAY).sync
    assert (sync.sent, sync.waiting, sync.refused) == (0, 1, 0)


# --- incidents ----------------------------------------------------------------------------------------------------


def test_an_incident_is_kept_with_who_told_it(desk: Desk) -> None:
    told = note_incident(desk, DAY, IncidentKind.POWER, f"  {NOTE} \n")
    assert isinstance(told, IncidentNoted)
    assert told.changes.has_outbox
    [incident] = incidents_on(desk, DAY)
    assert (incident.kind, incident.note, incident.officer_name) == ("power", NOTE, OFFICER)


def test_incidents_stand_in_the_order_in_which_they_were_told(desk: Desk, clock: ManualClock) -> None:
    for kind in (IncidentKind.SERVER, IncidentKind.POWER, IncidentKind.OTHER):
        note_incident(desk, DAY, kind, "")
        clock.pass_s(60)
    assert [one.kind for one in incidents_on(desk, DAY)] == ["server", "power", "other"]


def test_an_incident_is_sealed(desk: Desk) -> None:
    note_incident(desk, DAY, IncidentKind.POWER, NOTE)
    assert not [row for rows in all_rows(desk.store).values() for row in rows if "Padam" in str(row)]


def test_a_long_note_is_cut_where_it_no_longer_fits(desk: Desk) -> None:
    note_incident(desk, DAY, IncidentKind.OTHER, "x" * 5000)
    assert len(incidents_on(desk, DAY)[0].note) == MOST_INCIDENT


def test_a_broken_incident_is_left_out_of_the_report(desk: Desk) -> None:
    note_incident(desk, DAY, IncidentKind.POWER, NOTE)
    sql(desk.store, "UPDATE incident SET sealed = x'00'")
    assert daily_report(desk, DAY).incidents == ()


# --- papers -------------------------------------------------------------------------------------------------------


def test_the_sheet_says_every_figure_and_has_two_places_to_sign(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 1, documents=["ktp"])
    take_ticket(desk, Service.COMPLAINT, DAY)
    note_visit(desk, DAY, Asked.STATUS_CHECK, Result.ANSWERED)
    note_incident(desk, DAY, IncidentKind.POWER, NOTE)
    data = copy(desk, ExportKind.DAILY)
    assert says(data, "REKAP HARIAN", "Senin, 13 April 2020", "Kartu Pra Kerja 2020", "Kartu Keluarga (KK)", NOTE)
    assert says(data, "Mengetahui, Koordinator Posko", "Petugas Posko", OFFICER, "kode isi")
    assert "BUDI" not in words(data)


def test_a_day_without_anybody_has_its_sheet_as_well(desk: Desk) -> None:
    assert says(copy(desk, ExportKind.DAILY), "REKAP HARIAN", "tidak terukur")


def test_the_workbook_holds_the_same_figures_and_nobodys_name(desk: Desk) -> None:
    register_one(desk, 0)
    book = openpyxl.load_workbook(io.BytesIO(copy(desk, ExportKind.DAILY, "xlsx")))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert ("B. Terdaftar menurut program", "PRAKERJA2020: Laki-laki", 1) in rows
    assert "BUDI" not in str(rows)


def test_the_paper_carries_the_checksum_of_its_list(desk: Desk) -> None:
    register_one(desk, 0)
    roll = daily_roll(desk, DAY, daily_report(desk, DAY))
    letter = daily_letter(desk, DAY, daily_report(desk, DAY))
    assert roll.checksum in letter.mark


def test_the_same_day_gives_the_same_bytes(desk: Desk) -> None:
    register_one(desk, 0)
    assert copy(desk, ExportKind.ATTENDANCE) == copy(desk, ExportKind.ATTENDANCE)


def test_the_attendance_list_shows_names_and_the_end_of_the_nik_only(desk: Desk) -> None:
    kept = register_one(desk, 0).kept
    register_one(desk, 1, nik="35780")
    text = words(copy(desk, ExportKind.ATTENDANCE))
    assert "BUDIAAA" in text
    assert "BUDIAAB" in text
    assert kept.body.person.nik[-4:] in text
    assert kept.body.person.nik not in text


def test_the_attendance_list_has_empty_lines_behind_the_last_visitor(desk: Desk) -> None:
    register_one(desk, 0)
    text = words(copy(desk, ExportKind.ATTENDANCE))
    assert "9." in text
    assert "10." not in text


def test_the_hand_over_names_blank_forms_by_their_numbers(desk: Desk) -> None:
    blanks = make_blanks(desk, DAY, 4, prakerja())
    assert not isinstance(blanks, Refused)
    register_one(desk, 0, documents=["ktp"])
    data = copy(desk, ExportKind.SHIFT)
    assert says(data, "A001 - A004", blanks.tickets[0].registration_no, blanks.tickets[3].registration_no)
    assert says(data, "SERAH TERIMA TUGAS", "Yang menerima", "Yang menyerahkan", "Stempel", "cap")


def test_the_hand_over_counts_what_is_open(desk: Desk) -> None:
    register_one(desk, 0, documents=["ktp"])
    register_one(desk, 1, nik="35780")
    take_ticket(desk, Service.EMAIL, DAY)
    shift = shift_of(desk, DAY)
    assert (shift.on_waiting_list, shift.incomplete, shift.waiting, shift.unsent) == (1, 1, 1, 3)


def test_the_survey_has_its_table_index_and_band(desk: Desk) -> None:
    for _ in range(4):
        answer_survey(desk, DAY, Service.REGISTRATION, (4, 4, 3, 4, 4, 4, 4, 3, 4))
    data = copy(desk, ExportKind.SURVEY)
    assert says(data, "IKM 94,44, mutu A (sangat baik)", "U3", "Waktu penyelesaian", "4 orang")


def test_a_survey_that_nobody_answered_is_no_report(desk: Desk) -> None:
    with pytest.raises(Trouble) as trouble:
        copy(desk, ExportKind.SURVEY)
    assert trouble.value.code == "EXPORT_EMPTY"


@pytest.mark.parametrize("kind", [ExportKind.DAILY, ExportKind.SHIFT, ExportKind.ATTENDANCE])
def test_a_paper_of_a_day_is_for_one_day_and_every_programme(desk: Desk, kind: ExportKind) -> None:
    for wanted in ({"last_on": DAY + timedelta(days=1)}, {"programme": "BPU"}):
        with pytest.raises(Trouble) as trouble:
            copy(desk, kind, **wanted)
        assert trouble.value.code == "EXPORT_ONE_DAY"


def test_the_survey_is_for_every_programme(desk: Desk) -> None:
    with pytest.raises(Trouble) as trouble:
        copy(desk, ExportKind.SURVEY, programme="BPU")
    assert trouble.value.code == "EXPORT_ANY_PROGRAMME"


@pytest.mark.parametrize("kind", [ExportKind.DAILY, ExportKind.SHIFT, ExportKind.ATTENDANCE])
def test_that_a_paper_was_made_stands_in_the_log(desk: Desk, kind: ExportKind) -> None:
    copy(desk, kind)
    [[record]] = sql(desk.store, "SELECT record FROM event WHERE kind = ?", Kind.EXPORTED.value)
    [(_header, body)] = desk.store.run(lambda: events_of(record, desk.keys.sealer))
    assert decode(body, RemarkBody).about == kind.value


@pytest.mark.parametrize("kind", [ExportKind.DAILY, ExportKind.SHIFT, ExportKind.ATTENDANCE])
def test_every_paper_of_the_day_can_be_a_folio(desk: Desk, kind: ExportKind) -> None:
    assert page_count(copy(desk, kind, is_folio=True)) >= 1


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "kurang dari 1 menit"), (59, "kurang dari 1 menit"), (60, "1 menit"), (420, "7 menit"), (3599, "60 menit"),
     (3600, "1 jam 0 menit"), (5400, "1 jam 30 menit")],
)  # fmt: skip
def test_a_duration_is_told_as_people_say_it(seconds: int, said: str) -> None:
    assert duration_text(seconds) == said
