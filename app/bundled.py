"""Rules and programmes that ship with the program: read once, without opening anything else."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import resources
from core.errors import unusable
from core.identity_rules import IdentityRules, parse_rules
from core.programme import Programme, parse_programme

if TYPE_CHECKING:  # their readers are loaded where a desk needs them at all
    from core.mail_rules import MailRules
    from core.survey_rules import SurveyRules

PROGRAMMES = "programmes"
_MAIL, _ROADS = "mail", "roads"


@functools.cache
def identity_rules() -> IdentityRules:
    """The dated rules about phones, e-mail and placeholders that ship with the program."""
    return parse_rules(resources.read("identity", "rules.toml"))


@functools.cache
def survey_rules() -> SurveyRules:
    """Where the bands of the index of satisfaction begin."""
    from core.survey_rules import parse_survey_rules

    return parse_survey_rules(resources.read("survey", "rules.toml"))


@functools.cache
def mail_rules() -> MailRules:
    """What help with e-mail goes by: words of names, regional mailboxes, the steps of every road."""
    from core.mail_rules import MailRules, parse_guide, parse_names, parse_regional

    roads = [name for name in resources.names(_MAIL, _ROADS) if name.endswith(".toml")]
    return MailRules(
        names=parse_names(resources.read(_MAIL, "names.toml"), "names.toml"),
        regional=parse_regional(resources.read(_MAIL, "regional.toml"), "regional.toml"),
        guides=tuple(parse_guide(resources.read(_MAIL, _ROADS, name), name) for name in roads),
    )


@functools.cache
def programme(code: str) -> Programme:
    """The programme with this code. Raises: Trouble PROGRAMME_UNKNOWN (usage)."""
    if code not in _codes_on_file():
        raise unusable("PROGRAMME_UNKNOWN", code=code[:40], known=_codes_on_file())
    return parse_programme(resources.read(PROGRAMMES, f"{code}.toml"), f"{code}.toml")


@functools.cache
def programme_codes() -> tuple[str, ...]:
    """Codes of all programmes on file, in the order in which their files want to be offered."""
    return tuple(sorted(_codes_on_file(), key=lambda code: (programme(code).order, code)))


@functools.cache
def _codes_on_file() -> tuple[str, ...]:
    return tuple(name.removesuffix(".toml") for name in resources.names(PROGRAMMES) if name.endswith(".toml"))
