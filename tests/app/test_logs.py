"""Logs that anybody may read: no NIK, KK, phone or mail address gets in, whatever stands around it."""

from __future__ import annotations

import logging
import re
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.logs import LOG_NAME, TAIL_BYTES, masked, note_bug, recent_lines, start_logging
from tests.kit.logging_state import logging_as_before

NIK = "3578085508909901"
NAME = "SITI AMINAH"
DIGIT = re.compile(r"\d")


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Logging is as before when the test ends."""
    with logging_as_before():
        yield


def logged(folder: Path) -> str:
    return (folder / LOG_NAME).read_text("utf-8")


# --- masking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"nik={NIK}",
        f"{{'nik': '{NIK}'}}",
        f"a{NIK}f",
        f"-{NIK}-",
        f"{NIK}@x",
        "3578 0855 0890 9901",
        "3578.0855.0890.9901",
        "3578-0855-0890-9901",
        "3578_0855_0890_9901",
        "35‑78‑08 / 55‑08‑90 / 9901",
        "٣٥٧٨٠٨٥٥٠٨٩٠٩٩٠١",
        NIK.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
        "081234560123",
        "+6281234560123",
        "+62 812-3456-0123",
        "(0812) 3456 0123",
        "0812/3456/0123",
        "2020-04-13 081234560123",
        "2020-04-13-0812-3456",
        "siti@gmail.com",
        "mailto:siti.aminah+posko@gmail.com?x",
        "siti%40gmail.com",
        "siti\uff20gmail.com",
        "a@b",
    ],
)
def test_what_tells_who_a_person_is_does_not_stay(text: str) -> None:
    left = masked(text)
    assert "gmail" not in left
    assert "siti" not in left
    assert len(DIGIT.findall(left.replace("2020-04-13", ""))) < 4


@pytest.mark.parametrize(
    "text",
    [
        "database job took 120 ms",
        "sync waits 1.5 s after LINE_NONE",
        "018f0000-0000-7000-8000-081234560123",
        "uid=018f0000-0000-7000-8000-081234560123, seq 12",
        "2026-11-21 10:00:00,123",
        "2026-11-21T10:00:00.123456+00:00",
        "2026-11-21T10:00:00Z and 2026-11-22",
        "35-SBY01-20200413-0042-5",
        "trouble DISK_FULL {'file': 'posko.db'}",
        "",
    ],
)
def test_what_support_needs_stays(text: str) -> None:
    assert masked(text) == text


@given(before=st.text(max_size=20), digits=st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), after=st.text(max_size=20))
@example(before="deadbeef-", digits=NIK, after="-deadbeef")
@example(before="2020-04-13T10:00:00.", digits=NIK, after="")
@example(before="35-SBY01-", digits=NIK, after="-5")
def test_no_nik_stays_whatever_stands_around_it(before: str, digits: str, after: str) -> None:
    assert digits not in masked(before + digits + after)


@given(
    before=st.text(max_size=10),
    groups=st.lists(st.from_regex(r"[0-9]{3,4}", fullmatch=True), min_size=3, max_size=4),
    sign=st.sampled_from([" ", "-", ".", "", " - ", "\u2011", "_", "/", "\u00a0"]),
    after=st.text(max_size=10),
)
def test_no_phone_number_stays_however_it_is_grouped(before: str, groups: list[str], sign: str, after: str) -> None:
    number = "08" + sign.join(groups)
    assert number not in masked(f"{before} {number} {after}")


@given(
    before=st.text(max_size=20),
    name=st.from_regex(r"[a-z][a-z0-9._+-]{2,30}", fullmatch=True),
    domain=st.from_regex(r"[a-z]{2,10}\.(id|com|go\.id)", fullmatch=True),
    after=st.text(max_size=20),
)
def test_no_mail_address_stays(before: str, name: str, domain: str, after: str) -> None:
    assert f"{name}@{domain}" not in masked(f"{before} {name}@{domain} {after}")


@given(uid=st.uuids(), at=st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds have no zone
def test_uids_and_moments_stay(uid: uuid.UUID, at: datetime) -> None:
    text = f"event {uid} at {at.isoformat()} by {uid}"
    assert masked(text) == text


@pytest.mark.slow
def test_a_long_text_is_masked_quickly_enough_to_be_logged() -> None:
    assert masked("x" * 100_000 + NIK).endswith("<angka>")
    assert NIK[:8] not in masked(f"{NIK} " * 5_000)


# --- the log file -----------------------------------------------------------------------------------------------------


def test_messages_are_masked_with_their_arguments(tmp_path: Path) -> None:
    start_logging(tmp_path)
    logging.getLogger("any").warning("nik %s of %s", NIK, "siti@gmail.com")
    assert "nik <angka> of <e-mail>" in logged(tmp_path)


def test_no_text_of_an_exception_is_written_nor_of_those_behind_it(tmp_path: Path) -> None:
    start_logging(tmp_path)
    typed = f"{NAME} {NIK}"
    try:
        try:
            raise ValueError(f"{typed}\n{typed}")
        except ValueError as error:
            raise KeyError(typed) from error
    except KeyError:
        logging.getLogger("any").exception("bug")
    text = logged(tmp_path)
    assert not any(word in text for word in typed.split())
    assert [word in text for word in ("KeyError", "ValueError", "test_logs.py")] == [True] * 3


def test_notes_and_groups_of_exceptions_are_not_written_either(tmp_path: Path) -> None:
    start_logging(tmp_path)
    group = ExceptionGroup(NAME, [ValueError(NAME)])
    group.add_note(NAME)
    note_bug(group)
    assert "SITI" not in logged(tmp_path)


def test_exceptions_that_stand_behind_each_other_in_a_ring_end(tmp_path: Path) -> None:
    start_logging(tmp_path)
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    note_bug(first)
    assert logged(tmp_path).count("KeyError") == 1


def test_stderr_has_warnings_in_one_line_each_and_the_file_has_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path)
    log = logging.getLogger("any")
    log.info("only in the file")
    log.warning("in both")
    try:
        raise ValueError(NIK)
    except ValueError as error:
        note_bug(error)
    err = capsys.readouterr().err
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "WARNING any",
        "ERROR app.logs",
        "ValueError (test_logs.py",
    ]
    assert "only in the file" in logged(tmp_path)
    assert NIK not in err


def test_without_a_folder_nothing_is_written_but_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(tmp_path / "none")
    logging.getLogger("any").warning("said")
    assert list(tmp_path.iterdir()) == []
    assert "said" in capsys.readouterr().err


def test_a_log_that_cannot_be_opened_is_done_without(tmp_path: Path) -> None:
    (tmp_path / LOG_NAME).mkdir()
    start_logging(tmp_path)
    logging.getLogger("any").warning("said")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_under_the_log_shows_neither_record_nor_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / LOG_NAME).symlink_to("/dev/full")
    start_logging(tmp_path)
    logging.getLogger("any").info("nik %s", NIK)
    logging.getLogger("any").info("wrong %d", NIK)
    assert capsys.readouterr().err == ""


def test_starting_twice_writes_every_line_once(tmp_path: Path) -> None:
    start_logging(tmp_path)
    start_logging(tmp_path)
    logging.getLogger("any").warning("once")
    assert logged(tmp_path).count("once") == 1


def test_the_file_is_made_with_its_first_line(tmp_path: Path) -> None:
    start_logging(tmp_path)
    assert list(tmp_path.iterdir()) == []
    logging.getLogger("app").info("a line")
    assert [path.name for path in tmp_path.iterdir()] == [LOG_NAME]


def test_a_bug_before_logging_has_started_is_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers[:] = []
    try:
        raise ValueError(NIK)
    except ValueError as error:
        note_bug(error)
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "ValueError (test_logs.py:" in err
    assert sys.exc_info() == (None, None, None)


# --- read again by support ------------------------------------------------------------------------------------------


def test_the_last_lines_go_on_into_the_file_before(tmp_path: Path) -> None:
    (tmp_path / "posko.log.1").write_text("satu\ndua\n", encoding="utf-8")
    (tmp_path / "posko.log").write_text("tiga\n", encoding="utf-8")
    assert recent_lines(tmp_path, 2) == ("dua", "tiga")
    assert recent_lines(tmp_path, 9) == ("satu", "dua", "tiga")
    assert recent_lines(tmp_path / "none", 9) == ()


def test_an_old_line_that_was_masked_less_is_masked_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "posko.log").write_bytes(b"3578085508909901 x@contoh.id \xff\n")
    assert recent_lines(tmp_path, 1) == ("<angka> <e-mail> \ufffd",)


def test_of_an_endless_log_only_the_end_is_read(tmp_path: Path) -> None:
    (tmp_path / "posko.log").write_text("x" * TAIL_BYTES + "\nakhir\n", encoding="utf-8")
    lines = recent_lines(tmp_path, 5)
    assert lines == ("akhir",)
