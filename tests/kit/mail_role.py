"""The role of ``deploy/mail/role.sql`` in a test's PostgreSQL, under a name of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from server.store.address import PostgresUrl
from tests.kit.mail_hosts import TEMPLATES, PostgresAccounts


@contextmanager
def mail_role(url: PostgresUrl) -> Iterator[PostgresAccounts]:
    """What mail hosts need to read accounts in this database; the role is gone when the block ends."""
    parts = urlsplit(url.url)
    host = parts.hostname or parse_qs(parts.query)["host"][0]
    if host.startswith("/"):
        Path(host).chmod(0o711)  # the socket of a cluster out of the wheel lies where only its owner may look
    role = f"posko_mail_{uuid.uuid4().hex}"
    text = (TEMPLATES / "role.sql").read_text("utf-8").replace("posko_mail", role)
    with psycopg.connect(url.url, autocommit=True) as owner:
        owner.execute(text.encode())
        try:
            yield PostgresAccounts(host, parts.path[1:], role, "CHANGE-ME")
        finally:
            owner.execute(f"DROP OWNED BY {role}".encode())
            owner.execute(f"DROP ROLE {role}".encode())
