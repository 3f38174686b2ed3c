"""The emblem of the settings: read from the profile's folder or elsewhere; papers go out without a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.emblem import emblem_or_none, read_emblem
from app.main import post_words
from app.settings import Settings
from core.errors import Kind, Trouble
from core.sentences import sentence
from tests.papers.test_emblem import EMBLEM


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "lambang.png").write_bytes(EMBLEM)
    (tmp_path / "surat.pdf").write_bytes(b"%PDF-1.4")
    return tmp_path


def test_a_name_without_a_folder_is_one_of_the_profile(home: Path) -> None:
    assert read_emblem(home, "lambang.png") == EMBLEM


def test_a_whole_path_may_lie_elsewhere(home: Path) -> None:
    assert read_emblem(home / "meja", str(home / "lambang.png")) == EMBLEM


def test_no_name_is_no_emblem(home: Path) -> None:
    assert read_emblem(home, "") == b""


@pytest.mark.parametrize("name", ["tidak-ada.png", "surat.pdf", ".", "a\0b"])
def test_what_is_no_picture_is_refused_in_words(home: Path, name: str) -> None:
    with pytest.raises(Trouble) as trouble:
        read_emblem(home, name)
    assert (trouble.value.code, trouble.value.kind) == ("EMBLEM_UNUSABLE", Kind.USAGE)
    assert "PNG atau JPEG" in sentence(trouble.value.code, trouble.value.facts)


def test_papers_go_out_without_an_emblem_that_has_gone(home: Path) -> None:
    assert emblem_or_none(home, "tidak-ada.png") == b""


def test_the_letterhead_of_a_desk_carries_it(home: Path) -> None:
    words = post_words(Settings(agency="DINAS", emblem="lambang.png", large_print=True), "Posko", home)
    assert words.letterhead.emblem == EMBLEM
    assert words.is_large
