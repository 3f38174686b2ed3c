"""What the tests of the forms share: the rules of a post in Surabaya while the first batch is open, and forms."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest

from app.bundled import identity_rules
from app.forms.registration import RegistrationForm
from app.models.regions import RegionFile
from core.registration import Rulebook
from tests.app.forms.typing_in import filled_form
from tests.kit.desk import DAY, prakerja


@pytest.fixture(scope="session")
def rulebook() -> Iterator[Rulebook]:
    with closing(RegionFile()) as regions:
        yield Rulebook(prakerja(), identity_rules(), regions, DAY, "35", is_training=False)


@pytest.fixture
def form(rulebook: Rulebook) -> RegistrationForm:
    """An empty form."""
    return RegistrationForm(rulebook)


@pytest.fixture
def full(rulebook: Rulebook) -> RegistrationForm:
    """Somebody fine, typed in whole."""
    return filled_form(rulebook)


@pytest.fixture(scope="session")
def other_programme(rulebook: Rulebook) -> Rulebook:
    """A programme with another text of consent, fewer questions and one paper."""
    own = rulebook.programme
    programme = msgspec.structs.replace(
        own, code="LAIN", consent_version="lain-1", questions=own.questions[:2], papers=own.papers[:1], rules=()
    )
    return dataclasses.replace(rulebook, programme=programme)
