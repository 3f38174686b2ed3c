"""E-mail addresses as typed: what cannot be one, what a provider refuses, what looks mistyped or shared."""

from __future__ import annotations

import enum
import re

from core.findings import Checked, Finding, block, warn
from core.identity_rules import EmailRules, IdentityRules, MailProvider
from core.typed_text import tidy, too_long

FIELD = "email"
MAX_ADDRESS = 254
"""Longest address that mail can carry (RFC 5321)."""
MAX_LOCAL = 64


class EmailCode(enum.StrEnum):
    """Findings about an e-mail address."""

    EMPTY = "EMAIL_EMPTY"
    NOT_ASCII = "EMAIL_NOT_ASCII"
    NO_AT = "EMAIL_NO_AT"
    TWO_AT = "EMAIL_TWO_AT"
    NAME = "EMAIL_NAME"
    DOMAIN = "EMAIL_DOMAIN"
    SPELLING = "EMAIL_SPELLING"
    PROVIDER_LENGTH = "EMAIL_PROVIDER_LENGTH"
    PROVIDER_NAME = "EMAIL_PROVIDER_NAME"
    DOMAIN_TYPO = "EMAIL_DOMAIN_TYPO"
    OFFICE = "EMAIL_OFFICE"
    PLACEHOLDER = "EMAIL_PLACEHOLDER"
    SHARED = "EMAIL_SHARED"


_WRAPPED = re.compile(r"[^<>]*<([^<>]*)>")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_AROUND_SIGNS = re.compile(r" *([@.]) *")
_ONE_LETTER = re.compile(r"(.)\1{2,}")
_SHORT_NAME = 5
"""Shorter provider names (live) are one slip away from too many honest ones."""


def check_email(text: str, *, rules: IdentityRules, is_shared: bool = False) -> Checked[str]:
    """An e-mail address as typed, in lower case.

    Args:
        is_shared: whether this address stands on another person of the post.
    """
    refusal = too_long(text, FIELD, most=MAX_ADDRESS)
    if refusal:
        return Checked(None, (refusal,))
    address = _unwrapped(tidy(text))
    refusal = _refusal(address)
    if refusal:
        return Checked(None, (_with_repair(refusal, address, rules.email),))
    local, domain = address.split("@")
    typo = _typo_finding(local, domain, rules.email)
    refusal = None if typo else _provider_refusal(local, domain, rules.email)
    if refusal:
        return Checked(None, (refusal,))
    return Checked(address, (*((typo,) if typo else ()), *_doubts(local, rules.email, is_shared=is_shared)))


def mailbox_of(address: str, *, rules: IdentityRules) -> str:
    """The mailbox behind a good address: without tag, and without dots where the provider ignores them."""
    local, _, domain = address.partition("@")
    provider = rules.email.provider(domain)
    return f"{_mailbox_name(local, provider)}@{domain}" if provider else address


def _unwrapped(text: str) -> str:
    """``Siti <mailto:siti@contoh.id>`` as copied from a mail program; non-ASCII stays to be refused."""
    match = _WRAPPED.fullmatch(text)
    bare = (match[1] if match else text).strip(" '\"")
    lower = bare.lower() if bare.isascii() else bare
    return lower.removeprefix("mailto:").strip()


def _refusal(address: str) -> Finding | None:
    if not address.strip("-"):
        return block(FIELD, EmailCode.EMPTY)
    if not address.isascii():
        return block(FIELD, EmailCode.NOT_ASCII)
    if address.count("@") != 1:
        return block(FIELD, EmailCode.TWO_AT if "@" in address else EmailCode.NO_AT)
    local, domain = address.split("@")
    if len(local) > MAX_LOCAL or not _LOCAL.fullmatch(local):
        return block(FIELD, EmailCode.NAME)
    return None if _DOMAIN.fullmatch(domain) else block(FIELD, EmailCode.DOMAIN)


def _with_repair(refusal: Finding, address: str, rules: EmailRules) -> Finding:
    """The refusal, or a proposal where spaces, commas, a last dot or a missing ending are all that is wrong."""
    if refusal.code not in (EmailCode.NAME, EmailCode.DOMAIN):
        return refusal
    local, domain = _AROUND_SIGNS.sub(r"\1", address).split("@")
    local, domain = local.replace(" ", ""), domain.rstrip(".,;").replace(",", ".")
    domain = rules.domain_typos.get(domain, domain) if "." not in domain else domain
    repaired = f"{local}@{domain}"
    is_good = _refusal(repaired) is None and _provider_refusal(local, domain, rules) is None
    return block(FIELD, EmailCode.SPELLING, proposal=repaired) if is_good else refusal


def _typo_finding(local: str, domain: str, rules: EmailRules) -> Finding | None:
    meant = _meant_domain(domain, rules)
    if meant is None:
        return None
    facts = {"domain": domain, "meant": meant}
    if _provider_refusal(local, meant, rules) is None:
        facts["proposal"] = f"{local}@{meant}"
    return warn(FIELD, EmailCode.DOMAIN_TYPO, **facts)


def _meant_domain(domain: str, rules: EmailRules) -> str | None:
    """The provider's domain that was probably meant, or ``None`` if this one may be right."""
    if rules.provider(domain) or domain in rules.real_neighbours:
        return None
    if domain in rules.domain_typos:
        return rules.domain_typos[domain]
    front, _, last = domain.rpartition(".")
    if last in rules.ending_typos:
        corrected = f"{front}.{rules.ending_typos[last]}"
        return _meant_domain(corrected, rules) or corrected
    known = [right for provider in rules.providers for right in provider.domains if _is_near(domain, right)]
    return min(known, key=lambda right: right.partition(".")[0] != domain.partition(".")[0], default=None)


def _is_near(domain: str, right: str) -> bool:
    name, _, ending = domain.partition(".")
    right_name, _, right_ending = right.partition(".")
    is_near_name = _is_slip(name, right_name) if len(right_name) >= _SHORT_NAME else name == right_name
    return is_near_name and _is_slip(ending, right_ending)


def _is_slip(typed: str, right: str) -> bool:
    """Whether at most one letter was left out, added, changed, or two neighbours were swapped."""
    while typed and right and typed[0] == right[0]:
        typed, right = typed[1:], right[1:]
    while typed and right and typed[-1] == right[-1]:
        typed, right = typed[:-1], right[:-1]
    return (len(typed) <= 1 and len(right) <= 1) or (len(typed) == 2 and typed == right[::-1])


def _mailbox_name(local: str, provider: MailProvider) -> str:
    name = local.partition(provider.tag)[0]
    return name.replace(".", "") if provider.dots == "ignored" else name


def _provider_refusal(local: str, domain: str, rules: EmailRules) -> Finding | None:
    provider = rules.provider(domain)
    if provider is None:
        return None
    name = _mailbox_name(local, provider)
    if not provider.least <= len(name) <= provider.most:
        return block(FIELD, EmailCode.PROVIDER_LENGTH, provider=provider.name, least=provider.least, most=provider.most)
    is_plain = all(char.isalnum() or char in provider.signs or char == "." for char in name)
    has_good_dots = provider.dots != "one" or name.count(".") <= 1
    has_good_start = name[0].isalpha() or not provider.must_start_with_letter
    if is_plain and has_good_dots and has_good_start:
        return None
    return block(FIELD, EmailCode.PROVIDER_NAME, provider=provider.name)


def _doubts(local: str, rules: EmailRules, *, is_shared: bool) -> list[Finding]:
    name = local.partition("+")[0]
    words = {name, *re.split(r"[^a-z]+", name)}
    codes = (
        (EmailCode.OFFICE, bool(words & rules.office_words)),
        (EmailCode.PLACEHOLDER, name in rules.placeholder_words or _ONE_LETTER.fullmatch(name) is not None),
        (EmailCode.SHARED, is_shared),
    )
    return [warn(FIELD, code) for code, is_so in codes if is_so]
