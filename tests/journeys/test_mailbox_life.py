"""The life of regional mailboxes with real programs at both ends, each of them killed at every step of the way.

Never two mailboxes for one person, never one for two.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.desk.account.look import account_view, mail_space
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.reserve import Reserved, new_code, reserve_mailbox
from app.desk.context import Desk
from core.account_rules import AccountCode
from core.accounts import CodeWhy
from core.errors import Trouble
from core.proofs import MailboxState, ProofState
from server.clock import SystemClock
from server.store.address import PostgresUrl
from tests.kit.desk import opened
from tests.kit.enrolled import enrolled_desk, pending, sync
from tests.kit.helped import kept, refusal
from tests.kit.mail_hosts import LOOPBACK, MailPlace, free_ports, mail_hosts, mail_place, until
from tests.kit.mail_role import mail_role
from tests.kit.mailboxes import GOOD_PASSWORD, shown
from tests.kit.privacy_search import Searcher
from tests.kit.server_engines import Engine
from tests.kit.server_process import ROOT, SERVER, ServerProcess, command, server_process

pytestmark = pytest.mark.slow

DIES_AFTER_A_BATCH = (sys.executable, "-m", "tests.kit.dying_server")
DIES_BEFORE_MAIL_PROGRAMS_KNOW = (sys.executable, "-m", "tests.kit.dying_accounts")
NEW_PASSWORD = "sandi baru yang panjang"
OFFICER = ("--by", "RINA", "--reason", "diminta pemiliknya")


class Centre:
    """The server program on its one port, again and again, and the mail hosts that read its accounts."""

    def __init__(self, place: MailPlace, data: Path) -> None:
        self.place = place
        self.data = data
        self.url = ""
        self._port = free_ports(1)[0]
        self._life = ExitStack()

    def start(self, program: Sequence[str] = SERVER, *, on_postgres: bool) -> ServerProcess:
        """Run it, once whatever ran before has gone."""
        self.stop()
        said = {
            "--smtp": f"smtp://{LOOPBACK}:{self.place.smtp}",
            "--mail-from": f"posko@{self.place.domain}",
            "--mail-domain": self.place.domain,
            **({} if on_postgres else {"--mail-db": str(self.place.accounts)}),
        }
        words = [word for pair in said.items() for word in pair]
        run = (*program, "run", "--training", "--port", str(self._port))
        server = self._life.enter_context(server_process(self.data, *words, program=run))
        self.url = server.url
        return server

    def stop(self) -> None:
        """End it as a power cut does."""
        self._life.close()
        self._life = ExitStack()

    def says(self, *words: str) -> Any:  # noqa: ANN401 - JSON
        """The answer of a command beside the running server."""
        done = command(*words, "--json", data=self.data)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def enrolment(self) -> str:
        """A one-time code for a desk."""
        code: str = self.says("enrol-code", "--post", "SBY01", "--post-name", "Posko SBY01")["code"]
        return code

    def addresses(self) -> list[str]:
        """Of every mailbox that the server knows."""
        return [row["address"] for row in self.says("mailbox", "list")]

    def activate(self, code: str, password: str = GOOD_PASSWORD) -> str:
        """Send the second step of the activation page; what it answers."""
        fields = {"code": code, "new": password, "again": password}
        return shown(httpx.post(f"{self.url}/aktivasi", data=fields, timeout=60))


@dataclass(frozen=True)
class Town:
    """A server, its mail hosts, and a folder for desks."""

    centre: Centre
    folder: Path
    on_postgres: bool

    def start(self, program: Sequence[str] = SERVER) -> ServerProcess:
        """Run the server program, killing the one that runs."""
        return self.centre.start(program, on_postgres=self.on_postgres)

    def home(self, name: str) -> Path:
        """A new desk that has met the server once, so that it has names to give."""
        home = self.folder / name
        with enrolled_desk(home, self.centre.url, self.centre.enrolment(), clock=SystemClock()) as desk:
            sync(desk)
            assert mail_space(desk) is not None
        return home


@pytest.fixture
def town(engine: Engine, tmp_path: Path) -> Iterator[Town]:
    on_postgres = engine.name == "postgresql"
    with mail_place() as place, ExitStack() as running:
        centre = Centre(place, tmp_path / "server")
        running.callback(centre.stop)
        centre.start(on_postgres=on_postgres)
        address = engine.address(centre.data)
        role = running.enter_context(mail_role(address)) if isinstance(address, PostgresUrl) else None
        running.enter_context(mail_hosts(place, role))
        yield Town(centre, tmp_path, on_postgres)


def killed_while_reserving(home: Path, stem: str) -> uuid.UUID:
    """A desk's program promises a mailbox and dies before anything is printed; the help."""
    words = [sys.executable, "-m", "tests.kit.dying_desk", str(home), stem]
    died = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    return uuid.UUID(died.stdout.strip())


def test_a_mailbox_lives_through_a_power_cut_at_every_step(town: Town) -> None:
    home = town.home("meja-1")
    town.centre.stop()
    uid = killed_while_reserving(home, "siti.aminah")
    with opened(home, clock=SystemClock()) as desk:
        card = given_a_card_all_the_same(desk, uid)
        sent_although_the_answer_is_lost(town, desk)
        assert town.centre.addresses() == [card.address]
        activated_although_mail_programs_are_not_told(town, card)
        proven_although_the_server_dies_before_the_code_is_read(town, desk, uid)
        box = account_view(desk, uid).mailbox
        assert box is not None
        assert box.state is MailboxState.ACTIVE
    assert town.centre.addresses() == [card.address]
    recovery = seen_to(town.centre, card.address)
    secrets = {card.code, card.code.replace("-", ""), recovery, recovery.replace("-", ""), GOOD_PASSWORD, NEW_PASSWORD}
    searcher = Searcher(secrets)
    assert [hit for folder in (town.folder, town.centre.place.folder) for hit in searcher.hits_below(folder)] == []


def given_a_card_all_the_same(desk: Desk, uid: uuid.UUID) -> Reserved:
    """No card came out: the person asks again, and gets the same mailbox with another code."""
    assert refusal(reserve_mailbox(desk, uid, "siti.aminah")) is AccountCode.HAS_MAILBOX
    card = new_code(desk, uid, CodeWhy.PRINT_FAILED)
    assert isinstance(card, Reserved)
    return card


def sent_although_the_answer_is_lost(town: Town, desk: Desk) -> None:
    """The server dies when it has taken the batch: everything is sent again, and changes nothing."""
    town.start(DIES_AFTER_A_BATCH)
    with pytest.raises(Trouble):
        sync(desk)
    town.start()
    sync(desk)
    assert pending(desk) == 0


def activated_although_mail_programs_are_not_told(town: Town, card: Reserved) -> None:
    """The server dies between the activation and what mail programs read; the owner sends the page once more."""
    centre, place = town.centre, town.centre.place
    until(lambda: place.refusal_of(card.address).startswith("450 4.2.1"))
    dying = town.start(SERVER if town.on_postgres else DIES_BEFORE_MAIL_PROGRAMS_KNOW)
    assert card.address in centre.activate(card.code)
    if town.on_postgres:
        dying.kill()
    else:
        assert dying.process.wait(60) == -signal.SIGKILL
        assert place.refusal_of(card.address).startswith("450 4.2.1"), "mail waits, and is not lost"
    town.start()
    assert card.address in centre.activate(card.code)
    until(lambda: not place.refusal_of(card.address))
    place.deliver(card.address, "Selamat datang")
    place.awaited(card.address, GOOD_PASSWORD, "Selamat datang")


def proven_although_the_server_dies_before_the_code_is_read(town: Town, desk: Desk, uid: uuid.UUID) -> None:
    """The code that was mailed is good at the server's next life, too."""
    sync(desk)
    address = kept(ask_proof(desk, uid)).address
    until(lambda: _is_told_of_the_mail(desk, uid))
    town.start()
    read_back(desk, uid, town.centre.place.awaited(address, GOOD_PASSWORD, "Auto-Submitted"))
    assert account_view(desk, uid).proof.is_proven


def read_back(desk: Desk, uid: uuid.UUID, mail: str) -> None:
    """The applicant reads the code out of the mail."""
    found = re.search(r"^Subject: (\d{6})", mail, re.MULTILINE)
    assert found
    kept(read_proof(desk, uid, found[1]))
    sync(desk)


def _is_told_of_the_mail(desk: Desk, uid: uuid.UUID) -> bool:
    sync(desk)
    return account_view(desk, uid).proof.state is ProofState.SENT


def seen_to(centre: Centre, address: str) -> str:
    """What the mail officer does later, by commands beside the running server; the last code that was given."""
    place = centre.place
    centre.says("mailbox", "forward", address, "--to", "anak@kantor.test", *OFFICER)
    until(lambda: _goes_on(place, address))
    centre.says("mailbox", "disable", address, *OFFICER)
    until(lambda: place.refusal_of(address).startswith("550 5.2.1"))
    centre.says("mailbox", "enable", address, *OFFICER)
    until(lambda: not place.refusal_of(address))
    code: str = centre.says("mailbox", "recover", address, "--id-paper", "KTP", *OFFICER)["code"]
    assert address in centre.activate(code, NEW_PASSWORD)
    until(lambda: _opens(place, address, NEW_PASSWORD))
    assert not _opens(place, address, GOOD_PASSWORD)
    return code


def _goes_on(place: MailPlace, address: str) -> bool:
    before = len(place.gone_away())
    place.deliver(address, "Diteruskan")
    return len(place.gone_away()) > before


def _opens(place: MailPlace, address: str, password: str) -> bool:
    try:
        with place.mailbox(address, password):
            return True
    except place.Refused:
        return False
