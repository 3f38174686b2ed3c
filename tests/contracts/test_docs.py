"""The papers of the house stay true: places exist, wire tables match the structs, sentences are those people see."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from app.__main__ import main as desk
from app.desk.exports.kinds import ExportKind
from app.ui.actions import COMMANDS
from core.sentences import SENTENCES
from core.wire import envelope, events, records
from server.__main__ import main as server
from server.exchange.outcomes import EnrolCode, EventCode, ExchangeCode
from server.http.problems import HttpCode

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAPERS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
CODE = ("core", "papers", "app", "server", "resources")

STRUCTS = [
    member
    for module in (envelope, events, records)
    for member in vars(module).values()
    if isinstance(member, type) and issubclass(member, msgspec.Struct) and member.__module__ == module.__name__
]


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_place_a_paper_names_is_there(paper: Path) -> None:
    text = text_of(paper)
    links = re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r'src="([^":]+)"', text)
    named = re.findall(r"`((?:core|papers|app|server|resources|tests|tools|docs|benchmarks)/[\w./-]*)`", text)
    missing = [place for place in links if not (paper.parent / place).exists()]
    missing += [place for place in named if "NNNN" not in place and "CODE" not in place and not _stands(place)]
    assert missing == []


def _stands(place: str) -> bool:
    planned = ("core/tickets.py", "resources/dictionaries/N.zdict")  # named as what is not there, or as a pattern
    return place in planned or (ROOT / place).exists()


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_the_wire_paper_names_every_member_in_its_order(struct: type[msgspec.Struct]) -> None:
    names = "".join(rf"`{name}`(?:(?!\n## ).)*?" for name in struct.__struct_fields__)
    assert re.search(names, text_of(DOCS / "wire.md"), re.DOTALL), struct.__struct_fields__


def test_the_wire_paper_names_every_code_that_travels() -> None:
    codes = {code.value for enum in (EventCode, ExchangeCode, EnrolCode, HttpCode) for code in enum}
    text = text_of(DOCS / "wire.md")
    assert {code for code in codes if f"`{code}`" not in text} == set()


def test_the_wire_paper_names_every_kind_of_event() -> None:
    text = text_of(DOCS / "wire.md")
    assert {kind.value for kind in events.Kind if f"`{kind.value}`" not in text} == set()


def test_every_word_of_the_glossary_is_used() -> None:
    source = "\n".join(
        text_of(path) for room in CODE for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".toml", ".sql"}
    ).lower()
    words = re.findall(r"`([a-z_]+)`", text_of(DOCS / "glossary.md"))
    assert {word for word in words if not re.search(rf"(?<![a-z]){word}", source)} == set()


def test_the_sentences_in_the_officers_guide_are_those_of_the_program() -> None:
    table = text_of(DOCS / "panduan-petugas.md").partition("## 11.")[2]
    said = [row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ") and "---" not in row][1:]
    patterns = {text: ".*".join(re.escape(part.strip()) for part in text.split("...")) for text in said}
    unknown = [
        text for text, pattern in patterns.items() if not any(re.search(pattern, one) for one in SENTENCES.values())
    ]
    assert said
    assert unknown == []


def test_every_key_in_the_officers_guide_is_one_of_the_window() -> None:
    text = text_of(DOCS / "panduan-petugas.md")
    named = set(re.findall(r"\b(?:(?:Ctrl|Alt|Shift)\+)+[A-Z0-9]+\b|\bF(?:1[0-2]|[1-9])\b", text))
    assert named
    assert named - {command.keys for command in COMMANDS} == set()


@pytest.mark.parametrize("program", ["posko", "posko-server"])
def test_every_command_in_the_papers_exists(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(map(text_of, (ROOT / "README.md", DOCS / "panduan-petugas.md", DOCS / "cli.md")))
    commands = set(re.findall(rf"(?:`|    ){program} ([a-z-]+)", text))
    assert commands
    assert {command for command in commands if not _has_help(program, command)} == set()
    capsys.readouterr()


@pytest.mark.parametrize("program", ["posko", "posko-server"])
def test_the_paper_about_commands_names_every_one(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    _has_help(program)
    commands = set(re.findall(r"^ {4}([a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    named = set(re.findall(rf"`{program} ([a-z-]+)", text_of(DOCS / "cli.md")))
    assert commands
    assert commands - named == set()


@pytest.mark.parametrize(
    ("program", "command"), [("posko", "queue"), ("posko", "email"), ("posko", "officer"), ("posko-server", "mailbox")]
)
def test_the_paper_about_commands_names_what_each_can_do(
    program: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _has_help(program, command)
    text = capsys.readouterr().out
    listed = re.findall(r"^ {4}([a-z-]+) ", text, re.MULTILINE) or re.findall(r"\{([a-z,-]+)\}", text)[0].split(",")
    (row,) = [row for row in text_of(DOCS / "cli.md").splitlines() if row.startswith(f"| `{program} {command} ")]
    assert set(listed) - set(re.findall("[a-z-]+", row)) == set()


def test_the_paper_about_commands_names_every_kind_of_copy() -> None:
    (about,) = [part for part in text_of(DOCS / "cli.md").split("\n\n") if part.startswith("**Exports.**")]
    assert {kind.value for kind in ExportKind} - set(re.findall("[a-z]+", about)) == set()


def _has_help(program: str, *command: str) -> bool:
    try:
        return {"posko": desk, "posko-server": server}[program]([*command, "--help"]) == 0
    except SystemExit as left:
        return left.code == 0
