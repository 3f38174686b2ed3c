"""The command line of ``posko-server mailbox``: what the mail officer may ask for."""

from __future__ import annotations

import argparse


def add_mailbox_arguments(mailbox: argparse.ArgumentParser, shared: list[argparse.ArgumentParser]) -> None:
    """The actions; each that changes something asks who does it and why."""
    actions = mailbox.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", parents=shared, help="every mailbox, without names")
    listing.add_argument("--csv", action="store_true", dest="is_csv", help="as a table for a spreadsheet")
    _addressed(actions.add_parser("show", parents=shared, help="one mailbox and what was done with it"))
    _signed(actions.add_parser("disable", parents=shared, help="let nobody sign in, and take no mail"))
    _signed(actions.add_parser("enable", parents=shared, help="undo that"))
    quota = _signed(actions.add_parser("quota", parents=shared, help="how much it holds"))
    quota.add_argument("--mb", required=True, type=int, metavar="N")
    _alias(_signed(actions.add_parser("alias", parents=shared, help="give it a further name, or take one away")))
    _forward(_signed(actions.add_parser("forward", parents=shared, help="pass its mail on, at its owner's wish")))
    recover = _signed(actions.add_parser("recover", parents=shared, help="print a new one-time code for its card"))
    recover.add_argument("--id-paper", required=True, metavar="PAPER", help="what the person showed, e.g. KTP")


def _addressed(action: argparse.ArgumentParser) -> argparse.ArgumentParser:
    action.add_argument("address", metavar="ADDRESS")
    return action


def _signed(action: argparse.ArgumentParser) -> argparse.ArgumentParser:
    action.add_argument("--by", required=True, metavar="NAME", dest="officer_name", help="who does it")
    action.add_argument("--reason", required=True, metavar="TEXT")
    return _addressed(action)


def _alias(alias: argparse.ArgumentParser) -> None:
    which = alias.add_mutually_exclusive_group(required=True)
    which.add_argument("--add", metavar="ALIAS")
    which.add_argument("--remove", metavar="ALIAS")


def _forward(forward: argparse.ArgumentParser) -> None:
    where = forward.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="ADDRESS")
    where.add_argument("--stop", action="store_true", dest="is_stopped")
    forward.add_argument("--no-copy", action="store_false", dest="keeps_copy", help="keep no copy in the mailbox")
