"""E-mail addresses as typed: what cannot be one, what a provider refuses, what looks mistyped or shared."""

from __future__ import annotations

import enum
import re
import unicodedata

from core.findings import Checked, Finding, block, warn
from core.identity_rules import EmailRules, IdentityRules, MailProvider
from core.typed_text import says_none, tidy, too_long
from core.wrong_box import WrongBoxCode, wrong_box

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
_SPOKEN_AT = re.compile(r" *(?:[(\[{] *(?:at|a|et) *[)\]}]|@+) *")
_NOT_IN_NAMES = str.maketrans(",", ".", ' "<>()[]:;')
_DOTS = re.compile(r"\.{2,}")
_RUN = re.compile(r"(.)\1+")
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
    typo = _typo_finding(domain, local, rules.email)
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
    if says_none(address):
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
    """The refusal, or a proposal where a sign, a space, an accent or the ending is all that is wrong.

    What the provider says to the mended address is told when the officer has taken it.
    """
    elsewhere = wrong_box(address, FIELD, own=WrongBoxCode.EMAIL)
    if elsewhere or refusal.code == EmailCode.EMPTY:
        return elsewhere or refusal
    mended = _mended(address, rules)
    is_good = mended is not None and _refusal(mended) is None
    return block(FIELD, EmailCode.SPELLING, proposal=mended) if mended and is_good else refusal


def _mended(address: str, rules: EmailRules) -> str | None:
    plain = _without_accents(address).lower()
    parts = _AROUND_SIGNS.sub(r"\1", _SPOKEN_AT.sub("@", plain)).split("@")
    if len(parts) == 1:
        parts = _parted(parts[0], rules)
    if len(parts) != 2:
        return None
    local = _DOTS.sub(".", parts[0].translate(_NOT_IN_NAMES)).strip(".")
    domain = _mended_domain(_DOTS.sub(".", parts[1].replace(",", ".")).strip(".-;:"), rules)
    return f"{local}@{_meant_domain(domain, rules) or domain}"


def _without_accents(text: str) -> str:
    marked = unicodedata.normalize("NFKD", text)
    return "".join(char for char in marked if not unicodedata.combining(char))


def _parted(text: str, rules: EmailRules) -> list[str]:
    """The two halves of an address without its sign, if it ends with a provider's domain: ``siti90gmail.com``."""
    known = (domain for provider in rules.providers for domain in provider.domains if text.endswith(domain))
    domain = max(known, key=len, default="")
    return [text.removesuffix(domain).rstrip(" .#"), domain] if domain else [text]


def _mended_domain(domain: str, rules: EmailRules) -> str:
    """A provider's domain whose dots were forgotten: ``gmail``, ``gmailcom``, ``gmial``."""
    if "." in domain:
        return domain
    known = [right for provider in rules.providers for right in provider.domains]
    run_together = (right for right in known if right.replace(".", "") == domain)
    named = (right for right in known if _is_near_name(domain, right.partition(".")[0]))
    return rules.domain_typos.get(domain) or next(run_together, None) or next(named, domain)


def _typo_finding(domain: str, local: str, rules: EmailRules) -> Finding | None:
    """Every recognised typo has its proposal, also where the provider will refuse the name before it."""
    meant = _meant_domain(domain, rules)
    if meant is None:
        return None
    return warn(FIELD, EmailCode.DOMAIN_TYPO, domain=domain, meant=meant, proposal=f"{local}@{meant}")


def _meant_domain(domain: str, rules: EmailRules) -> str | None:
    """The provider's domain that was probably meant, or ``None`` if this one may be right."""
    if rules.provider(domain) or domain in rules.real_neighbours:
        return None
    if domain in rules.domain_typos:
        return rules.domain_typos[domain]
    bare = domain.removeprefix("www.")
    if bare != domain and rules.provider(bare):
        return bare
    front, _, last = domain.rpartition(".")
    if last in rules.ending_typos:
        corrected = f"{front}.{rules.ending_typos[last]}"
        return _meant_domain(corrected, rules) or corrected
    known = [right for provider in rules.providers for right in provider.domains if _is_near(domain, right)]
    nearest = min(known, key=lambda right: right.partition(".")[0] != domain.partition(".")[0], default=None)
    return nearest or _meant_by_two_slips(domain, rules)


def _meant_by_two_slips(domain: str, rules: EmailRules) -> str | None:
    """A mistyped name before an ending that this provider does not have: ``gamil.co.id``."""
    name, _, ending = domain.partition(".")
    for wrong, right in rules.domain_typos.items():
        wrong_name, _, wrong_ending = wrong.partition(".")
        if wrong_name == right.partition(".")[0] and wrong_ending == ending and _is_near_name(name, wrong_name):
            return right
    return None


def _is_near(domain: str, right: str) -> bool:
    name, _, ending = domain.partition(".")
    right_name, _, right_ending = right.partition(".")
    is_cut = right_ending.startswith(ending) and bool(ending)
    return _is_near_name(name, right_name) and (is_cut or _is_slip(ending, right_ending))


def _is_near_name(name: str, right: str) -> bool:
    if len(right) < _SHORT_NAME:
        return name == right
    return _is_slip(name, right) or _RUN.sub(r"\1", name) == _RUN.sub(r"\1", right)


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
