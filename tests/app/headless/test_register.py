"""``posko register``: outcomes, exit codes, business date, slips; the day file as one run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.models.events import events_after
from core.sentences import SENTENCES
from core.wire.codec import decode
from core.wire.records import OtherDayBody
from tests.app.headless.conftest import Posko, Said
from tests.kit.desk import DAY_FILE, OFFICER, new_profile, opened, person_values
from tests.papers.reading import words

Register = Callable[..., Said]

KEYS = {"outcome", "verdict", "uid", "registration_no", "queue_number", "status", "slip", "findings"}
FINDING_KEYS = {"field", "weight", "code", "facts", "message"}


@pytest.fixture
def register(posko: Posko, home: Path) -> Register:
    """Register people on the day of the day file."""

    def run(*people: dict[str, object], on: str | None = "2020-04-13", more: tuple[str | Path, ...] = ()) -> Said:
        content = "\n".join(map(json.dumps, people)).encode()
        day = ("--on", on) if on else ()
        command = ("register", "--programme", "PRAKERJA2020", "--json", "--input", "-")
        return posko(*command, *day, *more, stdin=content)

    return run


def test_registered_has_number_queue_number_and_exit_0(register: Register) -> None:
    said = register(person_values(1))
    assert set(said.json) >= KEYS
    assert (said.code, said.json["outcome"], said.json["verdict"], said.json["slip"]) == (0, "registered", "ok", None)
    assert said.json["registration_no"].startswith("35-SBY01-20200413-0001-")
    assert (said.json["queue_number"], said.json["status"]) == ("A001", "TERDAFTAR")


def test_a_missing_paper_is_a_place_on_the_waiting_list_with_exit_0(register: Register) -> None:
    said = register(person_values(1, documents=["ktp"]))
    assert (said.code, said.json["outcome"], said.json["verdict"]) == (0, "waiting_list", "warn")
    assert said.json["registration_no"]
    assert "PAPER_MISSING" in {finding["code"] for finding in said.json["findings"]}


def test_a_blocked_field_is_incomplete_with_exit_1(register: Register) -> None:
    said = register(person_values(1, nik="357808"))
    assert (said.code, said.json["outcome"], said.json["verdict"]) == (1, "incomplete", "block")
    assert (said.json["registration_no"], said.json["queue_number"]) == (None, "A001")


def test_a_warning_waits_for_its_confirmation(register: Register) -> None:
    person = person_values(1, mobile="0899-1")
    person["mobile"] = "(031) 5312345"
    unconfirmed = register(person)
    assert (unconfirmed.code, unconfirmed.json["outcome"], unconfirmed.json["verdict"]) == (1, "incomplete", "warn")
    confirmed = register({**person, "confirm": ["MOBILE_LANDLINE"]})
    assert (confirmed.code, confirmed.json["outcome"]) == (0, "registered")
    assert [one["confirmed"] for one in confirmed.json["findings"] if one["code"] == "MOBILE_LANDLINE"] == [True]


def test_everything_may_be_confirmed_at_once_and_a_proposal_taken(register: Register) -> None:
    odd = {"mobile": "(031) 5312345", "email": "budi.contoh@gmail.con"}
    said = register(person_values(1, **odd, confirm=["*"]), person_values(2, **odd, confirm=["*"], accept=["*"]))
    assert [one["outcome"] for one in said.json] == ["registered", "registered"]


def test_a_rule_that_says_no_is_not_eligible_with_exit_1(register: Register) -> None:
    answers = {**person_values(1)["answers"], "in_formal_education": True}  # type: ignore[dict-item]  # an object
    said = register(person_values(1, answers=answers))
    assert (said.code, said.json["outcome"], said.json["verdict"]) == (1, "not_eligible", "block")
    assert (said.json["registration_no"], said.json["queue_number"]) == (None, "A001")


def test_a_duplicate_points_to_the_first_and_takes_no_number(register: Register) -> None:
    said = register(person_values(1), person_values(1), person_values(2))
    first, second, third = said.json
    assert (said.code, second["outcome"], second["verdict"], second["queue_number"]) == (1, "duplicate", "block", None)
    assert (second["uid"], second["registration_no"]) == (first["uid"], first["registration_no"])
    assert third["queue_number"] == "A002"


def test_every_finding_has_its_sentence(register: Register) -> None:
    said = register(person_values(1, nik="1", rt_rw="x", birth_date="31-02-1990", consent=False))
    findings = said.json["findings"]
    assert len(findings) >= 4
    assert all(set(one) >= FINDING_KEYS and one["code"] in SENTENCES and one["message"] for one in findings)
    assert all("{" not in one["message"] and "..." not in one["message"] for one in findings)


@pytest.mark.slow
def test_the_whole_day_gets_an_answer_in_order(posko: Posko, home: Path) -> None:
    said = posko("register", "--programme", "PRAKERJA2020", "--json", "--on", "2020-04-13", "--input", DAY_FILE)
    assert said.code == 1
    assert [one["line"] for one in said.json] == list(range(1, 183))
    outcomes = Counter(one["outcome"] for one in said.json)
    assert set(outcomes) == {"registered", "waiting_list", "incomplete", "not_eligible", "duplicate"}
    queue = [one["queue_number"] for one in said.json if one["outcome"] != "duplicate"]
    assert queue == [f"A{number:03d}" for number in range(1, len(queue) + 1)]
    numbers = [one["registration_no"] for one in said.json if one["outcome"] in ("registered", "waiting_list")]
    assert len(set(numbers)) == len(numbers) == outcomes["registered"] + outcomes["waiting_list"]
    refused = [one for one in said.json if one["outcome"] in ("incomplete", "not_eligible", "duplicate")]
    assert all(any(finding["weight"] != "ok" for finding in one["findings"]) for one in refused)
    status = posko("status", "--json").json
    assert status["registrations"] + status["incomplete"] == 182 - outcomes["duplicate"] - outcomes["not_eligible"]


def test_a_person_reads_one_line_each_and_why(posko: Posko, home: Path, tmp_path: Path) -> None:
    content = "\n".join(map(json.dumps, (person_values(1), person_values(2, nik="1")))).encode() + b"\nx"
    said = posko("register", "--programme", "PRAKERJA2020", "--on", "2020-04-13", "--input", "-", stdin=content)
    assert (said.code, said.err) == (2, "")
    assert said.out.splitlines() == [
        "1: A001 35-SBY01-20200413-0001-4 terdaftar",
        "2: A002 - belum lengkap",
        "  - NIK baru 1 angka. NIK harus 16 angka. Periksa lagi kartunya.",
        "3: Baris 3 bukan JSON yang benar, jadi dilewati. Perbaiki baris itu dan daftarkan lagi.",
        "belum lengkap 1, terdaftar 1, baris tidak terbaca 1",
    ]


# --- the business date ---------------------------------------------------------------------------------------------


def test_without_a_date_it_is_today(register: Register) -> None:
    before = wall_clock()
    said = register(person_values(1), on=None)
    assert said.json["registration_no"][9:17] in {f"{before:%Y%m%d}", f"{wall_clock():%Y%m%d}"}
    assert said.json["outcome"] == "waiting_list"  # no batch is open any more


def wall_clock() -> datetime:
    """The clock on the post's wall: WIB."""
    return datetime.now(timezone(timedelta(hours=7)))


@pytest.mark.parametrize("on", ["yesterday", "13-04-2020", "2020-02-30", "", "2020-04-13T10:00"])
def test_a_date_that_is_none_is_a_usage_error(register: Register, on: str) -> None:
    said = register(person_values(1), on=None, more=("--on", on))
    assert (said.code, said.error) == (2, "ON_NOT_A_DAY")


@pytest.mark.parametrize("on", ["1999-12-31", "0001-01-01", "9999-12-31"])
def test_a_date_that_no_slip_can_carry_is_a_usage_error(register: Register, on: str) -> None:
    said = register(person_values(1), on=on)
    assert (said.code, said.error) == (2, "DAY_OUT_OF_RANGE")


def test_a_real_desk_changes_the_date_only_for_a_coordinator_with_a_reason(
    posko: Posko, tmp_path: Path, secret_file: Path
) -> None:
    new_profile(tmp_path / "real", is_training=False)
    desk = ("--json", "--home", tmp_path / "real", "--secret-file", secret_file)
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--on", "2020-04-13", *desk)
    content = json.dumps(person_values(1)).encode()
    for more in ((), ("--reason", ""), ("--reason", "   ")):
        said = posko(*command, *more, stdin=content)
        assert (said.code, said.error) == (2, "ON_NEEDS_COORDINATOR")
    assert posko("status", *desk).json["pending"] == 0
    said = posko(*command, "--reason", "listrik padam kemarin", stdin=content)
    assert (said.code, said.json["registration_no"][9:17]) == (0, "20200413")
    assert posko("status", *desk).json["pending"] == 2
    with opened(tmp_path / "real") as real:
        [(_header, body), _] = real.store.run(lambda: events_after(real.store.profile.stream, 0, 9, real.keys.sealer))
    assert decode(body, OtherDayBody) == OtherDayBody("2020-04-13", "listrik padam kemarin", OFFICER)


def test_another_officer_cannot_change_the_date_even_with_a_reason(
    posko: Posko, tmp_path: Path, secret_file: Path
) -> None:
    new_profile(tmp_path / "real", is_training=False)
    desk = ("--json", "--home", tmp_path / "real", "--secret-file", secret_file)
    (tmp_path / "new.txt").write_text("rahasia-petugas", encoding="utf-8")
    assert posko("officer", "add", "Budi", "--new-secret-file", tmp_path / "new.txt", *desk).code == 0
    other = ("--json", "--home", tmp_path / "real", "--secret-file", tmp_path / "new.txt", "--officer", "budi")
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--on", "2020-04-13", "--reason", "x")
    said = posko(*command, *other, stdin=json.dumps(person_values(1)).encode())
    assert (said.code, said.error) == (2, "ON_NEEDS_COORDINATOR")


# --- slips ----------------------------------------------------------------------------------------------------------


def test_slips_go_to_a_folder_that_need_not_exist_yet(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "slips" / "today"
    said = register(person_values(1), person_values(2, nik="1"), person_values(1), more=("--slips", folder))
    first, second, third = said.json
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"A001-{first['registration_no']}.pdf", "A002-20200413-catatan.pdf"]
    )
    assert (Path(first["slip"]).parent, Path(second["slip"]).parent, third["slip"]) == (folder, folder, None)
    paper = words(Path(first["slip"]).read_bytes())
    assert "TANDATERIMA" in paper
    assert "DUPLIKAT" not in paper
    assert "CATATAN" in words(Path(second["slip"]).read_bytes())


def test_a_note_says_once_that_it_is_a_no_then_why_and_when_to_come_back(register: Register, tmp_path: Path) -> None:
    young = person_values(1, nik="3578081512029901", birth_date="15-12-2002", confirm=["*"])
    said = register(young, more=("--slips", tmp_path / "slips"))
    assert said.json["findings"][0]["message"] == (
        "Belum bisa didaftarkan: usia 17 tahun 3 bulan. Bisa mendaftar mulai 15-12-2020."
    )
    paper = words(Path(said.json["slip"]).read_bytes())
    assert paper.count("Belumbisadiproses") == 1
    assert "UsiaAndabaru17tahun3bulan." in paper
    assert "Datanglagimulai15-12-2020" in paper


def test_a_slip_that_cannot_be_written_is_said_and_the_registration_stays(
    posko: Posko, register: Register, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    said = register(person_values(1), person_values(2), more=("--slips", tmp_path / "file"))
    assert said.code == 3
    assert [one["outcome"] for one in said.json] == ["registered", "registered"]
    assert [one["error"]["code"] for one in said.json] == ["SLIP_CANNOT_WRITE"] * 2
    assert posko("status", "--json").json["registrations"] == 2


@pytest.mark.parametrize("place", ["", "slips", "backups", "logs/today", "new"])
def test_no_clear_slip_is_written_where_sealed_files_live(register: Register, home: Path, place: str) -> None:
    said = register(person_values(1), more=("--slips", home / place))
    assert (said.code, said.error) == (2, "CLEAR_IN_PROFILE")
    assert not list(home.rglob("*.pdf"))


def test_an_unknown_paper_is_a_usage_error(register: Register, tmp_path: Path) -> None:
    said = register(person_values(1), more=("--slips", tmp_path, "--paper", "a3"))
    assert (said.code, said.error) == (2, "PAPER_UNKNOWN")


# --- several programmes in one visit ----------------------------------------------------------------------------------

BOTH = "PRAKERJA2020,BPU"
BPU_ANSWERS = {
    "own_account": True,
    "present_job": "Sopir angkot",
    "work_place": "Surabaya",
    "working_hours": "05-17",
    "income": "2000000",
    "sector": "transportasi",
    "old_age_savings": False,
    "contribution_payer": "mandiri",
    "heir": "SITI",
    "family_relation": "pasangan",
    "vulnerable_worker": False,
}


def of_both(number: int, **changes: object) -> dict[str, object]:
    """A person who answers the questions of both programmes."""
    values = person_values(number, **changes)
    answers = values["answers"]
    assert isinstance(answers, dict)
    return {**values, "answers": {**answers, **BPU_ANSWERS}}


def test_two_programmes_of_one_person_are_one_visit(posko: Posko, home: Path) -> None:
    content = json.dumps(of_both(1)).encode()
    command = ("register", "--programme", BOTH, "--on", "2020-04-13", "--input", "-")
    said = posko(*command, "--json", stdin=content)
    assert said.code == 0
    assert [(one["line"], one["programme"], one["outcome"]) for one in said.json] == [
        (1, "PRAKERJA2020", "registered"),
        (1, "BPU", "registered"),
    ]
    assert {one["queue_number"] for one in said.json} == {"A001"}
    assert len({one["registration_no"] for one in said.json}) == 2
    spoken = posko(*command, stdin=json.dumps(of_both(2)).encode())
    assert spoken.out.splitlines()[0] == "1: A002 35-SBY01-20200413-0003-8 PRAKERJA2020 terdaftar"
    assert spoken.out.splitlines()[-1] == "tercatat 1, terdaftar 1"


def test_each_line_is_a_visit_and_each_programme_has_its_outcome(posko: Posko, home: Path, tmp_path: Path) -> None:
    people = (of_both(1), of_both(2, documents=["ktp"]), of_both(1))
    content = "\n".join(map(json.dumps, people)).encode() + b"\nx"
    command = ("register", "--programme", BOTH, "--on", "2020-04-13", "--input", "-", "--json")
    said = posko(*command, "--slips", tmp_path / "slips", stdin=content)
    assert said.code == 2
    assert [(one["line"], one["outcome"], one["queue_number"]) for one in said.json] == [
        (1, "registered", "A001"),
        (1, "registered", "A001"),
        (2, "waiting_list", "A002"),
        (2, "registered", "A002"),
        (3, "duplicate", None),
        (3, "duplicate", None),
        (4, None, None),
        (4, None, None),
    ]
    assert len(list((tmp_path / "slips").iterdir())) == 4


def test_two_notes_of_one_visit_are_two_papers(posko: Posko, home: Path, tmp_path: Path) -> None:
    content = json.dumps(of_both(1, nik="1")).encode()
    command = ("register", "--programme", BOTH, "--on", "2020-04-13", "--input", "-", "--json")
    said = posko(*command, "--slips", tmp_path / "slips", stdin=content)
    assert (said.code, [one["outcome"] for one in said.json]) == (1, ["incomplete", "incomplete"])
    assert sorted(path.name for path in (tmp_path / "slips").iterdir()) == [
        "A001-20200413-catatan-BPU.pdf",
        "A001-20200413-catatan.pdf",
    ]


def test_one_of_the_programmes_that_nobody_knows_registers_nothing(posko: Posko, home: Path) -> None:
    command = ("register", "--programme", "PRAKERJA2020,PASAR", "--input", "-", "--json")
    said = posko(*command, stdin=json.dumps(of_both(1)).encode())
    assert (said.code, said.error) == (2, "PROGRAMME_UNKNOWN")
    assert posko("status", "--json").json["pending"] == 0


def test_where_numbers_end_in_the_middle_of_a_visit_the_rest_is_said(
    posko: Posko, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.models.numbers.NUMBERS_A_BLOCK", 1)
    content = "\n".join(json.dumps(of_both(number)) for number in range(2)).encode()
    command = ("register", "--programme", BOTH, "--on", "2020-04-13", "--input", "-")
    said = posko(*command, "--json", stdin=content)
    assert said.code == 3
    told = [(one["line"], one["programme"], one["findings"][0]["code"]) for one in said.json[1:]]
    assert told == [
        (1, "BPU", "NUMBERS_USED_UP"),
        (2, "PRAKERJA2020", "LINE_NOT_TRIED"),
        (2, "BPU", "LINE_NOT_TRIED"),
    ]


# --- trouble in the middle --------------------------------------------------------------------------------------------


def test_the_summary_tells_trouble_from_people_who_were_not_tried(
    posko: Posko, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.models.numbers.NUMBERS_A_BLOCK", 1)
    content = "\n".join(json.dumps(person_values(number)) for number in range(4)).encode()
    said = posko("register", "--programme", "PRAKERJA2020", "--on", "2020-04-13", "--input", "-", stdin=content)
    assert said.out.splitlines()[-1] == "terdaftar 1, gagal disimpan 1, belum dicoba 2"


def test_when_the_numbers_end_every_line_still_has_its_answer(
    register: Register, posko: Posko, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.models.numbers.NUMBERS_A_BLOCK", 2)
    said = register(*(person_values(number) for number in range(4)))
    assert said.code == 3
    assert [one["outcome"] for one in said.json] == ["registered", "registered", None, None]
    assert [one["findings"][0]["code"] for one in said.json[2:]] == ["NUMBERS_USED_UP", "LINE_NOT_TRIED"]
    assert said.json[2]["error"]["code"] == "NUMBERS_USED_UP"
    assert posko("status", "--json").json["registrations"] == 2
