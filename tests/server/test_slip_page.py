"""The public page of a slip: genuine or not, where its registration stands, and nothing about anybody."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from core.clock import to_ms
from core.ids import RegistrationNo
from core.signing import SigningKey
from core.slip_token import issue_token
from core.wire.codec import encode
from core.wire.records import StageBody, WithdrawnBody
from server.store import enrolment
from tests.kit.desk_wire import WireDesk, enrolled_device
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer

ON = date(2020, 4, 13)


def number_of(number: int, post: str = "SBY01") -> RegistrationNo:
    return RegistrationNo("35", post, ON, number)


def token_of(desk: WireDesk, number: int, post: str = "SBY01") -> str:
    return issue_token(desk.key, number_of(number, post), f"A{number:03d}")


def register(server: RunningServer, desk: WireDesk, number: int, **changes: str) -> None:
    desk.register(number, registration_no=str(number_of(number)), **changes)
    desk.exchange(server.url)


def page(server: RunningServer, token: str, path: str = "s") -> str:
    response = httpx.get(f"{server.url}/{path}/{token}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def test_the_holder_sees_where_the_registration_stands(server: RunningServer, desk: WireDesk) -> None:
    register(server, desk, 1)
    shown = page(server, token_of(desk, 1))
    for text in ("Terdaftar", str(number_of(1)), "A001", "Posko SBY01", "13-04-2020", "Slip ini asli."):
        assert text in shown


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("DAFTAR_TUNGGU", "Daftar tunggu"),
        ("BELUM_LENGKAP", "Belum lengkap"),
        ("DITOLAK", "Tidak memenuhi syarat"),
        ("STATUS_BARU", "Tercatat"),
    ],
)
def test_every_status_has_its_word(server: RunningServer, desk: WireDesk, status: str, word: str) -> None:
    register(server, desk, 1, status=status)
    assert f"<strong>{word}</strong>" in page(server, token_of(desk, 1))


def test_the_last_stage_stands_there_in_the_programmes_words(server: RunningServer, desk: WireDesk) -> None:
    desk.register(1, registration_no=str(number_of(1)))
    desk.add("stage_reached", encode(StageBody("AKUN_DIBUAT", "2020-04-14", "portal", "Rina", 1)), 1)
    desk.exchange(server.url)
    shown = page(server, token_of(desk, 1))
    assert "Tahap terakhir" in shown
    assert "14-04-2020" in shown


def test_a_withdrawn_registration_has_no_stage(server: RunningServer, desk: WireDesk) -> None:
    desk.register(1, registration_no=str(number_of(1)))
    desk.add("stage_reached", encode(StageBody("AKUN_DIBUAT", "2020-04-14", "portal", "Rina", 1)), 1)
    desk.add("withdrawn", encode(WithdrawnBody("pindah", "Rina")), 1)
    desk.exchange(server.url)
    shown = page(server, token_of(desk, 1))
    assert "<strong>Ditarik</strong>" in shown
    assert "Tahap terakhir" not in shown


def test_nothing_about_a_person_stands_there(server: RunningServer, desk: WireDesk) -> None:
    register(server, desk, 1)
    shown = page(server, token_of(desk, 1))
    for secret in ("35780855", "812345", "contoh1@", "BURUH", "HARIAN", "Petugas"):
        assert secret not in shown


def test_a_slip_whose_data_has_not_come_says_so(server: RunningServer, desk: WireDesk) -> None:
    shown = page(server, token_of(desk, 1))
    assert "Data belum sampai di server" in shown
    assert str(number_of(1)) in shown


def test_an_altered_slip_is_called_altered(server: RunningServer, desk: WireDesk) -> None:
    register(server, desk, 1)
    token = token_of(desk, 1)
    altered = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    shown = page(server, altered)
    assert "Slip tidak asli" in shown
    assert str(number_of(1)) not in shown


def test_a_slip_that_another_posts_device_made_up_is_altered(server: RunningServer, desk: WireDesk) -> None:
    register(server, desk, 1)
    assert "Slip tidak asli" in page(server, token_of(enrolled_device(server, "GRS02"), 1))


def test_a_device_that_nobody_knows_is_said(server: RunningServer) -> None:
    assert "Belum bisa dipastikan" in page(server, issue_token(SigningKey.generate(), number_of(1), "A001"))


def test_a_revoked_devices_slips_count_up_to_the_day_before(server: RunningServer, desk: WireDesk) -> None:
    register(server, desk, 1)
    with server.store.writing() as work:
        enrolment.revoke_device(work, desk.device, to_ms(ManualClock().now()))  # the day of the slip
    assert "Slip tidak berlaku" in page(server, token_of(desk, 1))
    earlier = issue_token(desk.key, RegistrationNo("35", "SBY01", date(2020, 4, 12), 1), "A001")
    assert "Data belum sampai di server" in page(server, earlier)


@pytest.mark.parametrize("token", ["A", "ABC", "x" * 400, "%3Cscript%3E", "..", "%00", "\u0661"])
def test_whatever_else_is_asked_is_no_slip_or_no_page(server: RunningServer, token: str) -> None:
    response = httpx.get(f"{server.url}/s/{token}")
    assert response.status_code in (200, 404)
    assert "<script" not in response.text
    if response.status_code == 200:
        assert "Bukan slip Posko" in response.text or "Belum bisa dibaca" in response.text


def test_capitals_in_the_address_are_the_same_page(server: RunningServer, desk: WireDesk) -> None:
    register(server, desk, 1)
    token = token_of(desk, 1)
    assert page(server, token, "S") == page(server, token.lower(), "s")


def test_nothing_on_the_page_runs_or_is_kept(server: RunningServer, desk: WireDesk) -> None:
    response = httpx.get(f"{server.url}/s/{token_of(desk, 1)}")
    assert "<script" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert httpx.head(f"{server.url}/s/{token_of(desk, 1)}").content == b""


def test_a_training_server_says_that_it_is_one(server: RunningServer, desk: WireDesk) -> None:
    assert "slip latihan" in page(server, token_of(desk, 1))
