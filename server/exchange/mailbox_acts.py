"""Regional mailboxes: promised by a desk under its own tag, given new activation codes; never one for two people."""

from __future__ import annotations

import re
from dataclasses import replace

from core.accounts import CodeWhy
from core.mail_space import is_tag, tag_no
from core.proofs import MailNotice
from core.wire.codec import Malformed, decode
from core.wire.events import Header, Kind
from core.wire.records import MailboxCodeSetBody, MailboxReservedBody
from server.exchange.centre import MailTerms
from server.store import mail_spaces, mailboxes, streams
from server.store.bulk import storable
from server.store.database import Work
from server.store.mail_notices import MailWord
from server.store.mail_records import BoxState, Mailbox, MailSpace
from server.store.records import Device

DAY_MS = 86_400_000

MOST_TURNS = 1_000
"""No desk prints so many codes of one mailbox between two rounds: a turn farther on is none."""

AGAIN = "reserved_again"
CODE_SET = "code_set"
"""Words of the log."""

_ADDRESS = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.([1-9][0-9]{1,11})@((?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63})")
_LONGEST = 254

_STATE_WORDS = {
    BoxState.RESERVED.value: MailNotice.MAILBOX_READY,
    BoxState.ACTIVE.value: MailNotice.MAILBOX_ACTIVE,
    BoxState.EXPIRED.value: MailNotice.MAILBOX_EXPIRED,
}


class MailboxActs:
    """What one batch does about mailboxes."""

    def __init__(self, work: Work, terms: MailTerms, device: Device, now_ms: int) -> None:
        self._work = work
        self._terms = terms
        self._device = device
        self._now_ms = now_ms
        self._spaces: dict[int, tuple[MailSpace, ...]] = {}

    def reserve(self, header: Header, body: MailboxReservedBody) -> MailWord:
        """Keep a mailbox that was promised on paper; what is to be told."""
        present = mailboxes.mailbox_of(self._work, header.record)
        if present is not None:
            return self._reserved_again(header, body, present)
        if not self._is_its_own(header.stream, body.address):
            return _word(header, MailNotice.MAILBOX_TAKEN if self._terms.domain else MailNotice.MAIL_OFF)
        new = self._new(header, body)
        if not self._is_added(new):
            return _word(header, MailNotice.MAILBOX_TAKEN)
        self._catch_up(header, new)
        return _word(header, MailNotice.MAILBOX_READY if self._terms.domain else MailNotice.MAIL_OFF)

    def set_code(self, header: Header, body: MailboxCodeSetBody) -> MailWord:
        """Put a new activation code in the place of all earlier ones; what is to be told."""
        box = mailboxes.mailbox_of(self._work, header.record)
        if box is None or box.address != body.address or box.post != self._device.post:
            return _word(header, MailNotice.MAILBOX_TAKEN)
        changed = self._with_code(box, body)
        if changed is None:
            return _word(header, MailNotice.MAILBOX_CODE_REFUSED, why=_why_refused(box, body))
        return _word(header, _state_word(changed))

    def _reserved_again(self, header: Header, body: MailboxReservedBody, present: Mailbox) -> MailWord:
        """The same help once more: written anew by a copy of the desk, or promised by two of them."""
        if present.address != body.address or present.post != self._device.post:
            return _word(header, MailNotice.MAILBOX_TAKEN)
        if self._is_first_card(present) and body.code_hash != present.code_hash:  # of two the later one opens it
            changed = self._save_code(present, body.code_hash, 0)
            if changed is not None:
                self._note(changed, body.officer_name, AGAIN)
        return _word(header, _state_word(present))

    def _is_first_card(self, box: Mailbox) -> bool:
        """Whether it waits for the card of its reservation: no new code was set, neither by a desk nor here."""
        if box.code_turn or box.state != BoxState.RESERVED:
            return False
        acts = mailboxes.acts_of(self._work, box.address)
        return not any(act.act == CODE_SET and act.reason != AGAIN for act in acts)

    def _new(self, header: Header, body: MailboxReservedBody) -> Mailbox:
        return Mailbox(
            address=body.address,
            account=header.record,
            post=self._device.post,
            stream=header.stream,
            seq=header.seq,
            state=BoxState.RESERVED.value,
            code_hash=body.code_hash,
            code_turn=0,
            reserved_at_ms=self._now_ms,
            expires_at_ms=self._expires_at_ms,
            activated_at_ms=None,
            password_hash=None,
            quota_mb=self._terms.quota_mb,
            forward_to="",
            keeps_copy=True,
            is_disabled=False,
        )

    def _is_added(self, new: Mailbox) -> bool:
        is_alias = mailboxes.owner_of_alias(self._work, new.address) is not None
        return not is_alias and mailboxes.add_mailbox(self._work, new)

    @property
    def _expires_at_ms(self) -> int:
        return self._now_ms + self._terms.unused_days * DAY_MS

    def _is_its_own(self, stream: bytes, address: str) -> bool:
        """Whether this desk may give out the name: under a tag of this or another life of it."""
        found = _ADDRESS.fullmatch(address)
        if found is None or len(address) > _LONGEST:
            return False
        tag, domain = int(found[1]), found[2]
        if tag not in self._spaces:
            self._spaces[tag] = mail_spaces.spaces_with(self._work, tag) or self._adopted(stream, tag, domain)
        device = self._device.uid.bytes
        return any((space.device, space.domain) == (device, domain) for space in self._spaces[tag])

    def _adopted(self, stream: bytes, tag: int, domain: str) -> tuple[MailSpace, ...]:
        """A tag that this server does not know to have granted: it was put back from a backup, and knows it again."""
        highest = mail_spaces.highest_tag(self._work)
        is_plausible = is_tag(tag) and tag_no(tag) <= tag_no(highest) + mail_spaces.LOST_TAGS
        if domain != self._terms.domain or not is_plausible:
            return ()
        space = MailSpace(tag, domain, stream, self._device.uid.bytes, self._device.post, self._now_ms)
        mail_spaces.add_space(self._work, space)
        return (space,)

    def _catch_up(self, header: Header, box: Mailbox) -> None:
        """Codes that another desk has set, and that came before the reservation itself."""
        for event in streams.later_acts_on(self._work, self._device.post, [header.record]):
            if event.kind != Kind.MAILBOX_CODE_SET:
                continue
            try:
                body = decode(event.body, MailboxCodeSetBody)
            except Malformed:
                continue
            if body.address == box.address:
                box = self._with_code(box, body) or box

    def _with_code(self, box: Mailbox, body: MailboxCodeSetBody) -> Mailbox | None:
        """The mailbox with its new code; ``None`` = a newer one is there, or somebody else has this one.

        Once its owner has chosen a password only a recovery for which somebody accounts opens it anew.
        """
        is_recovery = _is_recovery(body)
        is_in_row = box.code_turn <= body.turn <= box.code_turn + MOST_TURNS
        if not is_in_row or (box.state == BoxState.ACTIVE and not is_recovery):
            return None
        changed = self._save_code(box, body.code_hash, body.turn)
        if changed is not None:
            self._note(changed, body.officer_name, f"{body.reason}; {body.id_paper}" if is_recovery else body.why)
        return changed

    def _note(self, box: Mailbox, officer_name: str, reason: str) -> None:
        mailboxes.note_act(
            self._work,
            box.address,
            self._now_ms,
            CODE_SET,
            officer_name=storable(officer_name),
            reason=storable(reason),
        )

    def _save_code(self, box: Mailbox, code_hash: bytes, turn: int) -> Mailbox | None:
        """A mailbox that had expired is there for its owner again."""
        owner = mailboxes.mailbox_with(self._work, code_hash)
        if owner is not None and owner.address != box.address:
            return None
        state = BoxState.RESERVED.value if box.state == BoxState.EXPIRED else box.state
        changed = replace(box, state=state, code_hash=code_hash, code_turn=turn, expires_at_ms=self._expires_at_ms)
        mailboxes.save_mailbox(self._work, changed)
        return changed


def _state_word(box: Mailbox) -> MailNotice:
    return MailNotice.MAILBOX_DISABLED if box.is_disabled else _STATE_WORDS[box.state]


def _is_recovery(body: MailboxCodeSetBody) -> bool:
    """Whether somebody accounts for it."""
    accounted = (body.reason, body.id_paper, body.officer_name)
    return body.why == CodeWhy.RECOVERY and all(part.strip() for part in accounted)


def _why_refused(box: Mailbox, body: MailboxCodeSetBody) -> str:
    if box.state == BoxState.ACTIVE and not _is_recovery(body):
        return "active"
    return "older" if body.turn < box.code_turn else "other"


def _word(header: Header, code: MailNotice, **facts: str) -> MailWord:
    return MailWord(code, header.stream, header.seq, header.record, facts)
