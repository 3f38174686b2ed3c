"""The command line [INTERFACES]: words in, one answer out. Thin: every command is a function of ``app.headless``."""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Protocol, Self, TextIO, cast

from app.headless.answer import TROUBLE, Answer, Command, of_trouble
from app.paths import LOG_FOLDER, profile_folder
from core.errors import Trouble, unusable
from core.sentences import os_reason, sentence

_NOT_YET = ("import",)
"""Commands of the contract that a later version brings."""

_WITHOUT_PROFILE = ("check", "verify", "selfcheck")
"""Commands that need no profile write no log into one either."""


class _Parser(argparse.ArgumentParser):
    """An argument parser that answers like every other command instead of printing usage and leaving."""

    def error(self, message: str) -> NoReturn:
        raise unusable("COMMAND_LINE", detail=message)

    def with_hyphens(self) -> Self:
        """Let a value begin with a hyphen, as in the RT/RW ``-|ref=2020-04-13``: our own options have two."""
        self._negative_number_matcher = re.compile("-[^-]")
        return self


def wants_json(words: Sequence[str]) -> bool:
    """Whether the answer is to be JSON, even if it says that these words cannot be understood."""
    return "--json" in words[: words.index("--")] if "--" in words else "--json" in words


def answer_to(words: Sequence[str]) -> Answer:
    """Run one command. Raises: SystemExit after help was printed."""
    try:
        arguments = _parsed(words)
        _look_at_home(arguments)
        _start_logging(arguments)
        return _command(arguments)(arguments)
    except Trouble as trouble:
        _note(trouble)
        return of_trouble(trouble)


def say(answer: Answer, *, as_json: bool) -> int:
    """Print an answer: JSON and what was asked for on stdout, what went wrong on stderr. Returns the exit code."""
    _make_writable(sys.stdout, "utf-8" if as_json else None)
    try:
        if as_json:
            print(json.dumps(answer.document, ensure_ascii=False), flush=True)
        else:
            for line in answer.lines:
                print(line, file=sys.stderr if answer.is_trouble else sys.stdout, flush=True)
    except OSError as error:
        _leave(sys.stdout)
        if not isinstance(error, BrokenPipeError):  # otherwise whoever read our answer has left
            _complain(sentence("ANSWER_CANNOT_WRITE", {"reason": os_reason(error.errno)}))
        return TROUBLE
    return answer.exit_code


def _make_writable(stream: TextIO | None, encoding: str | None) -> None:
    """No sign, however odd, may keep an answer from being printed."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding or stream.encoding, errors="replace")


def _complain(text: str) -> None:
    try:
        print(text, file=sys.stderr)
    except OSError:  # it may stand on the same disk
        _leave(sys.stderr)


def _leave(stream: TextIO) -> None:
    """Nothing may be written there at exit either."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _parsed(words: Sequence[str]) -> argparse.Namespace:
    # not set_defaults: the commands share these options, and their defaults would undo what stood before the command
    options = argparse.Namespace(
        home=profile_folder(None), secret_file=None, officer=None, recovery_file=None, json=False, command=None
    )
    if not words:
        return options  # the window, which does not wait for the grammar of all commands
    parser = _parser()
    arguments, rest = parser.parse_known_args(list(words), options)
    if arguments.command in _NOT_YET:
        return arguments
    rest = _late_values(arguments, rest)
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if [] in vars(arguments).values():  # what the library makes of a second "--"
        parser.error("a value is missing")
    return arguments


def _late_values(arguments: argparse.Namespace, rest: list[str]) -> list[str]:
    """Values that stand behind an option: the library fills what may be left out with what stands before it."""
    if arguments.command != "check":
        return rest
    values = [word for word in rest if not word.startswith("--")]
    for name in ("kind", "input"):
        if values and getattr(arguments, name) is None:
            setattr(arguments, name, values.pop(0))
    return [*values, *(word for word in rest if word.startswith("--"))]


def _look_at_home(arguments: argparse.Namespace) -> None:
    if arguments.command not in (*_NOT_YET, *_WITHOUT_PROFILE):
        from app.models.places import refuse_unreachable_folder

        refuse_unreachable_folder(arguments.home)


def _start_logging(arguments: argparse.Namespace) -> None:
    if arguments.command in _WITHOUT_PROFILE:
        return
    from app.logs import start_logging

    start_logging(arguments.home / LOG_FOLDER)


def _note(trouble: Trouble) -> None:
    """Support reads in the log what the officer was told."""
    if "app.logs" in sys.modules:  # else there is no log, and loading it would only cost time
        from app.logs import note_trouble

        note_trouble(trouble)


def _command(arguments: argparse.Namespace) -> Command:
    if arguments.command in _NOT_YET:
        raise unusable("NOT_YET", what=arguments.command)
    if arguments.command is None:
        return _window
    module, _, function = str(arguments.run).partition(":")
    return cast("Command", getattr(importlib.import_module(f"app.headless.{module}"), function))


def _window(arguments: argparse.Namespace) -> Answer:
    """Open the window; what there is to say stands in it."""
    from app.launch import run_window

    return Answer({"home": str(arguments.home)}, (), run_window(arguments.home))


def _parser() -> _Parser:
    common = _common()
    parser = _Parser(
        prog="posko", description="Registration desk of Posko.", parents=[common], allow_abbrev=False
    ).with_hyphens()
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, run_by: str, help_text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(
            name, help=help_text, parents=[common], argument_default=argparse.SUPPRESS, allow_abbrev=False
        ).with_hyphens()
        one.set_defaults(run=run_by)
        return one

    _add_profile_commands(add)
    _add_desk_commands(add)
    _add_exports(add)
    _add_care_commands(add)
    for name in _NOT_YET:
        add(name, "", "comes with a later version").add_argument("rest", nargs="*")
    return parser


def _common() -> _Parser:
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=_folder, metavar="DIR", help="folder of the profile")
    common.add_argument("--secret-file", metavar="FILE", help="first line = the officer's secret")
    common.add_argument("--recovery-file", metavar="FILE", help="first line = the recovery code")
    common.add_argument("--officer", metavar="NAME", help="which officer, where there are several")
    common.add_argument("--json", action="store_true", help="exactly one JSON document on stdout")
    return common


def _folder(text: str) -> Path:
    if not text:  # a script's unset variable must not end in the wrong profile
        raise argparse.ArgumentTypeError("empty")
    return profile_folder(text)


class _Adder(Protocol):
    """Type of the function that adds a command."""

    def __call__(self, name: str, run_by: str, help_text: str) -> argparse.ArgumentParser: ...


def _add_profile_commands(add: _Adder) -> None:
    one = add("init", "profile:init", "make a profile without a window")
    one.add_argument("--post-code", required=True, metavar="SBY01")
    one.add_argument("--post-name", required=True, metavar="NAME")
    one.add_argument("--province", required=True, metavar="35")
    one.add_argument("--recovery-out", metavar="FILE", default=None)
    one.add_argument("--server", metavar="URL", default=None)
    one.add_argument("--enrol", metavar="CODE", default=None)
    one.add_argument("--block", type=int, metavar="N", default=1)
    one.add_argument("--training", action="store_true", default=False)
    one = add("enrol", "profile:enrol_here", "make this device known to a server")
    one.add_argument("--server", required=True, metavar="URL")
    one.add_argument("--enrol", required=True, metavar="CODE")
    one = add("officer", "profile:officer", "officers of this desk")
    one.add_argument("what", choices=["add", "secret", "remove"])
    one.add_argument("name", metavar="NAME")
    one.add_argument("--role", choices=["officer", "coordinator"], default="officer")
    one.add_argument("--new-secret-file", metavar="FILE", default=None, help="first line = the secret to set")


def _add_desk_commands(add: _Adder) -> None:
    one = add("check", "check:check", "judge one value, or a list")
    one.add_argument(
        "kind", nargs="?", metavar="KIND", default=None, help="nik kk phone email date name rtrw kodewil ..."
    )
    one.add_argument("input", nargs="?", metavar="INPUT", default=None, help="VALUE|key=value|...")
    one.add_argument("--cases", metavar="FILE.csv", default=None, help="a list; KIND counts where a row has none")
    one = add("register", "register:register_input", "register one person or many")
    one.add_argument("--programme", required=True, metavar="CODE[,CODE]", help="several = one visit")
    one.add_argument("--input", required=True, metavar="FILE|-")
    one.add_argument("--on", metavar="DATE", default=None)
    one.add_argument("--reason", metavar="TEXT", default="")
    one.add_argument("--slips", type=Path, metavar="DIR", default=None)
    one.add_argument("--paper", default=None, metavar="PAPER", help="else the paper of the settings")
    one.add_argument("--ticket", default="", metavar="NUMBER", help="of the queue: the visit has it and takes none")
    _add_queue_command(add)
    _add_email_command(add)
    one = add("find", "find:find_text", "find registrations")
    one.add_argument("text", metavar="TEXT")
    one = add("slip", "find:slip", "print a slip again")
    one.add_argument("ref", metavar="REF")
    one.add_argument("--paper", required=True, metavar="PAPER")
    one.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    _add_stage_commands(add)
    one = add("verify", "find:verify_text", "check the text of a slip's QR")
    one.add_argument("text", metavar="TEXT")


def _add_queue_command(add: _Adder) -> None:
    one = add("queue", "queue:queue", "numbers, calls, visits without registration, the end of the day")
    words = "take call recall serve skip lapse requeue put-back transfer done leave renumber blanks note status"
    one.add_argument("what", choices=[*words.split(), "close", "reopen"])
    one.add_argument("number", nargs="?", metavar="NUMBER", default="", help="of a ticket; call: else who is next")
    one.add_argument("--service", default="", metavar="A|B|C|P", help="take: letter; call: lines that are served")
    one.add_argument("--line", default="", metavar="A|B|C", help="take P, transfer: the line it stands in")
    one.add_argument("--counter", default="", metavar="N", help="else the counter of the settings")
    one.add_argument("--on", default="", metavar="DATE", help="business date; else today")
    one.add_argument("--count", type=int, default=0, metavar="N", help="blanks: how many forms")
    one.add_argument("--reason", default="", metavar="TEXT", help="reopen, take --on: why (coordinator)")
    one.add_argument("--asked", default="", metavar="WORD", help="note: what somebody came for")
    one.add_argument("--result", default="", metavar="WORD", help="note: what came of it")
    one.add_argument("--note", default="", metavar="TEXT")
    one.add_argument("--about", default="", metavar="REF", help="note: the registration that was asked about")


def _add_email_command(add: _Adder) -> None:
    one = add("email", "email:email", "help with an e-mail address, mailboxes, proof of access, cards")
    words = "open need road step address phone pause resume end reopen propose reserve new-code card ask read show list"
    one.add_argument("what", choices=[*words.split(), "figures"])
    one.add_argument("ref", nargs="?", metavar="REF", default="", help="the help, or its registration")
    one.add_argument("--on", default="", metavar="DATE", help="open, figures: business date; else today")
    one.add_argument("--since", default="", metavar="DATE", help="figures: first business date")
    one.add_argument("--until", default="", metavar="DATE", help="figures: last business date")
    one.add_argument("--need", default="", metavar="WORD", help="open, need: none, forgotten, has, phone")
    one.add_argument("--name", default="", metavar="NAME", help="open, propose: as on the KTP")
    one.add_argument("--ticket", default="", metavar="NUMBER", help="open: by which the person was called")
    one.add_argument("--road", default="", metavar="WORD", help="road: own, public, regional")
    one.add_argument("--provider", default="", metavar="WORD", help="road: of the public provider")
    one.add_argument("--step", type=int, default=0, metavar="N", help="step: so many are done")
    one.add_argument("--address", default="", metavar="TEXT", help="address: what the person has or gets")
    one.add_argument("--owner", default="", metavar="WORD", help="phone: self, spouse, child, other, none")
    one.add_argument("--reach", default="", metavar="WORD[,WORD]", help="phone: call, sms, whatsapp, contact")
    one.add_argument("--contact", default="", metavar="TEXT", help="phone: the contact person")
    one.add_argument("--result", default="", metavar="WORD", help="end: had, made, later, failed")
    one.add_argument("--reason", default="", metavar="TEXT", help="end: a word; new-code of a recovery: what happened")
    one.add_argument("--domain", default="", metavar="DOMAIN", help="propose: of the provider or of the region")
    one.add_argument("--birth-year", type=int, default=0, metavar="YYYY", help="propose: only if the person agrees")
    one.add_argument("--town", default="", metavar="TEXT", help="propose")
    one.add_argument("--stem", default="", metavar="TEXT", help="reserve: the name before this desk's number")
    one.add_argument("--why", default="print_failed", metavar="WORD", help="new-code: print_failed, recovery")
    one.add_argument("--id-paper", default="", metavar="TEXT", help="new-code: the paper that was shown")
    one.add_argument("--card", type=Path, default=None, metavar="FILE.pdf", help="reserve, new-code, card: the card")
    one.add_argument("--paper", default="", metavar="PAPER", help="of the card, also a6; else that of the settings")
    one.add_argument("--code", default="", metavar="DIGITS", help="read: what the applicant reads out of the mail")


def _add_exports(add: _Adder) -> None:
    one = add("export", "export:export_kind", "a clear copy for another office (logged)")
    one.add_argument("kind", metavar="KIND")
    one.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx|csv|pdf")
    one.add_argument("--programme", default="", metavar="CODE")
    one.add_argument("--since", default="", metavar="DATE", help="first business date")
    one.add_argument("--until", default="", metavar="DATE", help="last business date")
    one.add_argument("--on", default="", metavar="DATE", help="one business date only")
    one.add_argument("--ref", default="", metavar="REF", help="one registration")
    one.add_argument("--village", default="", metavar="PP.KK.CC.NNNN", help="one kelurahan only")
    one.add_argument("--unit", default="", metavar="NAME", help="one company or unit only")
    one.add_argument("--specific", action="store_true", default=False, help="of a recap: wage, health, need, too")
    one.add_argument("--folio", action="store_true", default=False, help="of a paper of a day: on F4, not A4")
    one.add_argument("--reason", default="", metavar="TEXT", help="of a referral: what another office said of the NIK")


def _add_stage_commands(add: _Adder) -> None:
    one = add("stage", "stage:stage", "write down which stage a registration has reached")
    one.add_argument("ref", metavar="REF")
    one.add_argument("code", nargs="?", metavar="CODE", default=None, help="without it: say where it stands")
    one.add_argument("--on", metavar="DATE", default=None, help="the day on which it was reached; else today")
    one.add_argument("--told-by", metavar="WHO", default="applicant", help="applicant, portal, server or office")
    one.add_argument("--note", metavar="TEXT", default="")
    one.add_argument("--batch", type=int, metavar="N", default=0)
    one.add_argument("--back", metavar="REASON", default="", help="put back to an earlier stage (coordinator)")
    one = add("settle", "disputes:settle", "choose between texts that two desks gave one field (coordinator)")
    one.add_argument("ref", metavar="REF")
    one.add_argument("--field", required=True, metavar="FIELD")
    one.add_argument("--value", required=True, metavar="TEXT", help="the right one of those that find shows")
    one.add_argument("--reason", default="", metavar="TEXT")
    for name, run_by, help_text in (
        ("waiting", "stage:waiting", "the waiting list of a programme, ranked"),
        ("worklist", "stage:work", "whom the other site of a programme waits for"),
    ):
        one = add(name, run_by, help_text)
        one.add_argument("--programme", required=True, metavar="CODE")
        one.add_argument("--on", metavar="DATE", default=None)
    one = add("batch", "batch:batch", "the batches of a programme in figures")
    one.add_argument("--programme", required=True, metavar="CODE")
    one.add_argument("--carry-over", action="store_true", default=False, help="take those who wait into the open one")
    one.add_argument("--on", metavar="DATE", default=None)
    one.add_argument("--reason", metavar="TEXT", default="", help="why people are carried over on another day")


def _add_care_commands(add: _Adder) -> None:
    one = add("sync", "sync:sync", "exchange with the server")
    one.add_argument("--once", action="store_true", default=False, help="one try only")
    add("status", "sync:status", "counts, last contact, clock drift")
    one = add("carry", "carry:carry", "exchange with the server by files that are carried")
    one.add_argument("what", choices=["out", "in"])
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--all", action="store_true", default=False, help="out: everything, for a server that lost it")
    one = add("backup", "backup:backup", "sealed, verified copy of the profile")
    one.add_argument("file", type=Path, metavar="FILE")
    one = add("restore", "backup:restore", "put a backup in place")
    one.add_argument("file", type=Path, metavar="FILE")
    one = add("purge", "purge:purge", "wipe local copies whose days after the server's receipt are over")
    one.add_argument("--dry-run", action="store_true", default=False, help="only count them")
    add("selfcheck", "selfcheck:selfcheck", "try everything in a temporary profile")
