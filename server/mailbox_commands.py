"""``posko-server mailbox``: what the mail officer sees and does; no name of a person is ever shown."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import resources
from core.clock import from_ms
from core.findings import Fact
from core.identity_rules import IdentityRules, parse_rules
from core.mail_rules import parse_regional
from core.sentences import fact_text, sentence
from server.clock import SystemClock
from server.codes import Word
from server.config import Settings
from server.mail_settings import SENDER_VARIABLE
from server.office.mail_officer import Known, MailOfficer, all_mailboxes, known_mailbox
from server.office.mailbox_change import Act
from server.store.database import Store
from server.store.mail_records import BoxState, Mailbox

Say = Callable[[str], None]

_DISABLED = "disabled"
_COLUMNS = ("address", "post", "state", "reserved", "activated", "until", "quota_mb", "forwards")


def mailbox_command(arguments: argparse.Namespace, files: Settings, say: Say) -> int:
    """Do what the arguments ask for. Raises: Trouble."""
    store = Store.open(files.database, may_create=False)
    try:
        if arguments.action == "list":
            _list(arguments, store, say)
        elif arguments.action == "show":
            _show(arguments, known_mailbox(store, arguments.address), say)
        else:
            _change(arguments, store, say)
    finally:
        store.close()
    return 0


def _list(arguments: argparse.Namespace, store: Store, say: Say) -> None:
    boxes = tuple(all_mailboxes(store))
    rows = [_row(box) for box in boxes]
    if arguments.is_json:
        say(json.dumps(rows, ensure_ascii=False))
    elif arguments.is_csv:
        say(_csv(rows))
    else:
        for box in boxes:
            say(_line(box))
        if not rows:
            say(sentence(Word.NO_MAILBOXES))


def _csv(rows: Iterable[Mapping[str, object]]) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().rstrip("\n")


def _row(box: Mailbox) -> dict[str, object]:
    return {
        "address": box.address,
        "post": box.post,
        "state": _state(box),
        "reserved": _day(box.reserved_at_ms).isoformat(),
        "activated": _day(box.activated_at_ms).isoformat() if box.activated_at_ms else "",
        "until": _day(box.expires_at_ms).isoformat() if box.state == BoxState.RESERVED else "",
        "quota_mb": box.quota_mb,
        "forwards": "yes" if box.forward_to else "no",
    }


def _show(arguments: argparse.Namespace, known: Known, say: Say) -> None:
    box = known.mailbox
    if arguments.is_json:
        acts = [
            {
                "at": from_ms(one.at_ms).isoformat(timespec="seconds"),
                "act": one.act,
                "by": one.officer_name,
                "reason": one.reason,
            }
            for one in known.acts
        ]
        say(json.dumps({**_row(box), "aliases": known.aliases, "acts": acts}, ensure_ascii=False))
        return
    say(_line(box))
    if box.state == BoxState.RESERVED:
        say(sentence(Word.MAILBOX_UNTIL, {"until": _day(box.expires_at_ms)}))
    if box.forward_to:
        say(sentence(Word.MAILBOX_FORWARDS))
    for alias in known.aliases:
        say(sentence(Word.MAILBOX_ALSO, {"alias": alias}))
    for act in known.acts:
        what = sentence(f"SERVER_MAILBOX_ACT_{act.act.upper()}") if act.act in set(Act) else act.act
        said = (f"{fact_text(_day(act.at_ms))} {what}", act.officer_name, act.reason)
        say(" | ".join(part for part in said if part))


def _line(box: Mailbox) -> str:
    facts: dict[str, Fact] = {"address": box.address, "post": box.post, "quota": box.quota_mb}
    state = sentence(f"SERVER_MAILBOX_STATE_{_state(box).upper()}")
    return sentence(Word.MAILBOX, {**facts, "state": state, "since": _day(box.reserved_at_ms)})


def _change(arguments: argparse.Namespace, store: Store, say: Say) -> None:
    words = {"officer_name": arguments.officer_name, "reason": arguments.reason}
    officer = MailOfficer(store, SystemClock(), arguments.address, **words)
    if arguments.action == "recover":
        _recover(arguments, officer, say)
        return
    _CHANGES[arguments.action](arguments, officer)
    box = known_mailbox(store, arguments.address).mailbox
    say(
        json.dumps(_row(box), ensure_ascii=False)
        if arguments.is_json
        else sentence(Word.MAILBOX_DONE, {"address": box.address})
    )


def _recover(arguments: argparse.Namespace, officer: MailOfficer, say: Say) -> None:
    unused_days = parse_regional(resources.read("mail", "regional.toml"), "regional.toml").unused_days
    code = officer.recover(arguments.id_paper, unused_days)
    until = (SystemClock().now() + timedelta(days=unused_days)).astimezone().date()
    address = officer.address
    if arguments.is_json:
        say(json.dumps({"address": address, "code": code, "until": until.isoformat()}))
    else:
        say(sentence(Word.MAILBOX_CODE, {"address": address, "code": code, "until": until}))


def _switch(arguments: argparse.Namespace, officer: MailOfficer) -> None:
    if arguments.action == "disable":
        officer.disable()
    else:
        officer.enable()


def _quota(arguments: argparse.Namespace, officer: MailOfficer) -> None:
    officer.set_quota(arguments.mb)


def _alias(arguments: argparse.Namespace, officer: MailOfficer) -> None:
    if arguments.add:
        officer.add_alias(arguments.add, _rules(), sender=os.environ.get(SENDER_VARIABLE, ""))
    else:
        officer.remove_alias(arguments.remove)


def _forward(arguments: argparse.Namespace, officer: MailOfficer) -> None:
    if arguments.is_stopped:
        officer.stop_forwarding()
    else:
        officer.forward(arguments.to, _rules(), keeps_copy=arguments.keeps_copy)


def _rules() -> IdentityRules:
    return parse_rules(resources.read("identity", "rules.toml"))


def _state(box: Mailbox) -> str:
    return _DISABLED if box.is_disabled else box.state


def _day(at_ms: int) -> date:
    return from_ms(at_ms).astimezone().date()


_CHANGES: dict[str, Callable[[argparse.Namespace, MailOfficer], None]] = {
    "disable": _switch,
    "enable": _switch,
    "quota": _quota,
    "alias": _alias,
    "forward": _forward,
}
