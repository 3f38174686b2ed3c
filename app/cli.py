"""The command line [INTERFACES]: words in, one answer out. Thin: every command is a function of ``app.headless``."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast

from app.headless.answer import Answer, Command, of_trouble
from app.paths import LOG_FOLDER, profile_folder
from core.errors import Trouble, unusable

_NOT_YET = {
    "import": "IMPORT",
    "export": "EXPORT",
}
"""Commands of the contract that a later version brings."""


class _Parser(argparse.ArgumentParser):
    """An argument parser that answers like every other command instead of printing usage and leaving."""

    def error(self, message: str) -> NoReturn:
        raise unusable("COMMAND_LINE", detail=message)


def run(argv: Sequence[str]) -> int:
    """Run one command; print its answer; return its exit code."""
    wants_json = "--json" in argv
    try:
        arguments = _parser().parse_args(list(argv))
        _start_logging(arguments)
        answer = _command(arguments)(arguments)
    except Trouble as trouble:
        answer = of_trouble(trouble)
    _print(answer, wants_json=wants_json)
    return answer.exit_code


def _print(answer: Answer, *, wants_json: bool) -> None:
    if wants_json:
        print(json.dumps(answer.document, ensure_ascii=False), flush=True)
        return
    is_error = isinstance(answer.document, dict) and set(answer.document) == {"error"}
    for line in answer.lines:
        print(line, file=sys.stderr if is_error else sys.stdout, flush=True)


def _start_logging(arguments: argparse.Namespace) -> None:
    if arguments.command in ("check", "verify"):
        return
    from app.logs import start_logging

    start_logging(arguments.home / LOG_FOLDER)


def _command(arguments: argparse.Namespace) -> Command:
    if arguments.command in _NOT_YET:
        raise unusable("NOT_YET", what=arguments.command)
    if arguments.command is None:
        raise unusable("WINDOW_NOT_YET")
    module, _, function = str(arguments.run).partition(":")
    return cast("Command", getattr(importlib.import_module(f"app.headless.{module}"), function))


def _parser() -> argparse.ArgumentParser:
    common = _common()
    parser = _Parser(prog="posko", description="Registration desk of Posko.", parents=[common])
    parser.set_defaults(
        home=profile_folder(None), secret_file=None, officer=None, recovery_file=None, json=False, command=None
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, run_by: str, help_text: str) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = commands.add_parser(
            name, help=help_text, parents=[common], argument_default=argparse.SUPPRESS
        )
        one.set_defaults(run=run_by)
        return one

    _add_profile_commands(add)
    _add_desk_commands(add)
    _add_care_commands(add)
    for name in _NOT_YET:
        add(name, "", "comes with a later version").add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _common() -> _Parser:
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=profile_folder, metavar="DIR", help="folder of the profile")
    common.add_argument("--secret-file", metavar="FILE", help="first line = the officer's secret")
    common.add_argument("--recovery-file", metavar="FILE", help="first line = the recovery code")
    common.add_argument("--officer", metavar="NAME", help="which officer, where there are several")
    common.add_argument("--json", action="store_true", help="exactly one JSON document on stdout")
    return common


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
    one.add_argument("what", choices=["add"])
    one.add_argument("name", metavar="NAME")
    one.add_argument("--role", choices=["officer", "coordinator"], default="officer")
    one.add_argument("--new-secret-file", required=True, metavar="FILE")


def _add_desk_commands(add: _Adder) -> None:
    one = add("check", "check:check", "judge one value, or a list")
    one.add_argument("kind", metavar="KIND")
    one.add_argument("input", metavar="INPUT")
    one.add_argument("--cases", type=Path, metavar="FILE.csv", default=None)
    one = add("register", "register:register_input", "register one person or many")
    one.add_argument("--programme", required=True, metavar="CODE")
    one.add_argument("--input", required=True, metavar="FILE|-")
    one.add_argument("--on", metavar="DATE", default=None)
    one.add_argument("--reason", metavar="TEXT", default="")
    one.add_argument("--slips", type=Path, metavar="DIR", default=None)
    one.add_argument("--paper", default="thermal80", metavar="PAPER")
    one = add("find", "find:find_text", "find registrations")
    one.add_argument("text", metavar="TEXT")
    one = add("slip", "find:slip", "print a slip again")
    one.add_argument("ref", metavar="REF")
    one.add_argument("--paper", required=True, metavar="PAPER")
    one.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    one = add("verify", "find:verify_text", "check the text of a slip's QR")
    one.add_argument("text", metavar="TEXT")


def _add_care_commands(add: _Adder) -> None:
    one = add("sync", "sync:sync", "exchange with the server")
    one.add_argument("--once", action="store_true", default=False, help="one try only")
    add("status", "sync:status", "counts, last contact, clock drift")
    one = add("backup", "backup:backup", "sealed, verified copy of the profile")
    one.add_argument("file", type=Path, metavar="FILE")
    one = add("restore", "backup:restore", "put a backup in place")
    one.add_argument("file", type=Path, metavar="FILE")
    add("selfcheck", "selfcheck:selfcheck", "try everything in a temporary profile")
