"""The pages of a mailbox's owner: activate it with the code of the card, change its password, forward its mail."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from core.activation import shown
from core.findings import Fact
from server.http.openapi import ACTIVATE_PATH, MAILBOX_PATH
from server.http.page_frame import (
    button,
    carried,
    field,
    form,
    heading,
    page,
    paragraph,
    section,
    show_tick,
    tick,
    words,
)
from server.office.activation import Activated, Opened
from server.office.mailbox_owner import NotChanged, Seen
from server.office.password_rules import LEAST, MOST

_CODE = 'class="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required'
_PLAIN = 'autocapitalize="none" autocorrect="off" spellcheck="false"'
_NEW = f'autocomplete="new-password" {_PLAIN} maxlength="{MOST}"'
_PRESENT = f'autocomplete="current-password" {_PLAIN} maxlength="{MOST}" required'
_ADDRESS = f'autocomplete="username" inputmode="email" {_PLAIN} maxlength="254" required'
_OTHER = f'autocomplete="off" inputmode="email" {_PLAIN} maxlength="254"'


class Wish(enum.StrEnum):
    """What the owner of a mailbox asks for; the value of the button."""

    LOOK = "look"
    CHANGE = "change"
    FORWARD = "forward"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class MailHosts:
    """What people type into a telephone to read (IMAP) and to send (SMTP): ``mail.example.go.id:993``."""

    incoming: str
    outgoing: str


class Pages:
    """Draws the pages of one server.

    Args:
        hosts: ``None`` = the server does not know them.
    """

    def __init__(self, hosts: MailHosts | None, *, is_training: bool) -> None:
        self._hosts = hosts
        self._is_training = is_training

    def ask_code(self, wrong: str = "", facts: Mapping[str, Fact] | None = None, *, typed: str = "") -> bytes:
        """The first step: which code stands on the card.

        Args:
            wrong: why the last one opens nothing.
        """
        asked = form(
            ACTIVATE_PATH,
            field("code", "PAGE_LABEL_CODE", "text", hint="PAGE_ACTIVATE_ASK", value=typed, rest=_CODE),
            button("PAGE_LABEL_NEXT"),
        )
        return self._page("PAGE_TITLE_ACTIVATE", _wrong(wrong, facts), section(asked))

    def ask_password(self, code: str, opened: Opened, wrong: str = "") -> bytes:
        """The second step: is that your address, and which password shall it have."""
        told = "PAGE_ACTIVATE_RECOVER" if opened.is_recovery else "PAGE_ACTIVATE_YOURS"
        asked = form(
            ACTIVATE_PATH,
            carried("code", shown(code)),
            _new_password(is_required=True),
            show_tick(),
            button("PAGE_LABEL_ACTIVATE"),
        )
        return self._page(
            "PAGE_TITLE_ACTIVATE",
            _wrong(wrong, {"limit": LEAST}),
            section(paragraph(told), _address(opened.address)),
            section(asked, paragraph("PAGE_PASSWORD_PRIVACY", kind="hint")),
        )

    def activated(self, done: Activated) -> bytes:
        """It is done: what to write down, how to sign in."""
        return self._page(
            "PAGE_TITLE_ACTIVATE",
            section(paragraph("PAGE_ACTIVATE_DONE"), _address(done.address), kind="good"),
            section(paragraph("PAGE_ACTIVATE_FORWARD_CLEARED")) if done.is_forward_cleared else "",
            section(paragraph("PAGE_ACTIVATE_WRITE"), paragraph("PAGE_ACTIVATE_CLOSE")),
            self._sign_in(done.address),
            section(f'<p>{words("PAGE_LABEL_LATER")} <a href="{MAILBOX_PATH}">{words("PAGE_TITLE_MAILBOX")}</a></p>'),
        )

    def settings(self, address: str = "", wrong: str = "", facts: Mapping[str, Fact] | None = None) -> bytes:
        """The owner's settings, before signing in."""
        hint = section(paragraph("PAGE_MAILBOX_ASK"))
        return self._page("PAGE_TITLE_MAILBOX", _wrong(wrong, facts) or hint, _settings_form(address))

    def seen(self, owner: Seen) -> bytes:
        """The same with what there is to see, and what was changed."""
        done = section(paragraph(owner.done), kind="good") if owner.done else ""
        quota = paragraph("PAGE_MAILBOX_QUOTA", {"quota": owner.quota_mb})
        told = section(_address(owner.address), quota, _forwards(owner))
        return self._page("PAGE_TITLE_MAILBOX", done, told, _settings_form(owner.address, owner.forward_to, owner))

    def not_changed(self, address: str, why: NotChanged, forward_to: str) -> bytes:
        """Why nothing was changed; an address that only looks mistyped counts when it is sent again."""
        doubt = paragraph("PAGE_FORWARD_SURE") if why.sure else ""
        told = section(paragraph(why.code, {"limit": LEAST, **why.facts}), doubt, kind="wrong")
        return self._page("PAGE_TITLE_MAILBOX", told, _settings_form(address, forward_to, sure=why.sure))

    def _page(self, title: str, *parts: str) -> bytes:
        training = section(paragraph("PAGE_MAILBOX_TRAINING")) if self._is_training else ""
        return page(title, [training, *parts], "PAGE_MAILBOX_FOOTER")

    def _sign_in(self, address: str) -> str:
        if self._hosts is None:
            return ""
        rows = (
            ("PAGE_LABEL_USER", address),
            ("PAGE_LABEL_INCOMING", self._hosts.incoming),
            ("PAGE_LABEL_OUTGOING", self._hosts.outgoing),
        )
        told = "".join(f"<dt>{words(label)}</dt><dd>{_breakable(text)}</dd>" for label, text in rows)
        return section(heading("PAGE_LABEL_SIGN_IN"), f"<dl>{told}</dl>", paragraph("PAGE_ACTIVATE_PHONE", kind="hint"))


def _settings_form(address: str, forward_to: str = "", owner: Seen | None = None, sure: str = "") -> str:
    """Everything the owner may do, each with its button; whoever has not signed in yet types address and password."""
    keeps = owner.keeps_copy if owner and owner.forward_to else True
    return form(
        MAILBOX_PATH,
        section(
            field("address", "PAGE_LABEL_ADDRESS", "email", value=address, rest=_ADDRESS),
            field("password", "PAGE_LABEL_PASSWORD", "password", rest=_PRESENT),
            show_tick(),
            button("PAGE_LABEL_LOOK", Wish.LOOK),
        ),
        section(
            heading("PAGE_LABEL_CHANGE"),
            _new_password(is_required=False),
            button("PAGE_LABEL_CHANGE", Wish.CHANGE, is_quiet=True),
        ),
        section(
            heading("PAGE_LABEL_FORWARD"),
            field("forward_to", "PAGE_LABEL_TO", "email", hint="PAGE_FORWARD_HINT", value=forward_to, rest=_OTHER),
            carried("sure", sure) if sure else "",
            tick("keeps_copy", "PAGE_LABEL_KEEP", is_on=keeps),
            button("PAGE_LABEL_SAVE_FORWARD", Wish.FORWARD, is_quiet=True),
            button("PAGE_LABEL_STOP", Wish.STOP, is_quiet=True),
        ),
    )


def _new_password(*, is_required: bool) -> str:
    required = " required" if is_required else ""
    first = field(
        "new", "PAGE_LABEL_NEW", "password", hint="PAGE_PASSWORD_HINT", facts={"limit": LEAST}, rest=_NEW + required
    )
    return first + field("again", "PAGE_LABEL_AGAIN", "password", rest=_NEW + required)


def _forwards(owner: Seen) -> str:
    if not owner.forward_to:
        return paragraph("PAGE_FORWARD_NONE")
    told = "PAGE_FORWARD_COPY" if owner.keeps_copy else "PAGE_FORWARD_ONLY"
    return paragraph(told, {"address": owner.forward_to})


def _wrong(code: str, facts: Mapping[str, Fact] | None = None) -> str:
    return section(paragraph(code, facts), kind="wrong") if code else ""


def _address(address: str) -> str:
    return f'<p class="address">{_breakable(address)}</p>'


def _breakable(address: str) -> str:
    """An address that is broken, where it must be, behind a dot or before the sign only."""
    return escape(address).replace(".", ".<wbr>").replace("@", "<wbr>@")
