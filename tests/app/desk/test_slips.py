"""Slips: one original a registration, every other one says so; a sealed copy stays; trouble loses nothing."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.correct import Corrected, correct
from app.desk.lookup import find_one
from app.desk.slips import prepare_slip, slip_of, write_slip
from app.desk.verify import SlipVerdict, verify
from app.models.device_keys import known_devices
from app.models.events import events_after
from core.errors import Trouble
from core.registered import KeptRegistration
from core.sentences import SENTENCES
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import ReprintedBody
from papers import Paper, SlipKind
from tests.kit.desk import all_rows, new_profile, opened, person_values, register_one, sql
from tests.papers import reading

NIK = str(person_values(0)["nik"])


@pytest.fixture
def kept(desk: Desk) -> KeptRegistration:
    """A registration that nothing was printed of yet."""
    return register_one(desk, 0).kept


def printed(desk: Desk, kept: KeptRegistration, target: Path, *, is_reprint: bool = False) -> tuple[int, bytes]:
    """The number of the copy and the paper."""
    slip = write_slip(desk, kept, Paper.A5, target, is_reprint=is_reprint)
    assert slip.path == target
    return slip.copy_no, target.read_bytes()


# --- copies -----------------------------------------------------------------------------------------------------
def test_the_first_paper_is_the_original(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    copy_no, pdf = printed(desk, kept, tmp_path / "slip.pdf")
    assert copy_no == 1
    assert "DUPLIKAT" not in reading.words(pdf)
    assert kept.registration_no in reading.words(pdf)


def test_every_further_paper_is_marked_whoever_asks(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    printed(desk, kept, tmp_path / "1.pdf")
    for number, is_reprint in ((2, True), (3, False), (4, True)):
        copy_no, pdf = printed(desk, kept, tmp_path / f"{number}.pdf", is_reprint=is_reprint)
        assert copy_no == number
        assert f"DUPLIKAT(cetakanke-{number})" in reading.words(pdf)


def test_who_brings_what_was_missing_gets_a_first_receipt(desk: Desk, tmp_path: Path) -> None:
    noted = register_one(desk, 1, birth_date="08-08-1988").kept
    assert (noted.registration_no, printed(desk, noted, tmp_path / "note.pdf")[0]) == ("", 1)
    answer = correct(desk, noted.uid, {"birth_date": str(person_values(1)["birth_date"])}, "salah ketik")
    assert isinstance(answer, Corrected)
    copy_no, pdf = printed(desk, answer.kept, tmp_path / "receipt.pdf")
    assert copy_no == 1
    assert "DUPLIKAT" not in reading.words(pdf)


def test_a_reprint_is_never_the_original(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    copy_no, pdf = printed(desk, kept, tmp_path / "slip.pdf", is_reprint=True)
    assert copy_no == 2
    assert "DUPLIKAT" in reading.words(pdf)


def test_copies_are_counted_on_the_registration(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    for _time in range(3):
        printed(desk, kept, tmp_path / "slip.pdf")
    assert find_one(desk, str(kept.uid)).copies == 3
    register_one(desk, 1)
    assert find_one(desk, "A002").copies == 0


def test_the_log_tells_of_reprints_only(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    printed(desk, kept, tmp_path / "slip.pdf")
    assert sql(desk.store, "SELECT count(*) FROM event") == [(1,)]
    printed(desk, kept, tmp_path / "slip.pdf", is_reprint=True)
    stream = desk.store.profile.stream
    header, body = desk.store.run(lambda: events_after(stream, 1, 9, desk.keys.sealer))[0]
    assert (header.kind, header.record) == (Kind.SLIP_REPRINTED, kept.uid.bytes)
    assert decode(body, ReprintedBody) == ReprintedBody(2, "a5", desk.keys.officer.name)


def test_the_same_copy_is_the_same_paper(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    pages = {printed(desk, kept, tmp_path / "slip.pdf")[1] for _time in range(3)}
    assert len(pages) == 3
    assert slip_of(desk, kept, 1) == slip_of(desk, find_one(desk, str(kept.uid)), 1)


# --- the sealed copy --------------------------------------------------------------------------------------------
def test_a_sealed_copy_stays_in_the_profile(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    _copy_no, pdf = printed(desk, kept, tmp_path / "slip.pdf")
    name = f"{kept.uid}-receipt-1.slip"
    assert [path.name for path in (desk.store.home / "slips").iterdir()] == [name]
    sealed = (desk.store.home / "slips" / name).read_bytes()
    assert desk.keys.sealer.open("slip", name.encode(), sealed) == pdf
    assert b"%PDF" not in sealed


def test_a_sealed_copy_opens_as_itself_only(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    printed(desk, kept, tmp_path / "slip.pdf")
    sealed = (desk.store.home / "slips" / f"{kept.uid}-receipt-1.slip").read_bytes()
    with pytest.raises(Trouble):
        desk.keys.sealer.open("slip", f"{kept.uid}-receipt-2.slip".encode(), sealed)


# --- trouble ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("target", ["berkas/slip.pdf", "/dev/full/slip.pdf", "/proc/slip.pdf"])
def test_a_place_that_cannot_be_written_is_said_and_the_registration_kept(
    desk: Desk, kept: KeptRegistration, tmp_path: Path, target: str
) -> None:
    (tmp_path / "berkas").write_text("no folder")
    with pytest.raises(Trouble) as caught:
        printed(desk, kept, tmp_path / target)
    assert caught.value.code == "SLIP_CANNOT_WRITE"
    assert caught.value.facts["file"] == "slip.pdf"
    assert caught.value.facts["reason"]
    assert caught.value.code in SENTENCES
    assert find_one(desk, NIK).registration_no == kept.registration_no


def test_a_folder_in_the_place_of_the_paper_is_said(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    (tmp_path / "slip.pdf").mkdir()
    with pytest.raises(Trouble) as caught:
        printed(desk, kept, tmp_path / "slip.pdf")
    assert caught.value.code == "SLIP_CANNOT_WRITE"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_without_its_sealed_copy_no_paper_is_given_out(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    (desk.store.home / "slips").mkdir(exist_ok=True)
    (desk.store.home / "slips").rmdir()
    (desk.store.home / "slips").write_text("no folder")
    with pytest.raises(Trouble) as caught:
        printed(desk, kept, tmp_path / "slip.pdf")
    assert caught.value.code == "SLIP_CANNOT_WRITE"
    assert not (tmp_path / "slip.pdf").exists()


def test_a_paper_that_failed_was_still_the_original(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("no folder")
    with pytest.raises(Trouble):
        printed(desk, kept, tmp_path / "berkas" / "slip.pdf")
    copy_no, pdf = printed(desk, kept, tmp_path / "slip.pdf")
    assert (copy_no, "DUPLIKAT" in reading.words(pdf)) == (2, True)


def test_a_copy_that_cannot_be_counted_is_not_printed(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    sql(desk.store, "PRAGMA query_only=1")
    before = all_rows(desk.store)
    with pytest.raises(Trouble) as caught:
        printed(desk, kept, tmp_path / "slip.pdf")
    assert (caught.value.code, caught.value.facts["cause"]) == ("SLIP_NOT_COUNTED", "STORE_READ_ONLY")
    assert all_rows(desk.store) == before
    assert not (tmp_path / "slip.pdf").exists()
    sql(desk.store, "PRAGMA query_only=0")
    assert printed(desk, kept, tmp_path / "slip.pdf")[0] == 1


# --- in memory, for a printer -----------------------------------------------------------------------------------
def test_a_slip_for_a_printer_is_counted_and_kept_sealed_and_nowhere_in_clear(
    desk: Desk, kept: KeptRegistration, tmp_path: Path
) -> None:
    slip = prepare_slip(desk, kept, "thermal80", is_reprint=False)
    assert (slip.copy_no, slip.title) == (1, f"A001-{kept.registration_no}")
    assert "DUPLIKAT" not in reading.words(slip.pdf)
    name = f"{kept.uid}-receipt-1.slip"
    assert desk.keys.sealer.open("slip", name.encode(), (desk.store.home / "slips" / name).read_bytes()) == slip.pdf
    assert [path for path in tmp_path.rglob("*") if path.is_file() and b"%PDF" in path.read_bytes()] == []


def test_prepared_and_written_slips_count_together(desk: Desk, kept: KeptRegistration, tmp_path: Path) -> None:
    assert prepare_slip(desk, kept, Paper.A5, is_reprint=False).copy_no == 1
    assert printed(desk, kept, tmp_path / "slip.pdf", is_reprint=True)[0] == 2
    assert "DUPLIKAT(cetakanke-3)" in reading.words(prepare_slip(desk, kept, "a5", is_reprint=True).pdf)


def test_a_note_is_called_by_its_day(desk: Desk) -> None:
    kept = register_one(desk, 0, nik="35780815").kept
    slip = prepare_slip(desk, kept, "a5", is_reprint=False)
    assert slip.title == "A001-20200413-catatan"
    assert "pdf" not in repr(slip)


def test_a_slip_that_cannot_be_kept_is_not_prepared(desk: Desk, kept: KeptRegistration) -> None:
    (desk.store.home / "slips").mkdir(exist_ok=True)
    (desk.store.home / "slips").rmdir()
    (desk.store.home / "slips").write_text("no folder")
    with pytest.raises(Trouble) as caught:
        prepare_slip(desk, kept, "a5", is_reprint=False)
    assert (caught.value.code, caught.value.facts["file"]) == ("SLIP_CANNOT_WRITE", f"A001-{kept.registration_no}")


# --- what stands on it ------------------------------------------------------------------------------------------
def test_a_receipt_says_who_what_and_when(desk: Desk, kept: KeptRegistration) -> None:
    slip = slip_of(desk, kept, 1)
    assert slip.kind is SlipKind.RECEIPT
    assert (slip.name, slip.masked_nik) == ("BUDI AAA", f"{NIK[:6]}******{NIK[-4:]}")
    assert (slip.registration_no, slip.queue_number) == (kept.registration_no, "A001")
    assert (slip.programme, slip.stage) == ("Kartu Pra Kerja 2020", "Gelombang 1")
    assert slip.papers_seen == ("KTP-el", "Kartu Keluarga (KK)")
    assert (slip.papers_missing, slip.reasons, slip.eligible_from) == ((), (), None)
    assert (slip.at.isoformat(), slip.zone) == ("2020-04-13T08:00:00+07:00", "WIB")
    assert (slip.officer_name, slip.copy_no, slip.is_training) == (desk.keys.officer.name, 1, True)
    assert slip.next_steps


def test_the_qr_of_a_receipt_is_genuine(desk: Desk, kept: KeptRegistration) -> None:
    check = verify(slip_of(desk, kept, 1).qr_text, desk.store.run(known_devices))
    assert check.verdict is SlipVerdict.VALID
    assert check.token is not None
    assert (str(check.token.registration), check.token.queue_number) == (kept.registration_no, "A001")


def test_a_post_with_a_status_page_prints_its_address(desk: Desk, kept: KeptRegistration) -> None:
    words = dataclasses.replace(desk.words, status_host="posko.contoh.id")
    slip = slip_of(dataclasses.replace(desk, words=words), kept, 1)
    assert slip.qr_text.startswith("HTTPS://POSKO.CONTOH.ID/S/")
    assert "posko.contoh.id" in slip.status_check
    assert slip_of(desk, kept, 1).status_check == ""


def test_the_waiting_list_says_what_is_missing(desk: Desk) -> None:
    kept = register_one(desk, 0, documents=["ktp"], family_card_no=None, answers={"training": "Menjahit"}).kept
    slip = slip_of(desk, kept, 1)
    assert slip.kind is SlipKind.RECEIPT
    assert slip.papers_seen == ("KTP-el",)
    assert slip.papers_missing[-2:] == ("Kartu Keluarga (KK)", "nomor KK")
    assert "Pendidikan terakhir" in slip.papers_missing
    assert slip.stage == SENTENCES["STAGE_WAITING_LIST"]
    assert slip.next_steps[0] == SENTENCES["NEXT_STEP_WAITING_LIST"]


def test_who_waits_for_a_batch_alone_is_told_to_bring_nothing(desk: Desk) -> None:
    slip = slip_of(desk, register_one(desk, 0, on=date(2020, 4, 20)).kept, 1)
    assert (slip.stage, slip.papers_missing) == (SENTENCES["STAGE_WAITING_LIST"], ())
    assert slip.next_steps[0] == "Tunggu gelombang berikutnya. Nomor Anda tetap berlaku."
    assert not any("Bawa" in step for step in slip.next_steps)


def test_after_the_last_batch_a_receipt_names_none(desk: Desk) -> None:
    kept = register_one(desk, 0).kept
    later = dataclasses.replace(kept, body=msgspec.structs.replace(kept.body, business_on="2020-05-01"))
    assert slip_of(desk, later, 1).stage == ""


def test_a_note_has_no_number_and_no_qr_and_says_why(desk: Desk) -> None:
    slip = slip_of(desk, register_one(desk, 0, nik="35780815", mobile=None).kept, 1)
    assert slip.kind is SlipKind.NOTE
    assert (slip.registration_no, slip.qr_text, slip.queue_number, slip.stage) == ("", "", "A001", "")
    assert len(slip.reasons) == 2
    assert slip.masked_nik == ""
    assert slip.next_steps == (SENTENCES["NEXT_STEP_INCOMPLETE"], SENTENCES["NEXT_STEP_BRING_PHONE"])


def test_who_has_no_nik_is_sent_to_dukcapil_and_not_for_a_card(desk: Desk) -> None:
    slip = slip_of(desk, register_one(desk, 0, nik="").kept, 1)
    assert slip.next_steps == (SENTENCES["NEXT_STEP_TO_DUKCAPIL"],)
    assert slip.reasons == ("NIK belum ada atau belum bisa dipakai.",)


def test_who_only_has_to_agree_is_sent_for_no_card(desk: Desk) -> None:
    slip = slip_of(desk, register_one(desk, 0, consent=False).kept, 1)
    assert slip.next_steps == (SENTENCES["NEXT_STEP_COME_AGAIN"], SENTENCES["NEXT_STEP_CONSENT"])


def test_a_note_bears_the_name_as_it_was_typed_where_it_could_not_be_taken(desk: Desk) -> None:
    assert slip_of(desk, register_one(desk, 0, name_on_id="S1TI 99").kept, 1).name == "S1TI 99"


def test_who_is_too_young_is_told_from_when(desk: Desk) -> None:
    kept = register_one(desk, 0, birth_date="14-04-2002", nik="3578081404029901").kept
    slip = slip_of(desk, kept, 1)
    assert slip.eligible_from == date(2020, 4, 14)
    assert len(slip.reasons) == 1
    assert "14" in slip.next_steps[0]


def test_who_is_refused_for_good_is_told_of_no_day(desk: Desk) -> None:
    slip = slip_of(desk, register_one(desk, 0, citizenship="WNA").kept, 1)
    assert slip.eligible_from is None
    assert slip.next_steps == (SENTENCES["NEXT_STEP_NOT_ELIGIBLE"],)


def test_a_business_date_is_the_day_on_the_paper(desk: Desk) -> None:
    slip = slip_of(desk, register_one(desk, 0, on=date(2020, 4, 11)).kept, 1)
    assert slip.at.date() == date(2020, 4, 11)


def test_a_number_that_was_spoilt_is_a_bug_and_no_paper(desk: Desk, kept: KeptRegistration) -> None:
    spoilt = dataclasses.replace(kept, body=msgspec.structs.replace(kept.body, registration_no="35-SBY01"))
    with pytest.raises(ValueError, match="well formed"):
        slip_of(desk, spoilt, 1)


def test_slips_go_on_after_closing(home: Path, tmp_path: Path) -> None:
    new_profile(home)
    with opened(home) as desk:
        printed(desk, register_one(desk).kept, tmp_path / "1.pdf")
    with opened(home) as desk:
        assert printed(desk, find_one(desk, "A001"), tmp_path / "2.pdf", is_reprint=True)[0] == 2
