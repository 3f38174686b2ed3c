"""What the forms of a mailbox's pages lead to: each form sent gives a page, and tells whether it was a wrong guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, assert_never

from core.activation import read_code
from core.findings import Fact
from server.http.mailbox_pages import Pages, Wish
from server.office.activation import Activated, Activation, ActivationCode, Faulty, Opened
from server.office.mailbox_change import address_of
from server.office.mailbox_owner import Forward, NotChanged, OwnerAnswer, OwnerCode, Owners, Seen

Fields = Mapping[str, str]

_LONGEST_ECHO = 254
"""What was typed stands in the page again, so that it can be put right; more of it is nobody's address or code."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page; ``is_guess_right``: whether the code or password was one (``None`` = none was held against anything)."""

    page: bytes
    is_guess_right: bool | None = None


class Form(Protocol):
    """One of the two forms."""

    def begun(self, fields: Fields, wrong: str = "", facts: Mapping[str, Fact] | None = None) -> bytes:
        """The page to begin with, with what was typed but for passwords; ``wrong``: why it stands there again."""

    def mailbox(self, fields: Fields) -> str:
        """What somebody tries to get into: the address or the code that the form names."""

    def answer(self, fields: Fields) -> Answer:
        """What becomes of a form. Raises: Trouble of the store, CROWDED."""


class ActivationForm:
    """A code; then the same code with a password, twice."""

    def __init__(self, pages: Pages, activation: Activation) -> None:
        self._pages = pages
        self._activation = activation

    def begun(self, fields: Fields, wrong: str = "", facts: Mapping[str, Fact] | None = None) -> bytes:
        """See :class:`Form`."""
        return self._pages.ask_code(wrong, facts, typed=fields.get("code", "")[:_LONGEST_ECHO])

    def mailbox(self, fields: Fields) -> str:
        """See :class:`Form`; a code that was used would otherwise be a place to try out passwords."""
        return read_code(fields.get("code", "")) or ""

    def answer(self, fields: Fields) -> Answer:
        """See :class:`Form`."""
        typed = fields.get("code", "")
        code = read_code(typed)
        if code is None:
            return Answer(self._pages.ask_code("PAGE_ACTIVATE_NO_CODE", typed=typed[:_LONGEST_ECHO]))
        outcome = self._outcome(code, fields)
        match outcome:
            case Opened():
                return Answer(self._pages.ask_password(code, outcome), is_guess_right=True)
            case Faulty(opened, fault):
                return Answer(self._pages.ask_password(code, opened, fault), is_guess_right=True)
            case Activated():
                return Answer(self._pages.activated(outcome), is_guess_right=True)
            case ActivationCode():
                return Answer(self._pages.ask_code(outcome, typed=typed[:_LONGEST_ECHO]), is_guess_right=False)
            case _:
                assert_never(outcome)

    def _outcome(self, code: str, fields: Fields) -> Opened | Activated | Faulty | ActivationCode:
        if "new" not in fields:
            return self._activation.open(code)
        return self._activation.activate(code, fields["new"], fields.get("again", ""))


class SettingsForm:
    """Address and password, and what the owner wants done."""

    def __init__(self, pages: Pages, owners: Owners) -> None:
        self._pages = pages
        self._owners = owners

    def begun(self, fields: Fields, wrong: str = "", facts: Mapping[str, Fact] | None = None) -> bytes:
        """See :class:`Form`."""
        return self._pages.settings(fields.get("address", "")[:_LONGEST_ECHO], wrong, facts)

    def mailbox(self, fields: Fields) -> str:
        """See :class:`Form`."""
        return address_of(fields.get("address", ""))

    def answer(self, fields: Fields) -> Answer:
        """See :class:`Form`."""
        outcome = self._outcome(fields)
        typed = fields.get("address", "")[:_LONGEST_ECHO]
        match outcome:
            case Seen():
                return Answer(self._pages.seen(outcome), is_guess_right=True)
            case NotChanged():
                forward_to = fields.get("forward_to", "")[:_LONGEST_ECHO]
                return Answer(self._pages.not_changed(typed, outcome, forward_to), is_guess_right=True)
            case OwnerCode():
                return Answer(self._pages.settings(typed, outcome), is_guess_right=outcome is OwnerCode.DISABLED)
            case _:
                assert_never(outcome)

    def _outcome(self, fields: Fields) -> OwnerAnswer:
        address, password = fields.get("address", ""), fields.get("password", "")
        match fields.get("act"):
            case Wish.CHANGE:
                return self._owners.change_password(address, password, fields.get("new", ""), fields.get("again", ""))
            case Wish.FORWARD:
                to, sure = fields.get("forward_to", "").strip(), fields.get("sure", "")
                return self._owners.forward(address, password, Forward(to, "keeps_copy" in fields, sure))
            case Wish.STOP:
                return self._owners.stop_forwarding(address, password)
            case _:
                return self._owners.look(address, password)
