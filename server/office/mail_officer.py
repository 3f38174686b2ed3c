"""What the mail officer does with mailboxes, each time with a name and a reason that are written down."""

from __future__ import annotations

import enum
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from core.activation import code_hash, new_code
from core.clock import Clock, to_ms
from core.email import EmailCode, check_email
from core.errors import unusable
from core.identity_rules import IdentityRules
from core.passwords import refuse_password
from core.proofs import MailNotice
from server.office.mailbox_change import Act, Changed, address_of, change
from server.office.mailbox_owner import NotChanged, forward_address
from server.store import mailboxes, streams
from server.store.database import Store, Work
from server.store.mail_records import BoxState, Mailbox, MailboxAct

DAY_MS = 86_400_000
MOST_QUOTA_MB = 10_000
MOST_TEXT = 200

_TAGGED = re.compile(r".*\.\d+")
_DUTIES = frozenset({"abuse", "hostmaster", "mailer-daemon", "noc", "root", "security", "ssl", "www"})
"""Names that the world writes to because of what they stand for [RFC 2142], beside the office's own words."""


class OfficerCode(enum.StrEnum):
    """Why something cannot be done with a mailbox."""

    UNKNOWN = "SERVER_MAILBOX_UNKNOWN"
    DISABLED = "SERVER_MAILBOX_IS_DISABLED"
    NOT_ACTIVE = "SERVER_MAILBOX_NOT_ACTIVE"
    QUOTA = "SERVER_MAILBOX_QUOTA"
    FORWARD = "SERVER_MAILBOX_FORWARD"
    ALIAS = "SERVER_MAILBOX_ALIAS"
    ALIAS_OFFICE = "SERVER_MAILBOX_ALIAS_OFFICE"
    ALIAS_TAKEN = "SERVER_MAILBOX_ALIAS_TAKEN"
    ALIAS_UNKNOWN = "SERVER_MAILBOX_ALIAS_UNKNOWN"
    REASON = "SERVER_MAILBOX_REASON"


@dataclass(frozen=True, slots=True)
class Known:
    """A mailbox with its further names and what was done with it."""

    mailbox: Mailbox
    aliases: tuple[str, ...]
    acts: tuple[MailboxAct, ...]


def known_mailbox(store: Store, address: str) -> Known:
    """All about one mailbox. Raises: Trouble UNKNOWN, or of the store."""
    with store.reading() as work:
        box = mailboxes.mailbox(work, address_of(address))
        if box is None:
            raise unusable(OfficerCode.UNKNOWN)
        return Known(box, mailboxes.aliases_of(work, box.address), mailboxes.acts_of(work, box.address))


def all_mailboxes(store: Store) -> Iterator[Mailbox]:
    """Every mailbox, by address."""
    after = ""
    while True:
        with store.reading() as work:
            page = mailboxes.mailboxes(work, after)
        yield from page
        if not page:
            return
        after = page[-1].address


class MailOfficer:
    """One officer with one reason at one mailbox.

    Raises: Trouble REASON (usage) if name or reason is missing or too long, TEXT_HAS_PASSWORD if it tells one.
    """

    def __init__(self, store: Store, clock: Clock, address: str, *, officer_name: str, reason: str) -> None:
        words = officer_name.strip(), reason.strip()
        if not all(0 < len(word) <= MOST_TEXT and word.isprintable() for word in words):
            raise unusable(OfficerCode.REASON, limit=MOST_TEXT)
        refuse_password(reason)
        self._store = store
        self._clock = clock
        self.address = address_of(address)
        self._officer_name, self._reason = words

    def disable(self) -> None:
        """Let nobody sign in, and take no mail. Raises: Trouble UNKNOWN, or of the store; so do all of these."""
        self._change(partial(self._switched, is_disabled=True))

    def enable(self) -> None:
        """Make it as it was."""
        self._change(partial(self._switched, is_disabled=False))

    def set_quota(self, quota_mb: int) -> None:
        """Let it hold so much. Raises: Trouble QUOTA."""
        if not 1 <= quota_mb <= MOST_QUOTA_MB:
            raise unusable(OfficerCode.QUOTA, limit=MOST_QUOTA_MB)
        self._change(lambda box: self._done(replace(box, quota_mb=quota_mb), Act.QUOTA_SET))

    def forward(self, to: str, rules: IdentityRules, *, keeps_copy: bool) -> None:
        """Pass its mail on, at its owner's wish. Raises: Trouble FORWARD, NOT_ACTIVE."""
        checked = forward_address(to, self.address, rules, sure=address_of(to))
        if isinstance(checked, NotChanged):
            raise unusable(OfficerCode.FORWARD)

        def judge(box: Mailbox) -> Changed:
            if box.state != BoxState.ACTIVE:
                raise unusable(OfficerCode.NOT_ACTIVE)
            return self._done(replace(box, forward_to=checked, keeps_copy=keeps_copy), Act.FORWARD_SET)

        self._change(judge)

    def stop_forwarding(self) -> None:
        """Pass its mail on no more."""
        self._change(lambda box: self._done(replace(box, forward_to="", keeps_copy=True), Act.FORWARD_CLEARED))

    def recover(self, id_paper: str, unused_days: int) -> str:
        """A new one-time code for somebody whose paper the officer has seen; every earlier code is void.

        A password that was chosen stays good until the new one is; a mailbox that has expired waits again. Turns are
        counted by desks alone, so that the next code of a desk is good.

        Raises: Trouble DISABLED, REASON.
        """
        if not 0 < len(id_paper.strip()) <= MOST_TEXT or not id_paper.isprintable():
            raise unusable(OfficerCode.REASON, limit=MOST_TEXT)
        code = new_code(secrets.randbelow)
        hashed = code_hash(code)

        def judge(box: Mailbox) -> Changed:
            if box.is_disabled:
                raise unusable(OfficerCode.DISABLED)
            is_again = box.state == BoxState.EXPIRED
            waiting = replace(
                box,
                state=BoxState.RESERVED if is_again else box.state,
                code_hash=hashed,
                expires_at_ms=to_ms(self._clock.now()) + unused_days * DAY_MS,
            )
            told = MailNotice.MAILBOX_READY if is_again else None
            return replace(self._done(waiting, Act.CODE_SET, told), reason=f"{self._reason}; {id_paper.strip()}")

        self._change(judge)
        return code

    def add_alias(self, typed: str, rules: IdentityRules, *, sender: str = "") -> str:
        """Give it a further name in its domain. Raises: Trouble ALIAS, ALIAS_OFFICE, ALIAS_TAKEN.

        A name with a number behind a dot is refused: a desk may give it to somebody tomorrow. So is a name of the
        office's: a resident could write under it.

        Args:
            sender: the address that codes come from.
        """
        checked = check_email(typed, rules=rules)
        alias = checked.value or ""
        local, _, domain = alias.partition("@")
        if not alias or domain != self.address.partition("@")[2] or _TAGGED.fullmatch(local):
            raise unusable(OfficerCode.ALIAS)
        is_office = any(finding.code == EmailCode.OFFICE for finding in checked.findings)
        if is_office or local in _DUTIES or alias == address_of(sender):
            raise unusable(OfficerCode.ALIAS_OFFICE)
        self._with_aliases(Act.ALIAS_ADDED, lambda work, box: mailboxes.add_alias(work, alias, box.address), alias)
        return alias

    def remove_alias(self, typed: str) -> str:
        """Take a further name away. Raises: Trouble ALIAS_UNKNOWN."""
        alias = address_of(typed)

        def act(work: Work, box: Mailbox) -> bool:
            if mailboxes.owner_of_alias(work, alias) != box.address:
                raise unusable(OfficerCode.ALIAS_UNKNOWN)
            mailboxes.remove_alias(work, alias)
            return True

        self._with_aliases(Act.ALIAS_REMOVED, act, alias)
        return alias

    def _with_aliases(self, act: Act, change_aliases: Callable[[Work, Mailbox], bool], alias: str) -> None:
        post = known_mailbox(self._store, self.address).mailbox.post

        def write(work: Work) -> None:
            streams.lock_post(work, post)
            box = mailboxes.mailbox(work, self.address)
            if box is None or not change_aliases(work, box):
                raise unusable(OfficerCode.ALIAS_TAKEN)
            reason = f"{self._reason}; {alias}"
            mailboxes.note_act(
                work, box.address, to_ms(self._clock.now()), act, officer_name=self._officer_name, reason=reason
            )

        self._store.write(write)

    def _switched(self, box: Mailbox, *, is_disabled: bool) -> Changed | None:
        if box.is_disabled == is_disabled:
            return None
        told = MailNotice.MAILBOX_DISABLED if is_disabled else MailNotice.MAILBOX_ENABLED
        if not is_disabled and box.state != BoxState.ACTIVE:  # at the desk "enabled" means that it is in use
            told = MailNotice.MAILBOX_READY if box.state == BoxState.RESERVED else MailNotice.MAILBOX_EXPIRED
        return self._done(replace(box, is_disabled=is_disabled), Act.DISABLED if is_disabled else Act.ENABLED, told)

    def _done(self, box: Mailbox, act: Act, told: MailNotice | None = None) -> Changed:
        return Changed(box, act, told, self._officer_name, self._reason)

    def _change(self, judge: Callable[[Mailbox], Changed | None]) -> None:
        known_mailbox(self._store, self.address)
        change(self._store, self._clock, self.address, judge)
