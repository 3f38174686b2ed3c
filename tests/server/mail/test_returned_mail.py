"""A real Postfix takes a mail with a code, cannot deliver it, and the desk that asked hears of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from server.mail.address import smtp_address
from server.mail.bounce import return_address
from server.mail_settings import MailSettings
from server.store import proofs
from server.store.address import PostgresUrl
from server.store.mail_records import MailState
from tests.kit.mail_desk import MailDesk
from tests.kit.mail_hosts import LOOPBACK, MailPlace, mail_hosts, mail_place, until
from tests.kit.mail_house import Fault, MailHouse, mail_house
from tests.kit.mail_role import mail_role
from tests.kit.mailboxes import DOMAIN
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

pytestmark = pytest.mark.slow

AWAY = "kantor.contoh.test"
SENDER = f"posko@{DOMAIN}"


@dataclass(frozen=True)
class Round:
    """A server, the Postfix that it hands its mails to, and a mail server far away."""

    server: RunningServer
    place: MailPlace
    away: MailHouse

    def is_read(self) -> bool:
        """Whether nothing is left of what came back."""
        folder = self.place.bounces / "new"
        return folder.is_dir() and not any(folder.iterdir())


@pytest.fixture
def far(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    with mail_place(DOMAIN) as place, ExitStack() as running:
        away = running.enter_context(mail_house())
        mail = MailSettings(
            smtp=smtp_address(f"smtp://{LOOPBACK}:{place.smtp}"),
            sender=SENDER,
            domain=DOMAIN,
            database=place.accounts if engine.name == "sqlite" else None,
            bounces=place.bounces,
        )
        server = running.enter_context(running_server(tmp_path_factory.mktemp("server"), mail=mail))
        address = server.store.address
        role = running.enter_context(mail_role(address)) if isinstance(address, PostgresUrl) else None
        running.enter_context(mail_hosts(place, role, elsewhere={AWAY: away.port}))
        yield Round(server, place, away)


def hear(desk: MailDesk, place: int, last: str) -> None:
    """Meet the server until this is its last word about an event."""

    def told() -> bool:
        desk.meet()
        return desk.words(place)[-1:] == [last]

    until(told)


def test_a_mail_that_comes_back_is_told_to_the_desk(far: Round) -> None:
    desk = MailDesk.enrolled(far.server)
    far.away.fault = Fault.NO_MAILBOX
    asked = desk.ask(desk.help(), f"tidak.ada@{AWAY}")
    hear(desk, asked, "PROOF_REFUSED")
    assert desk.words(asked) == ["PROOF_SENT", "PROOF_REFUSED"]
    assert desk.facts(asked) == {"why": "no_mailbox"}
    with far.server.store.reading() as work:
        proof = proofs.proof_asked_by(work, desk.uid(asked))
    assert proof is not None
    assert proof.state == MailState.BOUNCED
    until(far.is_read)


def test_what_is_no_report_is_thrown_away_and_changes_nothing(far: Round) -> None:
    desk = MailDesk.enrolled(far.server)
    asked = desk.ask(desk.help(), f"siti@{AWAY}")
    hear(desk, asked, "PROOF_SENT")
    [letter] = until(lambda: far.away.letters)
    assert letter.sender == return_address(SENDER, desk.uid(asked)), "each mail comes back to an address of its own"
    far.place.deliver(letter.sender, "Saya sedang cuti")
    far.place.deliver(letter.sender, "Surat yang panjang sekali\n" * 20_000)
    until(far.is_read)
    desk.meet()
    assert desk.words(asked) == ["PROOF_SENT"]
    read = desk.read(asked, letter.code)
    hear(desk, read, "PROOF_GOOD")


def test_an_address_that_only_looks_like_one_for_reports_is_nobodys(far: Round) -> None:
    tag = uuid.UUID(int=7).hex
    assert far.place.refusal_of(f"posko+{tag}@{DOMAIN}") == ""
    for local in (f"posko+{tag}0", f"posko+{tag[:-1]}", f"siti+{tag}", "posko+siti"):
        assert far.place.refusal_of(f"{local}@{DOMAIN}").startswith("550 5.1.1"), local
