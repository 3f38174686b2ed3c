"""The server program with a mail server: its settings, its counters, and a mail that outlives a power cut."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
import pytest

from tests.kit.desk_wire import NO_TLS, WireDesk
from tests.kit.mail_desk import DOMAIN, MailDesk
from tests.kit.mail_house import Fault, mail_house
from tests.kit.server_process import ServerProcess, command, server_process

pytestmark = [pytest.mark.one_engine, pytest.mark.slow]

ADDRESS = "siti.contoh@contoh.test"


def enrolled(data: Path, process: ServerProcess) -> MailDesk:
    issued = command("enrol-code", "--post", "SBY01", "--post-name", "Posko Satu", data=data)
    wire = WireDesk()
    wire.enrol(process.url, next(word for word in issued.stdout.split() if word.count("-") == 3))
    return MailDesk(process, wire)


def becomes_told(desk: MailDesk, place: int, word: str) -> bool:
    pause = threading.Event()
    for _ in range(1200):
        desk.meet()
        if desk.words(place)[-1:] == [word]:
            return True
        pause.wait(0.05)
    return False


def test_a_code_outlives_a_power_cut_in_the_middle_of_its_mail(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with mail_house() as house:
        words = ("--smtp", house.url, "--mail-domain", DOMAIN)
        house.fault = Fault.SILENT
        with server_process(data, *words) as process:
            desk = enrolled(data, process)
            asked = desk.ask(desk.help(), ADDRESS)
            desk.meet()
            assert desk.domain == DOMAIN
            assert house.somebody_waits.wait(30)
            process.kill()
        house.fault = Fault.NONE
        with server_process(data, *words, "--metrics-port", "0") as process:
            desk.server = process
            assert becomes_told(desk, asked, "PROOF_SENT")
            read = desk.read(asked, house.letters[-1].code)
            assert becomes_told(desk, read, "PROOF_GOOD")
            log = (data / "stderr.txt").read_text()
            metrics = httpx.get(log.split('"url": "')[1].split('"')[0], verify=NO_TLS).text
            assert process.stop() == 0
    for line in ('posko_mail_total{code="PROOF_SENT"} 1.0', 'posko_mail_total{code="PROOF_GOOD"} 1.0'):
        assert line in metrics
    assert "posko_mail_waiting 0.0" in metrics
    assert "contoh.test" not in log.replace(DOMAIN, "")
    assert len(house.letters) == 1
