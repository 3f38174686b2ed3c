"""The registration input in every form that may come: object, lines, list, file, pipe; and everything that is none."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.__main__ import main
from app.headless.files import MOST_BYTES
from app.headless.input_file import read_input
from core.errors import Trouble
from tests.app.headless.conftest import Posko
from tests.kit.desk import SECRET, new_profile, person_values

Write = Callable[[str, object], Path]

REGISTER = ("register", "--programme", "PRAKERJA2020", "--on", "2020-04-13", "--json", "--input")


def object_bytes(number: int, **changes: object) -> bytes:
    return json.dumps(person_values(number, **changes)).encode()


ONE, TWO = object_bytes(1), object_bytes(2)
PRETTY = json.dumps(person_values(1), indent=2).encode()
PRETTY_LIST = json.dumps([person_values(1), person_values(2)], indent=2).encode()


@pytest.mark.parametrize(
    "content",
    [
        ONE,
        ONE + b"\n",
        b"\n\r\n  " + ONE + b"\r\n\n",
        b"\xef\xbb\xbf" + ONE,
        PRETTY,
        PRETTY.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + PRETTY,
        json.dumps(person_values(1), ensure_ascii=False).encode(),
    ],
)
def test_one_object_gets_one_object(posko: Posko, home: Path, content: bytes) -> None:
    said = posko(*REGISTER, "-", stdin=content)
    assert (said.code, said.json["outcome"], said.err) == (0, "registered", "")


@pytest.mark.parametrize(
    "content",
    [
        ONE + b"\n" + TWO,
        ONE + b"\r\n\r\n" + TWO + b"\r\n",
        b"\xef\xbb\xbf" + ONE + b"\n\xef\xbb\xbf" + TWO,
        b"[" + ONE + b"," + TWO + b"]",
        b"  [\n" + ONE + b",\n" + TWO + b"\n]\n",
        PRETTY_LIST,
    ],
    ids=["lines", "windows lines", "files put together", "list", "list over lines", "pretty list"],
)
def test_many_get_a_list_in_the_same_order(posko: Posko, home: Path, content: bytes) -> None:
    said = posko(*REGISTER, "-", stdin=content)
    assert (said.code, said.err) == (0, "")
    assert [(one["line"], one["queue_number"]) for one in said.json] in (
        [(1, "A001"), (2, "A002")],
        [(1, "A001"), (3, "A002")],
    )


def test_a_list_of_one_gets_a_list_of_one(posko: Posko, home: Path) -> None:
    said = posko(*REGISTER, "-", stdin=b"[" + ONE + b"]")
    assert (said.code, len(said.json)) == (0, 1)


def test_an_unreadable_line_is_named_and_the_others_are_stored(posko: Posko, home: Path) -> None:
    lines = [ONE, b'{"nik": "1"', b"[1]", b'{"nik": "\xff"}', b"", TWO, b"NaN"]
    said = posko(*REGISTER, "-", stdin=b"\n".join(lines))
    assert said.code == 2
    found = [(one["line"], one["outcome"], one["findings"][0]["code"]) for one in said.json]
    assert found == [
        (1, "registered", "PRIORITY_GROUP"),
        (2, None, "LINE_NOT_JSON"),
        (3, None, "LINE_NOT_AN_OBJECT"),
        (4, None, "LINE_NOT_TEXT"),
        (6, "registered", "PRIORITY_GROUP"),
        (7, None, "LINE_NOT_AN_OBJECT"),
    ]
    unreadable = said.json[1]
    assert unreadable["findings"][0]["message"].startswith("Baris 2 bukan JSON")
    assert {"outcome", "verdict", "uid", "registration_no", "queue_number", "status", "slip"} <= set(unreadable)
    assert posko("status", "--json").json["registrations"] == 2


def test_a_bad_first_line_does_not_hide_the_others(posko: Posko, home: Path) -> None:
    said = posko(*REGISTER, "-", stdin=b'{"nik": \n' + ONE)
    assert (said.code, [one["outcome"] for one in said.json]) == (2, [None, "registered"])


def test_in_a_list_a_member_that_is_nobody_is_named_by_its_place(posko: Posko, home: Path) -> None:
    said = posko(*REGISTER, "-", stdin=b"[" + ONE + b", 3]")
    assert (said.code, [one["line"] for one in said.json]) == (2, [1, 2])
    assert said.json[1]["findings"][0]["code"] == "LINE_NOT_AN_OBJECT"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "INPUT_EMPTY", None),
        (b" \r\n\n", "INPUT_EMPTY", None),
        (b"\xef\xbb\xbf", "INPUT_EMPTY", None),
        (b"[]", "INPUT_EMPTY", None),
        (b"not json", "INPUT_NOT_JSON", 1),
        (b'{"nik": "1"', "INPUT_NOT_JSON", 1),
        (b'{\n"nik": "1"\n"sex": "L"\n}', "INPUT_NOT_JSON", 3),
        (b"[\n" + ONE + b"\n" + TWO + b"\n]", "INPUT_NOT_JSON", 3),
        (b"3", "INPUT_NOT_PEOPLE", None),
        (b'"text"', "INPUT_NOT_PEOPLE", None),
        (b"null", "INPUT_NOT_PEOPLE", None),
        (b"[1, null]", "INPUT_NOT_PEOPLE", None),
        (b"\xff\xfe{\x00}\x00", "INPUT_NOT_TEXT", 1),
        (b"\n\n\x80", "INPUT_NOT_TEXT", 3),
        (b"\x00\x01\x02PK\x03\x04" * 50, "INPUT_NOT_JSON", 1),
        (b"[" * 200_000, "INPUT_NOT_JSON", 1),
        (b'{"nik": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "INPUT_NOT_JSON", 1),
        (b'{"nik": ' + b"9" * 5_000 + b"}", "INPUT_NOT_JSON", 1),
    ],
)
def test_what_holds_nobody_is_one_sentence_with_the_line_and_changes_nothing(
    posko: Posko, home: Path, content: bytes, code: str, line: int | None
) -> None:
    said = posko(*REGISTER, "-", stdin=content)
    assert (said.code, said.error, said.err) == (2, code, "")
    assert said.json["error"]["facts"].get("line") == line
    assert posko("status", "--json").json["by_outcome"] == {}


def test_a_file_that_is_not_there_is_a_usage_error(posko: Posko, home: Path, tmp_path: Path) -> None:
    assert posko(*REGISTER, tmp_path / "none.jsonl").error == "FILE_NOT_FOUND"
    assert posko(*REGISTER, tmp_path).error == "FILE_CANNOT_READ"
    assert posko(*REGISTER, "a\0b").error == "FILE_CANNOT_READ"


def test_a_huge_file_is_refused_unread(posko: Posko, home: Path, tmp_path: Path) -> None:
    with (tmp_path / "huge.jsonl").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    said = posko(*REGISTER, tmp_path / "huge.jsonl")
    assert (said.code, said.error) == (2, "FILE_TOO_LARGE")


def test_standard_input_that_is_closed_is_empty(posko: Posko, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert posko(*REGISTER, "-").error == "INPUT_EMPTY"


def test_a_field_of_ten_million_letters_is_a_finding_of_that_field(posko: Posko, home: Path) -> None:
    said = posko(*REGISTER, "-", stdin=object_bytes(1, name_on_id="A" * 10_000_000))
    assert (said.code, said.json["outcome"], said.json["queue_number"]) == (1, "incomplete", "A001")
    assert "name_on_id" in {one["field"] for one in said.json["findings"] if one["weight"] == "block"}
    assert len(said.out) < 20_000


ODD_VALUES: tuple[object, ...] = (
    "\0", "\ud83d", "A\ud83d\udc4d", "\u202e\u0646\u0648\u0631", "'; DROP TABLE registration; --", "{0}{field}%s",
    "\x1b[31m", "A\nB\tC", "", " ", 3, 3.5, -1, 1e300, float("nan"), float("inf"), True, [], [1], {}, {"a": 1},
    2**200,
)  # fmt: skip


@pytest.mark.parametrize("field", ["name_on_id", "nik", "birth_date", "mobile", "answers", "documents", "consent"])
def test_any_value_in_any_field_is_kept_and_answered(posko: Posko, home: Path, field: str) -> None:
    people = [person_values(number, **{field: value}) for number, value in enumerate(ODD_VALUES)]
    said = posko(*REGISTER, "-", stdin="\n".join(map(json.dumps, people)).encode())
    assert said.code in (0, 1)
    assert [one["queue_number"] for one in said.json] == [f"A{number:03d}" for number in range(1, len(people) + 1)]
    assert said.out.encode("utf-8")


def test_unknown_members_are_a_remark(posko: Posko, home: Path) -> None:
    said = posko(*REGISTER, "-", stdin=object_bytes(1, shoe_size="43"))
    assert (said.code, said.json["outcome"]) == (0, "registered")
    assert said.json["findings"][0]["facts"] == {"name": "shoe_size"}


@pytest.mark.parametrize("content", [b"", ONE, b"[" + ONE + b"]", ONE + b"\nx"])
def test_reading_a_file_and_a_pipe_is_the_same(write: Write, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert _read("-") == _read(str(write("people.jsonl", content)))


def _read(name: str) -> object:
    try:
        return read_input(name)
    except Trouble as trouble:
        return trouble.code, trouble.facts


@pytest.fixture(scope="module")
def common_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One desk for many inputs, its secret beside it."""
    folder = tmp_path_factory.mktemp("common")
    new_profile(folder / "desk")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    return folder


def _json_like() -> st.SearchStrategy[bytes]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
    names = st.sampled_from(list(person_values(0))) | st.text(max_size=8)
    objects = st.dictionaries(names, values, max_size=5).map(lambda one: json.dumps(one).encode())
    return st.lists(
        objects | st.binary(max_size=30) | values.map(lambda one: json.dumps(one).encode()), max_size=4
    ).map(b"\n".join)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(content=_json_like() | st.binary(max_size=200))
@example(content=b'{"nik": "\\ud800", "answers": {"\\udfff": "\\ud800"}}')
@example(content=b'{"answers": {"employment_status": {}}, "confirm": [[]], "accept": {"x": 1}, "documents": "ktp"}')
def test_whatever_the_file_holds_the_answer_is_json_and_an_exit_code(common_desk: Path, content: bytes) -> None:
    out, err = io.StringIO(), io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(content))
    with mock.patch.object(sys, "stdin", stdin), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        secret = str(common_desk / "secret.txt")
        code = main([*REGISTER, "-", "--home", str(common_desk / "desk"), "--secret-file", secret])
    document = json.loads(out.getvalue())
    assert code in (0, 1, 2)
    assert err.getvalue() == ""
    if isinstance(document, list):
        assert (code == 2) == any(one["outcome"] is None for one in document)
