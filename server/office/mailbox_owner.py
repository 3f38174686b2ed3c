"""What the owner of a mailbox does with it, alone: sees how it stands, changes its password, forwards its mail."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from core.clock import Clock
from core.email import EmailCode, check_email
from core.findings import Fact
from core.identity_rules import IdentityRules
from server.office.mailbox_change import Act, Changed, address_of, change
from server.office.password_rules import PasswordFault, password_fault
from server.office.passwords import HashSlots, is_password, password_hash
from server.store import mailboxes
from server.store.database import Store
from server.store.mail_records import BoxState, Mailbox


class OwnerCode(enum.StrEnum):
    """What the owner is told."""

    WRONG = "PAGE_MAILBOX_WRONG"
    DISABLED = "PAGE_MAILBOX_DISABLED"
    PASSWORD_CHANGED = "PAGE_PASSWORD_CHANGED"  # noqa: S105 - a code
    FORWARD_SET = "PAGE_FORWARD_SET"
    FORWARD_CLEARED = "PAGE_FORWARD_CLEARED"
    FORWARD_OWN = "PAGE_FORWARD_OWN"
    FORWARD_NO_ADDRESS = "PAGE_FORWARD_NO_ADDRESS"


@dataclass(frozen=True, slots=True)
class Seen:
    """How the mailbox stands, for its owner; ``done``: what was changed, if anything was."""

    address: str
    quota_mb: int
    forward_to: str = field(repr=False)
    keeps_copy: bool
    done: OwnerCode | None = None


@dataclass(frozen=True, slots=True)
class NotChanged:
    """Signed in, but this cannot be done; ``sure``: sent again as it is it counts, for it may be meant."""

    code: str
    facts: dict[str, Fact] = field(default_factory=dict)
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Forward:
    """Where mail shall be passed on; ``sure``: what was doubted already and is meant."""

    to: str = field(repr=False)
    keeps_copy: bool
    sure: str = field(default="", repr=False)


OwnerAnswer = Seen | NotChanged | OwnerCode


class Owners:
    """Serves the owners of one server's mailboxes. Share one between threads."""

    def __init__(self, store: Store, clock: Clock, slots: HashSlots, rules: IdentityRules) -> None:
        self._store = store
        self._clock = clock
        self._slots = slots
        self._rules = rules

    def look(self, address: str, password: str) -> OwnerAnswer:
        """How it stands. Raises: Trouble of the store, CROWDED; so do all of these."""
        box = self._signed_in(address, password)
        return box if isinstance(box, OwnerCode) else _seen(box)

    def change_password(self, address: str, password: str, new: str, again: str) -> OwnerAnswer:
        """Take a new password; who asks once more, because the answer was lost, is told the same."""
        box = self._signed_in(address, password, new)
        if isinstance(box, OwnerCode):
            return box
        fault: PasswordFault | None = password_fault(new, again, box.address)
        if fault is not None:
            return NotChanged(fault)
        with self._slots.taken():
            if is_password(new, box.password_hash):
                return _seen(box, OwnerCode.PASSWORD_CHANGED)
            kept = password_hash(new)
        changes = partial(replace, password_hash=kept)
        return self._changed(box, changes, Act.PASSWORD_CHANGED, OwnerCode.PASSWORD_CHANGED)

    def forward(self, address: str, password: str, wish: Forward) -> OwnerAnswer:
        """Pass mail on to another address."""
        box = self._signed_in(address, password)
        if isinstance(box, OwnerCode):
            return box
        checked = forward_address(wish.to, box.address, self._rules, sure=wish.sure)
        if isinstance(checked, NotChanged):
            return checked
        changes = partial(replace, forward_to=checked, keeps_copy=wish.keeps_copy)
        return self._changed(box, changes, Act.FORWARD_SET, OwnerCode.FORWARD_SET)

    def stop_forwarding(self, address: str, password: str) -> OwnerAnswer:
        """Pass mail on no more."""
        box = self._signed_in(address, password)
        if isinstance(box, OwnerCode):
            return box
        changes = partial(replace, forward_to="", keeps_copy=True)
        return self._changed(box, changes, Act.FORWARD_CLEARED, OwnerCode.FORWARD_CLEARED)

    def _signed_in(self, address: str, *passwords: str) -> Mailbox | OwnerCode:
        """The mailbox of whoever knows one of these passwords; the same answer in the same time whatever is wrong."""
        with self._store.reading() as work:
            box = mailboxes.mailbox(work, address_of(address))
        kept = box.password_hash if box is not None and box.state == BoxState.ACTIVE else None
        with self._slots.taken():
            known = [is_password(one, kept) for one in passwords]  # every one, so that the time tells nothing
        if box is None or not any(known):
            return OwnerCode.WRONG
        return OwnerCode.DISABLED if box.is_disabled else box

    def _changed(self, known: Mailbox, changes: Callable[[Mailbox], Mailbox], act: Act, done: OwnerCode) -> OwnerAnswer:
        """Keep it, unless the password was changed since it was looked at."""

        def judge(box: Mailbox) -> Changed | OwnerCode:
            is_same = box.password_hash == known.password_hash and not box.is_disabled
            return Changed(changes(box), act) if is_same else OwnerCode.WRONG

        judged = change(self._store, self._clock, known.address, judge)
        return _seen(judged.mailbox, done) if isinstance(judged, Changed) else OwnerCode.WRONG


def forward_address(typed: str, own: str, rules: IdentityRules, *, sure: str = "") -> str | NotChanged:
    """The address that mail of ``own`` may be passed on to; none of the same domain, where it could go in circles."""
    checked = check_email(typed, rules=rules)
    address, domain = checked.value, own.partition("@")[2]
    if address is None:
        return NotChanged(OwnerCode.FORWARD_NO_ADDRESS)
    if address.partition("@")[2] == domain:
        return NotChanged(OwnerCode.FORWARD_OWN, {"domain": domain})
    typo = next((one for one in checked.findings if one.code == EmailCode.DOMAIN_TYPO), None)
    return NotChanged(typo.code, dict(typo.facts), sure=address) if typo and address != sure else address


def _seen(box: Mailbox, done: OwnerCode | None = None) -> Seen:
    return Seen(box.address, box.quota_mb, box.forward_to, box.keeps_copy, done)
