"""What the identity tests share: the bundled lists of regions, the bundled rules, the day of judgement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

import resources
from app.bundled import mail_rules as bundled_mail_rules
from app.models.regions import RegionFile
from core.address import Regions
from core.identity_rules import IdentityRules, parse_rules
from core.mail_rules import MailRules


@pytest.fixture(scope="session")
def regions() -> Iterator[Regions]:
    with closing(RegionFile()) as file:
        yield file


@pytest.fixture(scope="session")
def rules() -> IdentityRules:
    return parse_rules(resources.read("identity", "rules.toml"))


@pytest.fixture(scope="session")
def mail_rules() -> MailRules:
    return bundled_mail_rules()


@pytest.fixture(scope="session")
def today() -> date:
    """The day of judgement of the cases."""
    return date(2026, 11, 21)
