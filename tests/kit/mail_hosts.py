"""Real mail hosts for tests: Postfix and Dovecot with the configuration of ``deploy/mail``, on loopback.

Folder, ports, users and certificates are their own; mail that leaves goes to ``smtp-sink``, which keeps it in files.
Whoever connects from 127.0.0.1 is this machine, whoever connects from :data:`OUTSIDE` comes from the internet.
"""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import re
import shutil
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import ClassVar, TypeVar

import pytest

from tests.kit.authority import Authority

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "deploy" / "mail"
DOMAIN = "warga.posko.test"
LOOPBACK = "127.0.0.1"
OUTSIDE = "127.0.0.2"
"""No trusted client: ``mynetworks`` holds 127.0.0.1 alone here."""

POSTFIX = "/usr/sbin/postfix"
DOVECOT = "/usr/sbin/dovecot"
SINK = "/usr/sbin/smtp-sink"
OWNER = 64_533
"""Owns all mail here; no user of any system has this number."""

GROUP = "postfix"
"""May read ``mail.db``; a real machine has a group ``posko-mail`` for that."""

WITHIN_S = 60
LOOK_EVERY_S = 0.05
PACKAGES = "postfix postfix-sqlite postfix-pgsql dovecot-core dovecot-imapd dovecot-lmtpd dovecot-sqlite dovecot-pgsql"
_WANTED = (
    POSTFIX,
    DOVECOT,
    SINK,
    "/usr/lib/postfix/postfix-sqlite.so",
    "/usr/lib/postfix/postfix-pgsql.so",
    "/usr/lib/dovecot/lmtp",
    "/usr/lib/dovecot/imap",
    "/usr/lib/dovecot/modules/auth/libdriver_sqlite.so",
    "/usr/lib/dovecot/modules/auth/libdriver_pgsql.so",
)

_NO_PATIENCE_WITH_TESTS = """\
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
"""
"""Who signs in wrongly is made to wait, longer each time, and all of a test come from one address."""

Answer = TypeVar("Answer")


def why_not() -> str:
    """What is missing here; empty if nothing is."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux may start mail hosts of its own"
    missing = [place for place in _WANTED if not Path(place).exists()]
    return f"{', '.join(missing)} is not installed (Debian: {PACKAGES})" if missing else ""


@dataclass(frozen=True)
class PostgresAccounts:
    """Where the accounts are when the server runs on PostgreSQL, and the role that may read them."""

    host: str
    database: str
    user: str
    password: str


@dataclass(frozen=True)
class MailPlace:
    """Folder and ports of a pair of mail hosts, before and while they run."""

    folder: Path
    domain: str
    smtp: int
    submission: int
    submissions: int
    imap: int
    imaps: int
    away: int

    Refused: ClassVar = imaplib.IMAP4.error
    """What signing in over IMAP raises when the host says no."""

    @classmethod
    def new(cls, folder: Path, domain: str = DOMAIN) -> MailPlace:
        """A place in this empty folder; its path is short, for the sockets in it."""
        folder.chmod(0o755)
        place = cls(folder, domain, *free_ports(6))
        for name in ("postfix", "dovecot", "queue", "state", "run", "mail", "away", "accounts", "returned"):
            (folder / name).mkdir()
        for name in ("mail", "returned"):
            os.chown(place.folder / name, OWNER, OWNER)
        shutil.chown(folder / "state", "postfix")
        shutil.chown(folder / "away", "postfix")
        os.chown(folder / "accounts", 0, grp.getgrnam(GROUP).gr_gid)
        (folder / "accounts").chmod(0o2750)
        Authority(folder).server()
        return place

    @property
    def bounces(self) -> Path:
        """Where Postfix puts mails with codes that come back."""
        return self.folder / "returned" / "bounces"

    @property
    def accounts(self) -> Path:
        """Where a server on SQLite writes the accounts."""
        return self.folder / "accounts" / "mail.db"

    def address(self, local_part: str) -> str:
        """An address of this domain."""
        return f"{local_part}@{self.domain}"

    def deliver(self, recipient: str, text: str = "Selamat pagi", *, sender: str = "ani@kantor.test") -> None:
        """A mail from the internet. Raises: smtplib's exceptions for what is refused."""
        with smtplib.SMTP(LOOPBACK, self.smtp, timeout=WITHIN_S, source_address=(OUTSIDE, 0)) as line:
            line.send_message(letter(sender, recipient, text))

    def refusal_of(self, recipient: str, *, sender: str = "ani@kantor.test") -> str:
        """What somebody from the internet is told at RCPT, code first; empty = it would be taken."""
        with smtplib.SMTP(LOOPBACK, self.smtp, timeout=WITHIN_S, source_address=(OUTSIDE, 0)) as line:
            line.ehlo()
            line.mail(sender)
            code, text = line.rcpt(recipient)
        return "" if code == 250 else f"{code} {text.decode('ascii')}"

    @contextmanager
    def mailbox(self, address: str, password: str) -> Iterator[imaplib.IMAP4]:
        """Signed in over IMAP with TLS. Raises: imaplib.IMAP4.error with the host's answer."""
        with imaplib.IMAP4_SSL(LOOPBACK, self.imaps, ssl_context=self.tls(), timeout=WITHIN_S) as line:
            line.login(address, password)
            yield line

    @contextmanager
    def sending(self, address: str, password: str) -> Iterator[smtplib.SMTP]:
        """Signed in for sending. Raises: smtplib.SMTPAuthenticationError."""
        with smtplib.SMTP(LOOPBACK, self.submission, timeout=WITHIN_S, source_address=(OUTSIDE, 0)) as line:
            line.starttls(context=self.tls())
            line.login(address, password)
            yield line

    def letters(self, address: str, password: str) -> list[str]:
        """Every mail in the mailbox, as it came."""
        with self.mailbox(address, password) as line:
            line.select("INBOX", readonly=True)
            _, [numbers] = line.search(None, "ALL")
            return [_fetched(line, number) for number in numbers.decode("ascii").split()]

    def awaited(self, address: str, password: str, words: str) -> str:
        """The mail with these words, once it is in the mailbox."""
        return until(lambda: next((one for one in self.letters(address, password) if words in one), ""))

    def gone_away(self) -> list[str]:
        """Every mail that left this machine, its envelope at the top."""
        return [file.read_text("utf-8", "replace") for file in sorted((self.folder / "away").iterdir())]

    def tls(self) -> ssl.SSLContext:
        """Believes this place's certificate alone."""
        return ssl.create_default_context(cafile=self.folder / "authority.pem")

    def log(self) -> str:
        """What the hosts have said."""
        return "".join(path.read_text("utf-8", "replace") for path in self.folder.glob("*.log"))


def free_ports(count: int) -> list[int]:
    """So many ports that nobody uses, all different."""
    with ExitStack() as doors:
        bound = [doors.enter_context(socket.create_server((LOOPBACK, 0))) for _ in range(count)]
        return [int(door.getsockname()[1]) for door in bound]


def letter(sender: str, recipient: str, text: str) -> EmailMessage:
    """A plain mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, recipient, "Kabar"
    made.set_content(text)
    return made


def until(look: Callable[[], Answer]) -> Answer:
    """What a look finds as soon as it finds something: mail hosts tell nobody that they are done."""
    end_s, nobody_rings = time.monotonic() + WITHIN_S, threading.Event()
    while not (found := look()):
        assert time.monotonic() < end_s, "nothing was found"
        nobody_rings.wait(LOOK_EVERY_S)
    return found


@contextmanager
def mail_place(domain: str = DOMAIN) -> Iterator[MailPlace]:
    """A place for mail hosts; the test is skipped, by name, where they cannot be had."""
    if reason := why_not():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="posko-mail-") as folder:
        yield MailPlace.new(Path(folder), domain)


@contextmanager
def mail_hosts(
    place: MailPlace, database: PostgresAccounts | None = None, *, elsewhere: Mapping[str, int] | None = None
) -> Iterator[None]:
    """Postfix, Dovecot and the world outside, running; the accounts are in ``mail.db`` where no database is named.

    Args:
        elsewhere: domain -> port on this machine of the mail server that takes its mail.
    """
    configure(place, database, elsewhere or {})
    with ExitStack() as hosts:
        sink = [SINK, "-u", "postfix", "-R", str(place.folder / "away"), "-d", "%s."]
        hosts.enter_context(_running([*sink, f"{LOOPBACK}:{place.away}", "16"], place.away))
        postfix = [POSTFIX, "-c", str(place.folder / "postfix")]
        hosts.enter_context(_running([*postfix, "start-fg"], place.smtp, place.submission, stop=[*postfix, "stop"]))
        dovecot = [DOVECOT, "-F", "-c", str(place.folder / "dovecot" / "dovecot.conf")]
        hosts.enter_context(_running(dovecot, place.imap, place.imaps))
        yield


def configure(place: MailPlace, database: PostgresAccounts | None, elsewhere: Mapping[str, int]) -> None:
    """Write the examples with this place's paths, ports and users in them."""
    engine = "pgsql" if database else "sqlite"
    _postfix(place, engine, elsewhere)
    _dovecot(place, engine)
    tables = [*(place.folder / "postfix" / engine).glob("*.cf"), place.folder / f"dovecot/accounts-{engine}.conf.ext"]
    for file in tables:
        text = file.read_text("utf-8")
        changes = _in_postgres(database) if database else {"/var/lib/posko-mail/mail.db": str(place.accounts)}
        for old, new in changes.items():
            text = text.replace(old, new)
        file.write_text(text, "utf-8")


def _postfix(place: MailPlace, engine: str, elsewhere: Mapping[str, int]) -> None:
    home, folder = place.folder / "postfix", place.folder
    shutil.copytree(TEMPLATES / "postfix", home, dirs_exist_ok=True)
    changes = {
        "mail.warga.example.go.id": f"mail.{place.domain}",
        "warga.example.go.id": place.domain,
        "proxy:sqlite:${config_directory}/sqlite": f"proxy:{engine}:${{config_directory}}/{engine}",
        "127.0.0.0/8 [::1]/128": f"{LOOPBACK}/32",
        "/etc/ssl/posko-mail/key.pem /etc/ssl/posko-mail/chain.pem": str(folder / "server.pem"),
    }
    bounces = "transport_maps = regexp:${config_directory}/bounces"
    ways = ", ".join(f"{{ {domain} = smtp:[{LOOPBACK}]:{port} }}" for domain, port in elsewhere.items())
    changes |= {bounces: f"{bounces} inline:{{ {ways} }}"} if ways else {}
    main = _changed((home / "main.cf").read_text("utf-8"), changes)
    own = {
        "queue_directory": folder / "queue",
        "data_directory": folder / "state",
        "maillog_file": folder / "postfix.log",
        "maillog_file_prefixes": folder,
        "default_transport": f"smtp:[{LOOPBACK}]:{place.away}",
        "inet_protocols": "ipv4",
    }
    (home / "main.cf").write_text(main + "".join(f"{name} = {value}\n" for name, value in own.items()), "utf-8")
    ports = {"smtp": place.smtp, "submission": place.submission, "submissions": place.submissions}
    doors = {f"\n{name:<16} inet": f"\n{LOOPBACK}:{port} inet" for name, port in ports.items()}
    returned = {"/var/lib/posko-server": str(place.bounces.parent), "static:998": f"static:{OWNER}"}
    returned |= {"static:bounces/": f"static:{place.bounces.name}/"}
    (home / "master.cf").write_text(_changed((home / "master.cf").read_text("utf-8"), doors | returned), "utf-8")
    for file, own_domain in (("duty", place.domain), ("bounces", re.escape(place.domain))):
        domain = "warga.example.go.id" if file == "duty" else re.escape("warga.example.go.id")
        (home / file).write_text(_changed((home / file).read_text("utf-8"), {domain: own_domain}), "utf-8")


def _dovecot(place: MailPlace, engine: str) -> None:
    home, folder = place.folder / "dovecot", place.folder
    shutil.copytree(TEMPLATES / "dovecot", home, dirs_exist_ok=True)
    changes = {
        "listen = *, ::": f"listen = {LOOPBACK}",
        "mail_uid = vmail": f"mail_uid = {OWNER}",
        "mail_gid = vmail": f"mail_gid = {OWNER}",
        "/var/vmail": str(folder / "mail"),
        "/etc/dovecot/accounts-sqlite.conf.ext": str(home / f"accounts-{engine}.conf.ext"),
        "/etc/ssl/posko-mail/chain.pem": str(folder / "server.pem"),
        "/etc/ssl/posko-mail/key.pem": str(folder / "server.pem"),
        "port = 143": f"port = {place.imap}",
        "port = 993": f"port = {place.imaps}",
        "/var/spool/postfix": str(folder / "queue"),
        "group = posko-mail": f"group = {GROUP}",
    }
    main = _changed((home / "dovecot.conf").read_text("utf-8"), changes)
    own = {"base_dir": folder / "run", "state_dir": folder / "run", "log_path": folder / "dovecot.log"}
    main += "".join(f"{name} = {value}\n" for name, value in own.items())
    (home / "dovecot.conf").write_text(main + _NO_PATIENCE_WITH_TESTS, "utf-8")


def _in_postgres(database: PostgresAccounts) -> Mapping[str, str]:
    named = f"dbname={database.database} user={database.user} password={database.password}"
    host = f"unix:{database.host}" if database.host.startswith("/") else database.host
    return {
        "host=127.0.0.1 dbname=posko user=posko_mail password=CHANGE-ME": f"host={database.host} {named}",
        "hosts = 127.0.0.1": f"hosts = {host}",
        "user = posko_mail": f"user = {database.user}",
        "password = CHANGE-ME": f"password = {database.password}",
        "dbname = posko": f"dbname = {database.database}",
    }


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the example has no {old!r}"
        text = text.replace(old, new)
    return text


@contextmanager
def _running(command: list[str], *ports: int, stop: Sequence[str] = ()) -> Iterator[None]:
    """Args: stop: the command that ends it; without one it is asked to end."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: all(_is_open(port, process) for port in ports))
        yield
    finally:
        if stop:
            subprocess.run(stop, capture_output=True, timeout=WITHIN_S, check=False)
        else:
            process.terminate()
        process.wait(WITHIN_S)


def _is_open(port: int, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, f"{process.args!r} has ended"
    with contextlib.suppress(OSError):
        socket.create_connection((LOOPBACK, port), timeout=WITHIN_S).close()
        return True
    return False


def _fetched(line: imaplib.IMAP4, number: str) -> str:
    _, parts = line.fetch(number, "(RFC822)")
    return "".join(part[1].decode("utf-8", "replace") for part in parts if isinstance(part, tuple))
