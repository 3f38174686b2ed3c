"""The report of a bug can be handed on: versions, kinds and places, nobody's data, no folder of the computer."""

from __future__ import annotations

import platform
import re
from pathlib import Path

from app.bug_report import bug_report, program_version

NIK = "3578085508909901"
NAME = "SITI AMINAH"


def report_of(words: str) -> str:
    try:
        try:
            raise LookupError(words)
        except LookupError as error:
            raise ValueError(words) from error
    except ValueError as error:
        return bug_report(error)


def test_it_names_program_system_and_moment() -> None:
    lines = report_of("").splitlines()
    assert lines[0] == f"Posko {program_version()}"
    assert lines[1].startswith(platform.system())
    assert f"Python {platform.python_version()}, SQLite " in lines[2]
    assert "<" not in lines[2]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", lines[3])


def test_it_names_every_kind_of_the_chain_with_its_places() -> None:
    text = report_of("")
    assert text.index("ValueError") < text.index("LookupError")
    assert re.search(r"app/test_bug_report\.py:\d+ report_of", text)


def test_the_words_of_the_bug_stay_here() -> None:
    text = report_of(f"{NAME} {NIK}")
    assert NAME not in text
    assert NIK not in text


def test_no_folder_above_a_file_is_named() -> None:
    assert str(Path(__file__).resolve().parents[2]) not in report_of("")


def test_a_bug_that_was_never_raised_is_told_too() -> None:
    assert bug_report(ValueError("x")).splitlines()[-1] == "ValueError"
