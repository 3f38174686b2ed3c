"""``posko.toml``: read once, defaults where nothing stands, and what is wrong is named with file, line and key."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import ZONES, Settings, zone_of_province
from app.settings_file import read_settings, write_settings
from core.clock import FURTHEST_ZONE_HOURS, latest_business_date
from core.errors import Kind, Trouble
from core.sentences import sentence


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "posko.toml"


def trouble_with(path: Path, content: str | bytes) -> Trouble:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Trouble) as caught:
        read_settings(path)
    assert caught.value.facts["file"] == "posko.toml"
    assert "..." not in sentence(caught.value.code, caught.value.facts)
    return caught.value


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert read_settings(path) == Settings()
    path.write_bytes(b"")
    assert read_settings(path) == Settings()


def test_what_stands_in_the_file_holds(path: Path) -> None:
    path.write_bytes('\ufeffagency = "Disnaker Contoh"\r\nzone = "WITA"\r\n'.encode())
    settings = read_settings(path)
    assert (settings.agency, settings.zone, settings.zone_hours, settings.counter) == (
        "Disnaker Contoh",
        "WITA",
        8,
        "1",
    )


def lines() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(agency=lines(), address=lines(), counter=lines().map(lambda text: text[:20]), zone=st.sampled_from(list(ZONES)))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, agency: str, address: str, counter: str, zone: str
) -> None:
    settings = Settings(agency=agency, post_address=address, counter=counter, zone=zone)  # type: ignore[arg-type]  # of ZONES
    path = tmp_path_factory.mktemp("settings") / "posko.toml"
    write_settings(path, settings)
    assert read_settings(path) == settings


@pytest.mark.parametrize(
    "line",
    [
        "agency = 3",
        "agency = true",
        "agency = []",
        "agency = 2020-04-13",
        f'agency = "{"A" * 121}"',
        'zone = "GMT"',
        'zone = ""',
        'zone = "WIB\\n"',
        'counter = "012345678901234567890"',
        'status_host = "https://x"',
        'status_host = "host\\n"',
        'status_host = "hóst"',
        f'status_host = "{"a" * 61}"',
        "[agency]\nname = 1",
        'paper = "a6"',
        'paper = ""',
        "lock_after_minutes = 0",
        "lock_after_minutes = 61",
        "lock_after_minutes = 2.5",
        'lock_after_minutes = "3"',
        'language = "en-GB"',
        'look = "hitam"',
        "text_percent = 89",
        "text_percent = 151",
    ],
)
def test_a_wrong_value_is_named_with_its_key(path: Path, line: str) -> None:
    trouble = trouble_with(path, f'counter = "2"\n{line}\n' if not line.startswith("counter") else line)
    assert (trouble.code, trouble.kind) == ("SETTINGS_VALUE", Kind.USAGE)
    assert trouble.facts["key"] == line.partition(" ")[0].strip("[]").partition("]")[0]


def test_an_unknown_key_is_named(path: Path) -> None:
    trouble = trouble_with(path, 'agnecy = "Disnaker"')
    assert (trouble.code, trouble.facts["key"]) == ("SETTINGS_KEY", "agnecy")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('agency = "x"\n\nlook = "grey"\n', 3),
        ('# look = "grey"\nagency = "look"\n  "look" = "grey"\n', 3),
        ('looks = 1\nlook = "grey"', 1),
        ("[look]\n", 1),
        ('agency = "x"\r\nlook = "grey"\r\n', 2),
    ],
)
def test_what_is_wrong_is_named_with_its_line_too(path: Path, content: str, line: int) -> None:
    assert trouble_with(path, content).facts["line"] == line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('agency = "x"\nzone = WIB\n', 2),
        ('agency = "x\n', 1),
        ("agency", 1),
        ("\n\n= 3", 3),
        ('agency = "x"\nagency = "y"\n', 2),
        (b'zone = "WIB"\n\xff\xfe', 2),
        (b"\x00", 1),
        ("agency = " + "[" * 100_000, 1),
        ("agency = " + "9" * 10_000, 1),
    ],
)
def test_a_file_that_is_no_toml_is_named_with_its_line(path: Path, content: str | bytes, line: int) -> None:
    trouble = trouble_with(path, content)
    assert (trouble.code, trouble.kind, trouble.facts["line"]) == ("SETTINGS_FILE", Kind.USAGE, line)


def test_a_file_that_cannot_be_read_is_a_trouble_of_the_world(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Trouble) as caught:
        read_settings(path)
    assert (caught.value.code, caught.value.kind) == ("FILE_CANNOT_USE", Kind.WORLD)


def test_what_the_window_needs_has_calm_defaults() -> None:
    settings = Settings()
    assert (settings.printer, settings.paper, settings.lock_after_minutes) == ("", "thermal80", 3)
    assert (settings.language, settings.look, settings.text_percent) == ("id", "system", 100)


@pytest.mark.parametrize(
    ("printer", "folder"),
    [
        ("", None),
        ("EPSON TM-T82", None),
        ("folder:", None),
        ("folder: ", None),
        ("folder:/home/petugas/cetak hari ini", Path("/home/petugas/cetak hari ini")),
    ],
)
def test_a_printer_may_be_a_folder(printer: str, folder: Path | None) -> None:
    assert Settings(printer=printer).printer_folder == folder


def test_a_file_that_cannot_be_written_stays_as_it_was(path: Path) -> None:
    path.write_text('counter = "2"\n', encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        write_settings(path, Settings(text_percent=89))
    assert (caught.value.code, caught.value.facts["key"]) == ("SETTINGS_VALUE", "text_percent")
    with pytest.raises(Trouble) as caught:
        write_settings(path / "posko.toml", Settings())
    assert caught.value.code == "FILE_CANNOT_USE"
    assert path.read_text("utf-8") == 'counter = "2"\n'
    assert [file.name for file in path.parent.iterdir()] == ["posko.toml"]


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_any_file_gives_settings_or_a_trouble(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "posko.toml"
    path.write_bytes(content)
    try:
        code: str = read_settings(path).zone
    except Trouble as trouble:
        code = trouble.code
    assert code in ("WIB", "SETTINGS_FILE", "SETTINGS_KEY", "SETTINGS_VALUE")


@pytest.mark.parametrize(
    ("province", "zone"),
    [("11", "WIB"), ("35", "WIB"), ("61", "WIB"), ("51", "WITA"), ("64", "WITA"), ("73", "WITA"), ("81", "WIT")],
)
def test_each_province_has_its_zone(province: str, zone: str) -> None:
    assert zone_of_province(province) == zone


def test_the_latest_business_date_is_that_of_the_east() -> None:
    midnight_in_jayapura = datetime(2020, 4, 14, 0, 0, tzinfo=timezone(timedelta(hours=9)))
    assert latest_business_date(midnight_in_jayapura) == date(2020, 4, 14)
    assert latest_business_date(midnight_in_jayapura - timedelta(seconds=1)) == date(2020, 4, 13)


def test_the_clock_and_the_settings_agree_on_the_zone_that_is_furthest_ahead() -> None:
    assert max(ZONES.values()) == FURTHEST_ZONE_HOURS
