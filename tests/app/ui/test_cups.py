"""Every paper of a visit through a real print system: the right page, the same ink, a QR that can be read."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from papers import Paper, render
from papers.letter import OfficeSheet
from papers.letter_pdf import letters_pdf
from papers.ticket import ticket
from papers.trial import Trial, trial_page
from tests.kit.cups import print_system
from tests.kit.zbar import zbar_texts
from tests.papers.reading import on_head, picture, qr_texts, size_mm
from tests.papers.slips import ALL_SLIPS, FONTS, RECEIPT
from tests.papers.test_letter import letter
from tests.papers.test_ticket import TICKET

TRIAL = Trial(RECEIPT.letterhead, RECEIPT.at, RECEIPT.zone)

pytestmark = pytest.mark.slow

PATIENCE_MS = 240_000

PAPERS: Mapping[str, Callable[[], bytes]] = {
    **{f"receipt-{paper.value}": partial(render, ALL_SLIPS["receipt"], paper, FONTS) for paper in Paper},
    "fullest-thermal58": partial(render, ALL_SLIPS["fullest"], Paper.THERMAL58, FONTS),
    "note-a5": partial(render, ALL_SLIPS["incomplete"], Paper.A5, FONTS),
    "refusal-f4": partial(render, ALL_SLIPS["too_young"], Paper.F4, FONTS),
    **{f"ticket-{paper.value}": partial(ticket, TICKET, paper, FONTS) for paper in Paper},
    "trial-thermal80": partial(trial_page, TRIAL, Paper.THERMAL80, FONTS),
    "letter-a4": lambda: letters_pdf([letter()], FONTS),
    "letter-f4": lambda: letters_pdf([letter()], FONTS, OfficeSheet.F4),
    "list-a4": lambda: letters_pdf([letter(is_lying=True)], FONTS),
}
"""Title -> how it is made: slips and tickets on everything, what only offices print on their sheets."""

WITH_QR = {
    name: ALL_SLIPS[name.partition("-")[0]].qr_text for name in PAPERS if name.startswith(("receipt", "fullest"))
}


@dataclass(frozen=True)
class Printed:
    """All papers, printed once.

    Args:
        out: title -> what came out.
        told: what the window was told of each.
    """

    out: Mapping[str, bytes]
    told: Sequence[str]


@pytest.fixture
def told(all_printed: Printed) -> Sequence[str]:
    """What the window was told of each."""
    return all_printed.told


@pytest.fixture
def printed(all_printed: Printed) -> Mapping[str, bytes]:
    """Title -> what came out."""
    return all_printed.out


@pytest.fixture(scope="module")
def all_printed(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Printed]:
    """All of them, printed once."""
    folder, run = tmp_path_factory.mktemp("papers"), secrets.token_hex(4)
    with print_system() as system:
        files = []
        for name, made in PAPERS.items():
            file = folder / f"{name}-{run}.pdf"
            file.write_bytes(made())
            files.append(file)
        told = system.print(files)
        QtBot(request).waitUntil(system.is_idle, timeout=PATIENCE_MS)
        yield Printed({file.stem.removesuffix(f"-{run}"): system.took(file.stem) for file in files}, told)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_comes_out_of_the_print_system_whole(printed: Mapping[str, bytes], name: str) -> None:
    made, wanted = printed[name], PAPERS[name]()
    assert size_mm(made) == pytest.approx(size_mm(wanted), abs=1.5)
    assert _darkness(made) == pytest.approx(_darkness(wanted), rel=0.15)


@pytest.mark.parametrize("name", WITH_QR)
def test_its_qr_can_be_read(printed: Mapping[str, bytes], name: str, tmp_path: Path) -> None:
    assert qr_texts(on_head(printed[name])) == [WITH_QR[name]]
    assert zbar_texts(picture(printed[name], 300), tmp_path) == [WITH_QR[name]]


def test_all_of_them_were_handed_over_and_nobody_said_printed(told: Sequence[str]) -> None:
    assert told == ["unconfirmed"] * len(PAPERS)


# --- queues that stand still ----------------------------------------------------------------------------------------


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """One slip in a file."""
    file = tmp_path / f"slip-{secrets.token_hex(4)}.pdf"
    file.write_bytes(ticket(TICKET, Paper.THERMAL80, FONTS))
    return file


def test_a_queue_that_takes_nothing_is_told_as_such_and_has_got_nothing(paper: Path) -> None:
    with print_system() as system:
        system.say("cupsreject")
        assert system.print([paper]) == ["failed PRINTER_NOT_ACCEPTING"]
        assert system.waiting == 0
        system.say("cupsaccept")
        assert system.print([paper]) == ["unconfirmed"]


def test_what_waits_in_a_queue_that_was_stopped_is_not_told_as_printed(paper: Path, qtbot: QtBot) -> None:
    with print_system() as system:
        system.say("cupsdisable")
        assert system.print([paper]) == ["unconfirmed PRINTER_QUEUE_STOPPED"]
        assert system.waiting == 1
        system.say("cupsenable")
        qtbot.waitUntil(system.is_idle, timeout=PATIENCE_MS)
        assert system.took(paper.stem)


def test_what_the_print_system_refuses_in_the_end_is_told_as_such(paper: Path) -> None:
    with print_system() as system:
        system.say("lpadmin", "-o", "job-quota-period=86400", "-o", "job-k-limit=1", "-p")
        assert system.print([paper, paper]) == ["unconfirmed", "failed PRINTER_NOT_ACCEPTING"]


def _darkness(pdf: bytes) -> float:
    """How much of its first page is ink."""
    page = picture(pdf, 72)
    return 1 - sum(page.tobytes()) / (page.width * page.height * 255)
