"""What an operator says about e-mail, as arguments or in the environment: mail server, sender, domain, file, hosts."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import resources
from core.clock import Clock
from core.email import MAX_ADDRESS
from core.errors import unusable
from core.mail_rules import parse_proofs, parse_regional
from core.wire.envelope import MAX_DOMAIN
from server.codes import ServerCode
from server.config import Settings
from server.exchange.centre import MailTerms
from server.mail.address import SmtpAddress, smtp_address
from server.mail.bounce import MOST_LOCAL, return_address
from server.mail.bounces import bounces_read
from server.mail.mailer import Mailer, Watcher, mail_sent
from server.mail.sender import MailLine
from server.store.database import Store

SMTP_VARIABLE = "POSKO_SERVER_SMTP"
"""The URL, where nobody else on the machine can read it from the list of processes."""

SENDER_VARIABLE = "POSKO_SERVER_MAIL_FROM"
DOMAIN_VARIABLE = "POSKO_SERVER_MAIL_DOMAIN"
DATABASE_VARIABLE = "POSKO_SERVER_MAIL_DB"
INCOMING_VARIABLE = "POSKO_SERVER_MAIL_INCOMING"
OUTGOING_VARIABLE = "POSKO_SERVER_MAIL_OUTGOING"
BOUNCES_VARIABLE = "POSKO_SERVER_MAIL_BOUNCES"

_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_NAME}(?:\.{_NAME})+")
_SENDER = re.compile(rf"[a-z0-9]+(?:[._+-][a-z0-9]+)*@({_NAME}(?:\.{_NAME})+)")
_HOST = re.compile(rf"({_NAME}(?:\.{_NAME})*):([1-9][0-9]{{0,4}})")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What this server does about e-mail; what is left out it does not do.

    Args:
        smtp: takes the mails with codes.
        sender: the address that they come from.
        domain: of regional mailboxes.
        database: the file that is kept for mail programs, where the server itself runs on SQLite.
        incoming: where mail programs of mailboxes' owners read, ``host:port``; ``outgoing``: where they send.
        bounces: the folder into which Postfix puts mails with codes that come back.
    """

    smtp: SmtpAddress | None = None
    sender: str = ""
    domain: str = ""
    database: Path | None = None
    incoming: str = ""
    outgoing: str = ""
    bounces: Path | None = None

    @property
    def terms(self) -> MailTerms:
        """What a round has to know of it."""
        if not self.domain:
            return MailTerms(can_send=self.smtp is not None)
        rules = parse_regional(resources.read("mail", "regional.toml"), "regional.toml")
        return MailTerms(self.domain, self.smtp is not None, rules.unused_days, rules.quota_mb)


def add_mail_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments; each has a variable of the environment, too."""
    parser.add_argument("--smtp", metavar="URL", help=f"mail server (with a secret: in ${SMTP_VARIABLE} only)")
    parser.add_argument("--mail-from", metavar="ADDRESS", help=f"sender of codes (default: ${SENDER_VARIABLE})")
    parser.add_argument("--mail-domain", metavar="DOMAIN", help=f"of regional mailboxes (default: ${DOMAIN_VARIABLE})")
    parser.add_argument("--mail-db", metavar="FILE", help=f"for mail programs (default: ${DATABASE_VARIABLE})")
    parser.add_argument("--mail-incoming", metavar="HOST:PORT", help="where owners read their mail, over IMAP")
    parser.add_argument("--mail-outgoing", metavar="HOST:PORT", help="where owners send their mail, over SMTP")
    parser.add_argument("--mail-bounces", metavar="DIR", help=f"codes that come back (default: ${BOUNCES_VARIABLE})")


def mail_settings(
    arguments: argparse.Namespace, files: Settings, environment: Mapping[str, str] = os.environ
) -> MailSettings:
    """What the arguments and the environment say. Raises: Trouble of a setting that cannot be right."""

    def said(name: str, variable: str) -> str:
        value = getattr(arguments, name, None)
        return str(environment.get(variable, "") if value is None else value).strip()

    domain = _domain(said("mail_domain", DOMAIN_VARIABLE))
    smtp = _smtp(said("smtp", SMTP_VARIABLE))
    sender = _sender(said("mail_from", SENDER_VARIABLE), domain) if smtp else ""
    return MailSettings(
        smtp=smtp,
        sender=sender,
        domain=domain,
        database=_database(said("mail_db", DATABASE_VARIABLE), files),
        incoming=_host(said("mail_incoming", INCOMING_VARIABLE), domain, 993),
        outgoing=_host(said("mail_outgoing", OUTGOING_VARIABLE), domain, 587),
        bounces=_bounces(said("mail_bounces", BOUNCES_VARIABLE), sender),
    )


def proof_days() -> int:
    """How long what was noted about a mailed code is kept. Raises: Trouble RESOURCE_MISSING, MAIL_FILE."""
    return parse_proofs(resources.read("mail", "proofs.toml"), "proofs.toml").kept_days


@contextmanager
def codes_mailed(mail: MailSettings, store: Store, clock: Clock, watcher: Watcher) -> Iterator[None]:
    """While the block runs the codes that desks ask for are mailed and bounces read, if there is a mail server."""
    if mail.smtp is None:
        yield
        return
    line, has_returns = MailLine(mail.smtp, mail.sender), mail.bounces is not None
    mailer = Mailer(store, clock, line, mail.sender, watcher, has_returns=has_returns)
    reading = bounces_read(store, clock, mail.bounces, watcher) if mail.bounces else nullcontext()
    with mail_sent(store, mailer), reading:
        yield


def _smtp(text: str) -> SmtpAddress | None:
    address = smtp_address(text) if text else None
    if text and address is None:
        raise unusable(ServerCode.SMTP_URL)
    return address


def _domain(text: str) -> str:
    domain = text.lower()
    if domain and (len(domain) > MAX_DOMAIN or not _DOMAIN.fullmatch(domain)):
        raise unusable(ServerCode.MAIL_DOMAIN, domain=text)
    return domain


def _sender(text: str, domain: str) -> str:
    """Who writes: as it was said, else ``posko`` of the mailboxes' own domain."""
    sender = text.lower() or (f"posko@{domain}" if domain else "")
    if len(sender) > MAX_ADDRESS or not _SENDER.fullmatch(sender):
        raise unusable(ServerCode.MAIL_FROM)
    return sender


def _database(text: str, files: Settings) -> Path | None:
    """A file that is never one of the server's own; on PostgreSQL mail programs read its views."""
    if not text:
        return None
    if not isinstance(files.database, Path):
        raise unusable(ServerCode.MAIL_DB)
    path = Path(text).expanduser()
    files.refuse_own(path)
    return path


def _bounces(text: str, sender: str) -> Path | None:
    """A folder, and a sender whose name leaves room for a tag."""
    if not text:
        return None
    folder = Path(text).expanduser()
    is_room = len(return_address(sender, bytes(16)).partition("@")[0]) <= MOST_LOCAL
    if not sender or not is_room or not folder.parent.is_dir():
        raise unusable(ServerCode.MAIL_BOUNCES, folder=str(folder))
    return folder


def _host(text: str, domain: str, port: int) -> str:
    if not text:
        return f"mail.{domain}:{port}" if domain else ""
    found = _HOST.fullmatch(text.lower())
    if found is None or int(found[2]) > 65_535:
        raise unusable(ServerCode.MAIL_HOST, host=text)
    return text.lower()
