"""``posko find``, ``slip`` and ``verify``: what was registered is found, printed again, and its QR read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from papers import Paper
from tests.app.headless.conftest import Posko
from tests.kit.desk import new_profile, person_values
from tests.papers.reading import on_head, qr_texts, words


@pytest.fixture
def people(posko: Posko, home: Path) -> list[dict[str, Any]]:
    """Three visits: two registered, one incomplete."""
    visits = [person_values(1), person_values(2, name_on_id="SITI NUR AINI"), person_values(3, nik="1")]
    said = posko(
        "register", "--programme", "PRAKERJA2020", "--json", "--input", "-", "--on", "2020-04-13",
        stdin="\n".join(map(json.dumps, visits)).encode(),
    )  # fmt: skip
    answers: list[dict[str, Any]] = said.json
    return answers


# --- find -----------------------------------------------------------------------------------------------------------


def test_a_visit_is_found_by_each_of_its_numbers_and_by_name(posko: Posko, people: list[dict[str, Any]]) -> None:
    first, second, _third = people
    nik = str(person_values(1)["nik"])
    for text in (nik, f"{nik[:6]} {nik[6:12]} {nik[12:]}", first["registration_no"], "A001", "a001"):
        [found] = posko("find", text, "--json").json
        assert found["uid"] == first["uid"]
    for text in ("siti", "aini nur", "SITI  NUR", "nur"):
        [found] = posko("find", text, "--json").json
        assert found["uid"] == second["uid"]


def test_what_is_found_shows_the_visit_but_not_the_whole_nik(posko: Posko, people: list[dict[str, Any]]) -> None:
    said = posko("find", "A002", "--json")
    [found] = said.json
    assert (found["registration_no"], found["status"], found["outcome"]) == (
        people[1]["registration_no"],
        "TERDAFTAR",
        "registered",
    )
    nik = str(person_values(2)["nik"])
    assert nik not in said.out
    assert nik not in posko("find", "A002").out


@pytest.mark.parametrize(
    "text", ["", " ", "NOBODY", "A999", "3579", "\0", "😀", "%", "_", "*", "' OR 1=1 --", "A" * 9999]
)
def test_nothing_found_is_an_empty_list_with_exit_1(posko: Posko, people: list[dict[str, Any]], text: str) -> None:
    said = posko("find", "--json", "--", text)
    assert (said.code, said.json) == (1, [])
    assert posko("find", "--", text).out == "Tidak ada yang cocok.\n"


# --- slip -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["registration_no", "queue_number", "uid"])
def test_a_slip_is_printed_again_by_each_reference(
    posko: Posko, people: list[dict[str, Any]], tmp_path: Path, by: str
) -> None:
    target = tmp_path / "new folder" / "slip.pdf"
    said = posko("slip", people[0][by], "--paper", "thermal80", "--out", target, "--json")
    assert (said.code, said.json) == (0, {"path": str(target), "copy": 2, "uid": people[0]["uid"]})
    assert "DUPLIKAT" in words(target.read_bytes())


def test_each_copy_is_counted(posko: Posko, people: list[dict[str, Any]], tmp_path: Path) -> None:
    copies = [
        posko("slip", "A001", "--paper", paper, "--out", tmp_path / "slip.pdf", "--json").json["copy"]
        for paper in ("thermal58", "a5", "a4")
    ]
    assert copies == [2, 3, 4]


@pytest.mark.parametrize(
    ("ref", "code"),
    [("A999", "REGISTRATION_UNKNOWN"), ("", "REGISTRATION_UNKNOWN"), ("NOBODY", "REGISTRATION_UNKNOWN")],
)
def test_a_reference_that_names_nobody_is_a_usage_error(
    posko: Posko, people: list[dict[str, Any]], tmp_path: Path, ref: str, code: str
) -> None:
    said = posko("slip", "--paper", "a5", "--out", tmp_path / "slip.pdf", "--json", "--", ref)
    assert (said.code, said.error, (tmp_path / "slip.pdf").exists()) == (2, code, False)


def test_a_reference_that_names_two_is_a_usage_error(
    posko: Posko, people: list[dict[str, Any]], tmp_path: Path
) -> None:
    said = posko("slip", "BUDI", "--paper", "a5", "--out", tmp_path / "slip.pdf", "--json")
    assert (said.code, said.error, said.json["error"]["facts"]) == (2, "REGISTRATION_AMBIGUOUS", {"count": 2})


def test_a_paper_or_a_place_that_cannot_be_is_a_usage_error_and_counts_no_copy(
    posko: Posko, people: list[dict[str, Any]], home: Path, tmp_path: Path
) -> None:
    def said(paper: str, out: Path) -> tuple[int, str]:
        answer = posko("slip", "A001", "--paper", paper, "--out", out, "--json")
        return answer.code, answer.error

    assert said("a3", tmp_path / "slip.pdf") == (2, "PAPER_UNKNOWN")
    assert said("a5", tmp_path) == (2, "FILE_IS_FOLDER")
    before = (home / "posko.db").read_bytes()
    for name in ("slips/slip.pdf", "posko.db", "posko.toml", "slip.pdf", "new/slip.pdf", "../desk/posko.db"):
        assert said("a5", home / name) == (2, "CLEAR_IN_PROFILE")
    (tmp_path / "door").symlink_to(home)
    assert said("a5", tmp_path / "door" / "posko.db") == (2, "CLEAR_IN_PROFILE")
    assert said("a5", tmp_path / "secret.txt") == (2, "OUTPUT_IS_INPUT")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert said("a5", tmp_path / "loop" / "slip.pdf") == (2, "PATH_UNREACHABLE")
    assert (home / "posko.db").read_bytes() == before
    assert posko("find", "A001", "--json").json[0]["copies"] == 0


def test_a_slip_that_cannot_be_written_is_a_trouble(posko: Posko, people: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    said = posko("slip", "A001", "--paper", "a5", "--out", tmp_path / "file" / "slip.pdf", "--json")
    assert (said.code, said.error) == (3, "SLIP_CANNOT_WRITE")


# --- verify ---------------------------------------------------------------------------------------------------------

Scan = Callable[[str], str]


@pytest.fixture
def scan(posko: Posko, people: list[dict[str, Any]], tmp_path: Path) -> Scan:
    """Print a slip, burn it as a thermal head does, and read its QR."""

    def scan(paper: str) -> str:
        target = tmp_path / f"{paper}.pdf"
        posko("slip", "A001", "--paper", paper, "--out", target)
        [text] = qr_texts(on_head(target.read_bytes()))
        return text

    return scan


@pytest.mark.parametrize("paper", [paper.value for paper in Paper])
def test_the_qr_of_every_paper_is_read_back_and_valid(
    posko: Posko, people: list[dict[str, Any]], scan: Scan, paper: str
) -> None:
    said = posko("verify", scan(paper), "--json")
    assert said.code == 0
    assert said.json == {
        "valid": True,
        "reason": "SLIP_VALID",
        "registration_no": people[0]["registration_no"],
        "queue_number": "A001",
        "post": "SBY01",
        "on": "2020-04-13",
    }


def test_with_a_status_page_the_qr_is_its_address(posko: Posko, home: Path, scan: Scan) -> None:
    (home / "posko.toml").write_text('status_host = "status.posko.contoh.go.id"\n', encoding="utf-8")
    text = scan("thermal58")
    assert text.startswith("HTTPS://STATUS.POSKO.CONTOH.GO.ID/S/")
    assert posko("verify", text, "--json").json["valid"] is True
    assert posko("verify", text.lower(), "--json").json["valid"] is True


def test_verifying_needs_no_secret(posko: Posko, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    text = scan("thermal80")
    monkeypatch.delenv("POSKO_SECRET_FILE")
    assert posko("verify", text).out.startswith("Slip asli: 35-SBY01-20200413-0001-")


def test_without_a_profile_the_device_is_not_known_yet(posko: Posko, scan: Scan, tmp_path: Path) -> None:
    text = scan("thermal80")
    said = posko("verify", text, "--json", "--home", tmp_path / "nowhere")
    assert (said.code, said.json["valid"], said.json["reason"]) == (1, None, "SLIP_UNKNOWN_DEVICE")
    new_profile(tmp_path / "other")
    assert posko("verify", text, "--json", "--home", tmp_path / "other").json["valid"] is None


def test_an_altered_slip_is_not_valid(posko: Posko, scan: Scan) -> None:
    text = scan("thermal80")
    altered = text[:-30] + ("A" if text[-30] != "A" else "B") + text[-29:]
    said = posko("verify", altered, "--json")
    assert (said.code, said.json["valid"], said.json["reason"]) == (1, False, "SLIP_ALTERED")


@pytest.mark.parametrize("text", ["", "x", "HTTPS://BANK.EXAMPLE/S/ABC", "😀", "A" * 100_000, "\0", "3578085508909901"])
def test_a_text_that_is_no_slip_is_not_valid(posko: Posko, text: str) -> None:
    said = posko("verify", "--json", "--", text)
    assert (said.code, said.json["valid"], said.json["reason"], said.json["post"]) == (
        1,
        False,
        "SLIP_NOT_A_SLIP",
        None,
    )
