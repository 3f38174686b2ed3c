"""Somebody activates the mailbox of a card on a small telephone, over a slow line, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.office.passwords import is_password
from server.store.mail_records import BoxState
from tests.kit.mailboxes import GOOD_PASSWORD, Card, box_of, reserve
from tests.kit.phone_browser import HEIGHT_PX, WIDTH_PX, PhoneBrowser, phone_browser
from tests.kit.server import RunningServer, running_server

pytestmark = pytest.mark.slow

LONG_NAME = "fransiskus.xaverius.suryanto.10"
FINGER_PX = 44


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "server", is_training=False) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PhoneBrowser]:
    with phone_browser(tmp_path / "browser", runs_scripts=request.param, is_slow=True) as browser:
        yield browser


def give_code(phone: PhoneBrowser, server: RunningServer, code: str) -> None:
    phone.open(f"{server.url}/aktivasi")
    phone.type_in("code", code)
    phone.press()


def give_password(phone: PhoneBrowser, password: str, again: str = "") -> None:
    phone.type_in("new", password)
    phone.type_in("again", again or password)
    phone.press()


def test_a_mailbox_is_activated(server: RunningServer, phone: PhoneBrowser) -> None:
    card = reserve(server, LONG_NAME)
    give_code(phone, server, card.code.lower().replace("-", " "))
    assert card.address in phone.text()
    give_password(phone, GOOD_PASSWORD)
    assert "E-mail Anda sudah aktif." in phone.text()
    box = box_of(server, card.address)
    assert box.state == BoxState.ACTIVE
    assert is_password(GOOD_PASSWORD, box.password_hash)


def test_whoever_mistypes_is_led_on_without_losing_the_code(server: RunningServer, phone: PhoneBrowser) -> None:
    card = reserve(server, LONG_NAME)
    give_code(phone, server, "K7QM 2XRT 9DHE")
    assert "Kode ini belum dikenal" in phone.text()
    assert phone.attribute("input[name=code]", "value") == "K7QM 2XRT 9DHE"
    phone.type_in("code", card.code)
    phone.press()
    give_password(phone, "12345678")
    assert "mudah ditebak" in phone.text()
    give_password(phone, GOOD_PASSWORD, "mangga manis di pasar")
    assert "berbeda" in phone.text()
    assert phone.attribute("input[name=new]", "value") == ""
    give_password(phone, GOOD_PASSWORD)
    assert "E-mail Anda sudah aktif." in phone.text()


def test_the_owner_changes_password_and_forwards_the_mail(server: RunningServer, phone: PhoneBrowser) -> None:
    card = reserve(server, LONG_NAME)
    give_code(phone, server, card.code)
    give_password(phone, GOOD_PASSWORD)
    phone.press("a")
    phone.type_in("address", card.address)
    phone.type_in("password", GOOD_PASSWORD)
    phone.type_in("new", "rambutan merah tua")
    phone.type_in("again", "rambutan merah tua")
    phone.press("button[value=change]")
    assert "Kata sandi sudah diganti." in phone.text()
    assert phone.attribute("input[name=address]", "value") == card.address
    phone.type_in("password", "rambutan merah tua")
    phone.type_in("forward_to", "siti@example.org")
    phone.press("button[value=forward]")
    assert "Surat Anda diteruskan ke siti@example.org, dan disimpan juga di sini." in phone.text()


def pages(phone: PhoneBrowser, server: RunningServer, card: Card) -> Iterator[str]:
    """Every page on the way, one after the other."""
    phone.open(f"{server.url}/aktivasi")
    yield "code"
    phone.type_in("code", card.code)
    phone.press()
    yield "password"
    give_password(phone, "abc", "abd")
    yield "differs"
    give_password(phone, GOOD_PASSWORD)
    yield "done"
    phone.open(f"{server.url}/kotak")
    yield "settings"


def test_every_page_fits_a_small_screen_and_a_finger(server: RunningServer, phone: PhoneBrowser) -> None:
    for name in pages(phone, server, reserve(server, LONG_NAME)):
        assert phone.width_px() == WIDTH_PX, name
        for selector in ("input:not([type=hidden]):not([type=checkbox])", "button", "a"):
            if phone.count(selector):
                box = phone.box(selector)
                assert box["x"] + box["width"] <= WIDTH_PX, (name, selector)
                assert box["height"] >= FINGER_PX or selector == "a", (name, selector)


def test_the_first_step_needs_no_pushing_up(server: RunningServer, phone: PhoneBrowser) -> None:
    phone.open(f"{server.url}/aktivasi")
    box = phone.box("button")
    assert box["y"] + box["height"] <= HEIGHT_PX


def test_passwords_are_shown_only_where_somebody_asks_for_it(server: RunningServer, tmp_path: Path) -> None:
    card = reserve(server, LONG_NAME)
    with phone_browser(tmp_path / "browser") as phone:
        give_code(phone, server, card.code)
        assert phone.attribute("input[name=new]", "type") == "password"
        phone.tick("#show")
        assert {phone.attribute(f"input[name={name}]", "type") for name in ("new", "again")} == {"text"}
        give_password(phone, "abc", "abd")
        assert phone.attribute("input[name=new]", "type") == "password"


def test_without_scripts_nothing_offers_what_could_not_work(server: RunningServer, tmp_path: Path) -> None:
    card = reserve(server, LONG_NAME)
    with phone_browser(tmp_path / "browser", runs_scripts=False) as phone:
        give_code(phone, server, card.code)
        assert not phone.is_shown("#show")


def test_no_cookie_and_no_password_stays_in_the_browser(server: RunningServer, tmp_path: Path) -> None:
    card = reserve(server, LONG_NAME)
    with phone_browser(tmp_path / "browser") as phone:
        give_code(phone, server, card.code)
        give_password(phone, GOOD_PASSWORD)
        assert phone.cdp("Network.getAllCookies")["cookies"] == []
    files = b"".join(path.read_bytes() for path in (tmp_path / "browser").rglob("*") if path.is_file())
    assert GOOD_PASSWORD.encode() not in files
    assert GOOD_PASSWORD.encode("utf-16-le") not in files
