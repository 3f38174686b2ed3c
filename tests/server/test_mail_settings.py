"""What an operator says about e-mail: read as it is meant, or refused in a sentence before anything is served."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from core.errors import Kind, Trouble
from core.sentences import SENTENCES
from server.__main__ import main as posko_server
from server.codes import ServerCode
from server.config import Settings
from server.exchange.centre import MailTerms
from server.mail.address import Safety, SmtpAddress, smtp_address
from server.mail_settings import MailSettings, mail_settings
from server.store.address import PostgresUrl

pytestmark = pytest.mark.one_engine

NOTHING = argparse.Namespace()


def read(folder: Path, **environment: str) -> MailSettings:
    variables = {f"POSKO_SERVER_{name}": value for name, value in environment.items()}
    return mail_settings(NOTHING, Settings(folder, folder / "posko-server.db"), variables)


def refusal(folder: Path, **environment: str) -> str:
    with pytest.raises(Trouble) as caught:
        read(folder, **environment)
    assert caught.value.kind is Kind.USAGE
    assert caught.value.code in SENTENCES
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("smtp://localhost", SmtpAddress(Safety.PLAIN, "localhost", 25)),
        ("smtp://127.0.0.1:2525", SmtpAddress(Safety.PLAIN, "127.0.0.1", 2525)),
        ("smtp://[::1]:2525/", SmtpAddress(Safety.PLAIN, "::1", 2525)),
        ("smtps://surat.contoh.test", SmtpAddress(Safety.TLS, "surat.contoh.test", 465)),
        ("smtp+starttls://surat.contoh.test", SmtpAddress(Safety.STARTTLS, "surat.contoh.test", 587)),
        (
            "smtps://posko%40contoh.test:s%2Fe:c@surat.contoh.test",
            SmtpAddress(Safety.TLS, "surat.contoh.test", 465, "posko@contoh.test", "s/e:c"),
        ),
    ],
)
def test_a_mail_servers_url_is_read(text: str, address: SmtpAddress) -> None:
    assert smtp_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "surat.contoh.test",
        "http://surat.contoh.test",
        "smtp://surat.contoh.test",
        "smtp://10.0.0.1",
        "smtp://",
        "smtps://surat.contoh.test:0",
        "smtps://surat.contoh.test:99999",
        "smtps://surat.contoh.test/pos",
        "smtps://surat.contoh.test?x=1",
        "smtps://[",
    ],
)
def test_a_url_that_names_no_mail_server_or_would_send_in_clear_is_refused(tmp_path: Path, text: str) -> None:
    assert smtp_address(text) is None
    assert refusal(tmp_path, SMTP=text, MAIL_FROM="posko@contoh.test") == ServerCode.SMTP_URL


def test_a_mail_server_shows_neither_user_nor_secret() -> None:
    address = smtp_address("smtps://posko:rahasia@surat.contoh.test")
    assert str(address) == "smtps://surat.contoh.test:465"
    assert "rahasia" not in repr(address)
    assert "rahasia" not in repr(MailSettings(smtp=address))


def test_without_settings_nothing_is_done_about_e_mail(tmp_path: Path) -> None:
    assert read(tmp_path) == MailSettings()
    assert MailSettings().terms == MailTerms()


def test_a_domain_brings_names_of_its_own(tmp_path: Path) -> None:
    mail = read(tmp_path, MAIL_DOMAIN=" Warga.Contoh.test ", SMTP="smtp://localhost")
    assert (mail.domain, mail.sender) == ("warga.contoh.test", "posko@warga.contoh.test")
    assert (mail.incoming, mail.outgoing) == ("mail.warga.contoh.test:993", "mail.warga.contoh.test:587")
    assert (mail.terms.domain, mail.terms.can_send, mail.terms.unused_days) == ("warga.contoh.test", True, 30)


def test_arguments_count_more_than_the_environment(tmp_path: Path) -> None:
    arguments = argparse.Namespace(mail_domain="satu.test", mail_from=None, mail_incoming="imap.satu.test:143")
    variables = {"POSKO_SERVER_MAIL_DOMAIN": "dua.test", "POSKO_SERVER_MAIL_OUTGOING": "smtp.dua.test:465"}
    mail = mail_settings(arguments, Settings(tmp_path, tmp_path / "x.db"), variables)
    assert (mail.domain, mail.incoming, mail.outgoing) == ("satu.test", "imap.satu.test:143", "smtp.dua.test:465")


@pytest.mark.parametrize("domain", ["warga", "warga..test", "-a.test", "warga.test.", "wärga.test", f"{'a.' * 60}test"])
def test_an_odd_domain_is_refused(tmp_path: Path, domain: str) -> None:
    assert refusal(tmp_path, MAIL_DOMAIN=domain) == ServerCode.MAIL_DOMAIN


@pytest.mark.parametrize(
    "sender", ["", "posko", "Posko <posko@contoh.test>", "a@b@contoh.test", "posko@contoh.test\nX: y"]
)
def test_a_mail_server_without_a_sender_is_refused(tmp_path: Path, sender: str) -> None:
    assert refusal(tmp_path, SMTP="smtp://localhost", MAIL_FROM=sender) == ServerCode.MAIL_FROM


@pytest.mark.parametrize("host", ["mail.contoh.test", "mail.contoh.test:0", "mail.contoh.test:99999", "a b:993"])
def test_an_odd_host_is_refused(tmp_path: Path, host: str) -> None:
    assert refusal(tmp_path, MAIL_INCOMING=host) == ServerCode.MAIL_HOST


def test_the_file_for_mail_programs_is_never_the_servers_own(tmp_path: Path) -> None:
    assert read(tmp_path, MAIL_DB=str(tmp_path / "mail.db")).database == tmp_path / "mail.db"
    assert refusal(tmp_path, MAIL_DB=str(tmp_path / "posko-server.db")) == ServerCode.FILE_IS_OWN
    assert refusal(tmp_path, MAIL_DB=str(tmp_path / "server.key")) == ServerCode.FILE_IS_OWN


def test_bounces_come_into_a_folder_that_postfix_may_make(tmp_path: Path) -> None:
    folder = str(tmp_path / "bounces")
    said = {"SMTP": "smtp://localhost", "MAIL_FROM": "posko@contoh.test"}
    assert read(tmp_path, MAIL_BOUNCES=folder, **said).bounces == tmp_path / "bounces"
    assert read(tmp_path, **said).bounces is None
    assert refusal(tmp_path, MAIL_BOUNCES=folder) == ServerCode.MAIL_BOUNCES, "nobody sends anything"
    assert refusal(tmp_path, MAIL_BOUNCES=str(tmp_path / "a" / "b"), **said) == ServerCode.MAIL_BOUNCES
    long_name = {**said, "MAIL_FROM": f"{'p' * 32}@contoh.test"}
    assert refusal(tmp_path, MAIL_BOUNCES=folder, **long_name) == ServerCode.MAIL_BOUNCES
    assert read(tmp_path, MAIL_BOUNCES=folder, **{**said, "MAIL_FROM": f"{'p' * 31}@contoh.test"}).bounces


def test_on_postgresql_mail_programs_need_no_file(tmp_path: Path) -> None:
    files = Settings(tmp_path, PostgresUrl("postgresql://localhost/posko"))
    with pytest.raises(Trouble) as caught:
        mail_settings(NOTHING, files, {"POSKO_SERVER_MAIL_DB": str(tmp_path / "mail.db")})
    assert caught.value.code == ServerCode.MAIL_DB


def test_the_server_does_not_start_with_settings_that_cannot_be_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert posko_server(["run", "--data", str(tmp_path), "--mail-domain", "warga", "--log-format", "text"]) == 2
    assert "warga" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
