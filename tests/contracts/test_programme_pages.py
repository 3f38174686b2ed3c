"""``docs/programmes.md`` says what the programmes' files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.programme import Programme, parse_programme
from tools import programme_pages
from tools.programme_pages import PAGE, ROOT, main, page_of, programmes_in

MADE_UP = ROOT / "tests" / "data" / "programmes" / "CONTOH.toml"


@pytest.fixture
def made_up() -> Programme:
    return parse_programme(MADE_UP.read_bytes(), MADE_UP.name)


def test_the_page_is_as_the_files_say() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == page_of(programmes_in(ROOT)), "run: make programmes"


def test_every_source_stands_on_the_page() -> None:
    text = page_of(programmes_in(ROOT))
    for programme in programmes_in(ROOT):
        dated = (*programme.rules, *programme.papers, *programme.figures)
        sources = [*(one.source for one in dated), *(one.source for one in programme.questions)]
        for source in sources:
            assert source.replace("|", "/") in text


def test_whatever_a_file_can_say_is_written(made_up: Programme) -> None:
    page = page_of([made_up])
    for words in (
        "Rp2.000.000",
        "from 01-01-2020 to 31-12-2020",
        "doubt: Dinas Contoh settles it",
        "`copy` if `letter_is_signed`",
        "`has_boat` is true",
        "-50 % of A",
        "Situs contoh",
        "10 in each of 5 RW make 50",
    ):
        assert words in page


def test_the_command_writes_the_page_and_tells_a_stale_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "resources" / "programmes").mkdir(parents=True)
    (tmp_path / "resources" / "programmes" / "CONTOH.toml").write_bytes(MADE_UP.read_bytes())
    monkeypatch.setattr(programme_pages, "ROOT", tmp_path)
    assert main([]) == 0
    assert main(["--check"]) == 0
    (tmp_path / PAGE).write_text("old", "utf-8")
    assert main(["--check"]) == 1
    assert "make programmes" in capsys.readouterr().out
