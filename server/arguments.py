"""The command line of ``posko-server`` [INTERFACES, Server]."""

from __future__ import annotations

import argparse
from typing import NoReturn

from core.errors import unusable
from server.codes import ServerCode
from server.logs import FORMATS
from server.mail_settings import add_mail_arguments
from server.mailbox_arguments import add_mailbox_arguments

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080
DEFAULT_VALID_DAYS = 14


class _Parser(argparse.ArgumentParser):
    """An argument parser that answers like every other trouble instead of printing usage and leaving."""

    def error(self, message: str) -> NoReturn:
        raise unusable(ServerCode.COMMAND_LINE, detail=message)


def parser() -> argparse.ArgumentParser:
    """The parser of every command; each leaves its name in ``command``."""
    files = _Parser(add_help=False)
    files.add_argument("--database", metavar="URL", help="sqlite:///PATH (default: posko-server.db in the data folder)")
    files.add_argument("--data", metavar="DIR", help="folder of key and database (default: $POSKO_SERVER_DATA)")
    machine = _Parser(add_help=False)
    machine.add_argument("--json", action="store_true", dest="is_json", help="exactly one JSON document on stdout")
    root = _Parser(prog="posko-server", description="The central or training server of Posko.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    mail = _Parser(add_help=False)
    add_mail_arguments(mail)
    _run(commands.add_parser("run", parents=[files, mail], help="migrate and serve"))
    commands.add_parser("migrate", parents=[files, machine], help="make or upgrade the tables")
    _enrol_code(commands.add_parser("enrol-code", parents=[files, machine], help="print a one-time enrolment code"))
    _export(commands.add_parser("export", parents=[files], help="everything the server holds, one JSON a line"))
    commands.add_parser("heads", parents=[files, machine], help="how far each device's events reach here")
    commands.add_parser("check", parents=[files, machine], help="hold every row against what the devices signed")
    _device(commands.add_parser("device", help="list devices, or trust one no longer"), [files, machine])
    _programme(commands.add_parser("programme", help="programmes' files that desks are to work by"), [files, machine])
    _carry(commands.add_parser("carry", parents=[files, mail, machine], help="take a desk's file that came on a stick"))
    mailbox = commands.add_parser("mailbox", help="regional mailboxes: list, disable, forward, recover ...")
    add_mailbox_arguments(mailbox, [files, machine])
    figures = commands.add_parser(
        "email-figures", parents=[files, machine], help="help with e-mail in figures, by post"
    )
    _email_figures(figures)
    _key(commands.add_parser("key", help="back up or restore the server's signing key"), [files, machine])
    _user(commands.add_parser("user", help="console users (a later release)"), [files, machine])
    return root


def _run(run: argparse.ArgumentParser) -> None:
    run.add_argument("--host", default=DEFAULT_HOST)
    run.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 = any free port, printed when ready")
    run.add_argument("--training", action="store_true", dest="is_training", help="serve training desks only")
    run.add_argument("--log-format", choices=FORMATS, default=FORMATS[0], help="of the lines on stderr (default: json)")
    run.add_argument(
        "--metrics-port", type=int, metavar="N", help="serve GET /metrics there (0 = any free port, logged)"
    )
    run.add_argument(
        "--metrics-host", default=DEFAULT_HOST, help="never one that strangers reach (default: %(default)s)"
    )


def _enrol_code(issue: argparse.ArgumentParser) -> None:
    issue.add_argument("--post", required=True, metavar="CODE", help="post code, e.g. SBY01")
    issue.add_argument("--post-name", required=True, metavar="NAME")
    issue.add_argument("--province", metavar="PP", help="two digits (default: the post's own, else 35)")
    issue.add_argument("--block", type=int, metavar="N", help="number block (default: the post's next free one)")
    issue.add_argument("--valid-days", type=int, default=DEFAULT_VALID_DAYS, metavar="N")


def _export(export: argparse.ArgumentParser) -> None:
    export.add_argument("kind", choices=("registrations", "events"))
    export.add_argument("--format", choices=("jsonl",), default="jsonl")
    export.add_argument("--out", metavar="FILE", help="default: stdout")


def _device(device: argparse.ArgumentParser, shared: list[argparse.ArgumentParser]) -> None:
    actions = device.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=shared, help="every device with its post and number block")
    revoke = actions.add_parser("revoke", parents=shared, help="refuse a device from now on; what it sent stays")
    revoke.add_argument("device", metavar="DEVICE", help="as in the list")


def _programme(programme: argparse.ArgumentParser, shared: list[argparse.ArgumentParser]) -> None:
    actions = programme.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=shared, help="the newest version of each")
    add = actions.add_parser("add", parents=shared, help="give out a newer version of a programme's file")
    add.add_argument("file", metavar="FILE.toml")


def _carry(carry: argparse.ArgumentParser) -> None:
    carry.add_argument("file", metavar="FILE", help="as written by the desk")
    carry.add_argument("--answer", required=True, metavar="FILE", help="to be brought back to that desk")


def _email_figures(figures: argparse.ArgumentParser) -> None:
    figures.add_argument("--since", default="", metavar="DATE", help="first business date")
    figures.add_argument("--until", default="", metavar="DATE", help="last business date")
    figures.add_argument("--post", default="", metavar="CODE", help="of this post alone")


def _key(key: argparse.ArgumentParser, shared: list[argparse.ArgumentParser]) -> None:
    actions = key.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, text in (("backup", "copy the key to FILE"), ("restore", "put a backed-up key in its place")):
        actions.add_parser(action, parents=shared, help=text).add_argument("file", metavar="FILE")


def _user(user: argparse.ArgumentParser, shared: list[argparse.ArgumentParser]) -> None:
    add = user.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser("add", parents=shared)
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=("admin", "verifier", "coordinator", "viewer"))
    add.add_argument("--secret-file", required=True, metavar="FILE")
