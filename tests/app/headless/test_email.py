"""``posko email``: a help from its beginning to its card by words, its code on one paper alone."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.models.mail_space import keep_mail_space
from core.activation import SIGNS, read_code
from core.mail_space import MailSpace
from tests.app.headless.conftest import Posko
from tests.kit.desk import SECRET, opened, person_values
from tests.papers import reading

ON = ("--on", "2020-04-13")
Email = Callable[..., Any]
Write = Callable[[str, Any], Path]


@pytest.fixture
def email(posko: Posko, home: Path) -> Email:
    """Run ``posko email`` and answer its JSON, with the exit code that is expected."""

    def run(*words: str | Path, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
        said = posko("email", *words, "--json")
        assert said.code == code, said.out
        return said.json

    return run


@pytest.fixture
def space(home: Path) -> None:
    """The server has granted this desk its names, and the post has a public page."""
    (home / "posko.toml").write_text('status_host = "posko.contoh.go.id"\n', encoding="utf-8")
    with opened(home) as desk:
        granted = MailSpace("warga.contoh.go.id", "12")
        desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, granted))


def begun(email: Email, need: str = "none") -> str:
    uid: str = email("open", "--need", need, "--name", "SITI AMINAH", *ON)["uid"]
    return uid


def code_on(card: Path) -> str:
    """The activation code that a card carries."""
    found = re.findall(rf"[{SIGNS}]{{4}}(?:-[{SIGNS}]{{4}}){{2}}", reading.words(card.read_bytes()))
    code = read_code(found[0]) if len(set(found)) == 1 else None
    assert code, found
    return code


def is_told(text: str, code: str) -> bool:
    return code.replace("-", "") in re.sub(r"[\s-]", "", text).upper()


# --- a help and how it goes on ------------------------------------------------------------------------------------


def test_a_help_goes_from_its_beginning_to_its_end(email: Email) -> None:
    uid = begun(email)
    assert email("road", uid, "--road", "public", "--provider", "gmail")["road"] == "public"
    assert email("step", uid, "--step", "3")["step"] == 3
    assert email("pause", uid)["state"] == "paused"
    assert email("resume", uid)["state"] == "open"
    assert email("address", uid, "--address", "Siti.Aminah27@contoh.id")["address"] == "siti.aminah27@contoh.id"
    phone = email("phone", uid, "--owner", "child", "--reach", "call,whatsapp", "--contact", "Budi, anak")
    assert (phone["phone_owner"], phone["reach"], phone["contact_person"]) == (
        "child",
        ["call", "whatsapp"],
        "Budi, anak",
    )
    ended = email("end", uid, "--result", "made")
    assert (ended["state"], ended["result"], ended["reason"]) == ("ended", "made", None)
    assert email("reopen", uid)["state"] == "open"


def test_what_was_said_first_can_turn_out_otherwise(email: Email) -> None:
    uid = begun(email, "has")
    changed = email("need", uid, "--need", "forgotten")
    assert (changed["need"], changed["road"], changed["step"]) == ("forgotten", "own", 0)


def test_what_cannot_be_done_is_refused_with_its_reason(email: Email, tmp_path: Path) -> None:
    uid = begun(email)
    assert email("end", uid, "--result", "made", code=1)["refused"]["code"] == "ACCOUNT_NO_ADDRESS"
    assert email("end", uid, "--result", "later", code=1)["refused"]["code"] == "ACCOUNT_NO_REASON"
    assert email("address", uid, "--address", "siti@", code=1)["refused"]["code"] == "ACCOUNT_BAD_ADDRESS"
    refused = email("reserve", uid, "--stem", "siti.aminah", "--card", tmp_path / "kartu.pdf", code=1)["refused"]
    assert refused["code"] == "ACCOUNT_NO_SPACE"
    assert list(tmp_path.glob("kartu*")) == []


def test_a_help_is_named_by_its_registration_as_well(email: Email, posko: Posko, write: Write) -> None:
    one = write("one.json", person_values(1))
    kept = posko("register", "--programme", "PRAKERJA2020", "--input", one, *ON, "--json").json
    opened_one = email("open", kept["registration_no"], "--need", "has", *ON)
    assert opened_one["registration"] == kept["uid"]
    assert opened_one["name"] == person_values(1)["name_on_id"]
    assert email("show", kept["registration_no"])["uid"] == opened_one["uid"]
    assert email("pause", kept["uid"])["state"] == "paused"


def test_a_help_keeps_the_number_by_which_somebody_was_called(email: Email, posko: Posko) -> None:
    taken = posko("queue", "take", "--service", "B", *ON, "--json").json
    assert email("open", "--need", "phone", "--ticket", "b001", *ON)["ticket"] == taken["uid"]


def test_the_list_shows_who_is_still_being_helped(email: Email, posko: Posko) -> None:
    first, second = begun(email), begun(email, "forgotten")
    email("end", first, "--result", "failed", "--reason", "no_phone")
    assert [one["uid"] for one in email("list")] == [second]
    assert posko("email", "list").out.splitlines() == [f"Bantuan {second}: lupa cara masuk, sedang dibantu."]
    email("end", second, "--result", "later", "--reason", "no_time")
    assert posko("email", "list").out.splitlines() == ["Tidak ada bantuan e-mail yang sedang berjalan."]
    assert posko("email", "show", second).out.splitlines()[-1] == "Hasil: dilanjutkan lain hari, waktu tidak cukup."


# --- proposals and proof ------------------------------------------------------------------------------------------


def test_addresses_are_proposed_from_the_name(email: Email, space: None) -> None:
    uid = begun(email)
    public = email("propose", uid, "--domain", "gmail.com")
    assert 3 <= len(public) <= 5
    assert all(one["address"].endswith("@gmail.com") for one in public)
    regional = email("propose", "--name", "SUHARTI", "--domain", "warga.contoh.go.id", "--town", "Surabaya")
    assert all(one["address"].endswith(".12@warga.contoh.go.id") for one in regional)


def test_a_code_is_asked_for_and_read_back(email: Email) -> None:
    uid = begun(email)
    assert email("ask", uid, code=1)["refused"]["code"] == "ACCOUNT_NO_ADDRESS"
    email("address", uid, "--address", "siti@contoh.id")
    asked = email("ask", uid)["proof"]
    assert (asked["state"], asked["is_proven"]) == ("waiting", False)
    assert email("read", uid, "--code", "12345", code=1)["refused"]["code"] == "ACCOUNT_PROOF_DIGITS"
    assert email("read", uid, "--code", "123 456")["proof"]["state"] == "read"


# --- the mailbox, its code, its card ------------------------------------------------------------------------------


def test_a_mailbox_is_reserved_and_its_code_stands_on_its_card_alone(
    posko: Posko, email: Email, space: None, tmp_path: Path
) -> None:
    uid, card = begun(email), tmp_path / "kartu.pdf"
    said = posko("email", "reserve", uid, "--stem", "siti.aminah", "--card", card, "--paper", "a6", "--json")
    told, code = said.json, code_on(card)
    assert told["address"] == "siti.aminah.12@warga.contoh.go.id"
    assert told["mailbox"] == {"address": told["address"], "state": "reserved", "code_turn": 1}
    assert (told["card"], "code" in told, is_told(said.out, code)) == (str(card), False, False)
    text = reading.words(card.read_bytes())
    assert told["address"] in text
    assert "posko.contoh.go.id/aktivasi" in text
    assert list(map(round, reading.size_mm(card.read_bytes()))) == [105, 148]
    assert not is_told(str(email("show", uid)), code)


def test_a_new_code_is_another_one_and_no_answer_on_the_terminal_tells_it(
    posko: Posko, email: Email, space: None, tmp_path: Path
) -> None:
    uid, card = begun(email), tmp_path / "kartu.pdf"
    said = posko("email", "reserve", uid, "--stem", "siti.aminah", "--card", card)
    first = code_on(card)
    again = posko("email", "new-code", uid, "--card", card)
    second = code_on(card)
    assert first != second
    assert [one for one in (first, second) if is_told(said.out + again.out, one)] == []
    assert again.out.splitlines()[-1] == f"Kartu e-mail ditulis ke {card}"
    assert email("show", uid)["mailbox"]["code_turn"] == 2
    recovery = email("new-code", uid, "--why", "recovery", "--card", card, code=1)
    assert recovery["refused"]["code"] == "ACCOUNT_NO_ID_PAPER"


def test_without_a_file_for_its_card_no_code_is_made(posko: Posko, email: Email, space: None, tmp_path: Path) -> None:
    uid = begun(email)
    assert posko("email", "reserve", uid, "--stem", "siti.aminah", "--json").error == "ACCOUNT_CARD_FILE"
    assert email("show", uid)["mailbox"] is None
    email("reserve", uid, "--stem", "siti.aminah", "--card", tmp_path / "kartu.pdf")
    said = posko("email", "new-code", uid, "--json")
    assert (said.code, said.error) == (2, "ACCOUNT_CARD_FILE")
    assert email("show", uid)["mailbox"]["code_turn"] == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights; the folder's own count there")
def test_nobody_else_on_the_machine_can_read_a_card(email: Email, space: None, tmp_path: Path) -> None:
    uid, card = begun(email), tmp_path / "kartu.pdf"
    card.write_text("the card before", encoding="utf-8")
    card.chmod(0o644)
    email("reserve", uid, "--stem", "siti.aminah", "--card", card)
    assert stat.S_IMODE(card.stat().st_mode) == 0o600
    assert list(tmp_path.glob("*.part")) == []


def test_the_card_of_an_address_that_is_there_has_no_code(email: Email, posko: Posko, tmp_path: Path) -> None:
    uid, card = begun(email), tmp_path / "kartu.pdf"
    email("address", uid, "--address", "siti@contoh.id")
    assert email("card", uid, "--card", card) == {"uid": uid, "card": str(card)}
    assert "siti@contoh.id" in reading.words(card.read_bytes())
    assert posko("email", "card", uid, "--json").error == "ACCOUNT_CARD_FILE"


def test_no_card_is_written_over_the_desk_s_own_files(
    posko: Posko, email: Email, space: None, home: Path, secret_file: Path
) -> None:
    uid = begun(email)
    for target, code in (
        (home / "kartu.pdf", "CLEAR_IN_PROFILE"),
        (secret_file, "OUTPUT_IS_INPUT"),
        (home.parent, "FILE_IS_FOLDER"),
    ):
        said = posko("email", "reserve", uid, "--stem", "siti", "--card", target, "--json")
        assert (said.code, said.error) == (2, code)
    assert email("show", uid)["mailbox"] is None
    assert secret_file.read_text(encoding="utf-8").startswith(SECRET)


def test_a_card_that_cannot_be_written_leaves_the_name_and_asks_for_a_new_code(
    posko: Posko, email: Email, space: None, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("no folder")
    uid = begun(email)
    said = posko("email", "reserve", uid, "--stem", "siti", "--card", tmp_path / "berkas" / "kartu.pdf", "--json")
    assert (said.code, said.error) == (3, "CARD_CANNOT_WRITE")
    assert email("show", uid)["mailbox"]["code_turn"] == 1
    assert email("new-code", uid, "--card", tmp_path / "kartu.pdf")["mailbox"]["code_turn"] == 2


def test_neither_code_nor_address_stands_in_the_log(email: Email, space: None, home: Path, tmp_path: Path) -> None:
    uid, card = begun(email), tmp_path / "kartu.pdf"
    email("reserve", uid, "--stem", "siti.aminah", "--card", card)
    log = "".join(path.read_text(encoding="utf-8") for path in (home / "logs").glob("*"))
    assert not is_told(log, code_on(card))
    assert "siti.aminah" not in log


# --- figures ------------------------------------------------------------------------------------------------------


def test_figures_of_a_day_and_of_a_period(email: Email, posko: Posko) -> None:
    email("end", begun(email), "--result", "failed", "--reason", "no_phone")
    email("open", "--need", "none", "--on", "2020-04-15")
    day = email("figures", *ON)
    assert (day["asked"], day["failed"], day["open"]) == (1, {"no_phone": 1}, 0)
    period = email("figures", "--since", "2020-04-13", "--until", "2020-04-15")
    assert (period["asked"], period["open"], list(period["days"])) == (2, 1, ["2020-04-13", "2020-04-15"])
    assert posko("email", "figures", *ON).out.splitlines() == [
        "Dibantu 1: sudah punya 0, dibuat 0, lain hari 0, belum berhasil 1, berjalan 0. Terbukti 0."
    ]


def test_looking_runs_beside_the_window(posko: Posko, email: Email, home: Path) -> None:
    uid = begun(email)
    with opened(home):
        assert email("show", uid)["uid"] == uid
        assert email("figures", *ON)["asked"] == 1
        assert posko("email", "pause", uid, "--json").code == 3


# --- what cannot be meant -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show",), "ACCOUNT_REF_MISSING"),
        (("show", "00000000-0000-7000-8000-000000000001"), "REGISTRATION_UNKNOWN"),
        (("show", "SIAPA"), "REGISTRATION_UNKNOWN"),
        (("open", "--need", "weather"), "ACCOUNT_WORD_UNKNOWN"),
        (("open", "--need", "none", "--on", "yesterday"), "ON_NOT_A_DAY"),
        (("propose", "--name", "SITI"), "ACCOUNT_NAME_AND_DOMAIN"),
        (("figures", "--since", "x"), "ON_NOT_A_DAY"),
        (("dance",), "COMMAND_LINE"),
    ],
)
def test_what_cannot_be_meant_is_said_and_changes_nothing(
    posko: Posko, home: Path, words: tuple[str, ...], code: str
) -> None:
    said = posko("email", *words, "--json")
    assert (said.code, said.error) == (2, code)


@pytest.mark.parametrize("words", [("open", "--need", "none"), ("propose", "--domain", "gmail.com")])
def test_a_name_that_tells_a_password_is_refused_kindly(
    posko: Posko, email: Email, home: Path, words: tuple[str, ...]
) -> None:
    said = posko("email", *words, "--name", "sandi: kucing77", "--json")
    assert (said.code, said.error) == (2, "TEXT_HAS_PASSWORD")
    assert "kucing77" not in said.out
    assert email("list") == []


def test_a_registration_without_help_says_so(posko: Posko, email: Email, write: Write) -> None:
    one = write("one.json", person_values(1))
    kept = posko("register", "--programme", "PRAKERJA2020", "--input", one, *ON, "--json").json
    assert posko("email", "show", kept["uid"], "--json").error == "ACCOUNT_UNKNOWN"


def test_words_and_papers_that_do_not_exist_are_named(posko: Posko, email: Email, space: None, tmp_path: Path) -> None:
    uid = begun(email)
    assert posko("email", "road", uid, "--road", "sea", "--json").error == "ACCOUNT_WORD_UNKNOWN"
    assert posko("email", "step", uid, "--step", "100", "--json").error == "ACCOUNT_STEP"
    wrong = posko("email", "reserve", uid, "--stem", "siti", "--card", tmp_path / "x.pdf", "--paper", "a3", "--json")
    assert wrong.error == "PAPER_UNKNOWN"
    assert email("show", uid)["mailbox"] is None
