"""Rules and programmes that ship with the program: read once, without opening anything else."""

from __future__ import annotations

import functools

import resources
from core.errors import unusable
from core.identity_rules import IdentityRules, parse_rules
from core.programme import Programme, parse_programme

PROGRAMMES = "programmes"


@functools.cache
def identity_rules() -> IdentityRules:
    """The dated rules about phones, e-mail and placeholders that ship with the program."""
    return parse_rules(resources.read("identity", "rules.toml"))


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
