"""The examples in ``deploy/mail`` agree with each other and with the views that they ask."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.store.mail_views import VIEWS
from tests.kit.mail_hosts import TEMPLATES

pytestmark = pytest.mark.one_engine

QUERY = re.compile(r"^\w*query = ((?:.|\n[ ]|\\\n)*)", re.MULTILINE)


def queries(file: Path) -> list[str]:
    """The questions that a file asks, in one spelling."""
    return [re.sub(r"[\s\\]+", " ", query).strip() for query in QUERY.findall(file.read_text("utf-8"))]


def test_postfix_asks_the_same_on_both_engines() -> None:
    asked = {
        engine: {file.name: queries(file) for file in (TEMPLATES / "postfix" / engine).iterdir()}
        for engine in ("sqlite", "pgsql")
    }
    assert asked["sqlite"] == asked["pgsql"]
    assert all(len(found) == 1 for found in asked["sqlite"].values())


def test_dovecot_asks_the_same_on_both_engines() -> None:
    of_file, of_database = (
        queries(TEMPLATES / "dovecot" / f"accounts-{name}.conf.ext") for name in ("sqlite", "pgsql")
    )
    assert of_file == of_database
    assert len(of_file) == 3


def test_every_question_of_postfix_is_used_and_may_be_asked_through_the_proxy() -> None:
    main = (TEMPLATES / "postfix" / "main.cf").read_text("utf-8")
    for file in (TEMPLATES / "postfix" / "sqlite").iterdir():
        assert main.count(f"${{accounts}}/{file.name}") == 2, file.name


def test_the_role_may_read_every_view() -> None:
    granted = re.search(r"GRANT SELECT ON (.+) TO posko_mail", (TEMPLATES / "role.sql").read_text("utf-8"))
    assert granted
    assert set(granted[1].split(", ")) == set(VIEWS)


def test_the_readme_names_every_file() -> None:
    readme = (TEMPLATES / "README.md").read_text("utf-8")
    files = [file.relative_to(TEMPLATES) for file in TEMPLATES.rglob("*") if file.is_file() and file.suffix != ".md"]
    names = {file.parent.as_posix() if file.parent.name in ("sqlite", "pgsql") else file.as_posix() for file in files}
    assert [
        name
        for name in sorted(names)
        if name.replace("pgsql.conf.ext", "pgsql") not in readme.replace("`-pgsql`", "dovecot/accounts-pgsql")
    ] == []


def test_every_domain_of_ours_is_closed_to_senders_from_outside() -> None:
    main = (TEMPLATES / "postfix" / "main.cf").read_text("utf-8")
    domains = re.search(r"^virtual_mailbox_domains = (.+)$", main, re.MULTILINE)
    closed = re.search(r"^own_senders = inline:\{ (.+) \}$", main, re.MULTILINE)
    assert domains
    assert closed
    assert re.findall(r"\{ (\S+) = 550 5\.7\.1 ", closed[1]) == domains[1].split()
