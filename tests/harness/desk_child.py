"""A warm desk program: everything is imported once, then each order runs in a forked process of its own.

Started by :mod:`tests.harness.warm` with one end of a socket. An order comes with the three standard files of the
process that shall carry it out; that process may be killed at any time, as a desk by a power cut.
"""

from __future__ import annotations

import ctypes
import importlib
import itertools
import json
import os
import resource
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import app.__main__ as program
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.register import register
from app.desk.slips import write_slip
from core.errors import Trouble
from core.registration import Outcome
from core.sentences import sentence
from core.tickets import Service
from papers import Paper
from tests.harness.acks import ack_of
from tests.harness.places import quick_folder
from tests.harness.plain_store import plain_rows
from tests.kit.desk import DAY, entry_of, new_profile, opened, person_values, prakerja, while_numbers_last
from tests.kit.enrolled import sync

_PARTS = (
    "app.cli",
    "app.logs",
    "app.log_file",
    "app.headless.register",
    "app.headless.profile",
    "encodings.utf_8_sig",
    "app.sync.connection",
)
"""Loaded late by the program: a fault belongs into the desk's own files, not into those that ship with it."""

for _name in _PARTS:
    importlib.import_module(_name)

MOST_BYTES = 65536
SET_PTRACER = 0x59616D61
"""``PR_SET_PTRACER`` of Linux's Yama; elsewhere refused, and then not needed."""
SLIP_EVERY = 9


def visit_values(number: int) -> dict[str, object]:
    """The visits of a day: most people are new, some come twice, some lack something, some have no NIK at all."""
    if number % 7 == 3:
        return person_values(number - 1)
    if number % 7 == 5:
        return person_values(number, nik="123")
    if number % 7 in (1, 6):
        return person_values(number, nik=...)
    return person_values(number)


def warm_up() -> None:
    """Do everything once, so that no order has to load a part of the program any more."""
    with quick_folder() as folder:
        new_profile(folder / "desk")
        with opened(folder / "desk") as desk:
            registered = register(desk, entry_of(person_values(0)), prakerja(), DAY)
            write_slip(desk, registered.kept, Paper.THERMAL80, folder / "slip.pdf", is_reprint=False)


def say(line: bytes) -> None:
    """One write, so that the line is heard whole or not at all."""
    os.write(1, line)


def wait_for_go() -> None:
    """Stand still until whoever watches is ready; anybody may watch, also where only parents may."""
    ctypes.CDLL(None).prctl(SET_PTRACER, ctypes.c_ulong(-1))
    say(b"ready\n")
    os.read(0, 1)


def register_visits(order: dict[str, Any]) -> int:
    """Open the desk and register visit after visit, until killed or as many as the order says."""
    if order.get("waits"):
        wait_for_go()
    numbers: Iterator[int] = itertools.count(order["first"])
    if "many" in order:
        numbers = itertools.islice(numbers, order["many"])
    folder = Path(order["slips"]) if "slips" in order else None
    with opened(Path(order["home"])) as desk:
        for number in numbers:
            registered = register(desk, entry_of(visit_values(number)), prakerja(), DAY)
            say(ack_of(registered).line())
            if folder and number % SLIP_EVERY == 0 and registered.outcome is not Outcome.DUPLICATE:
                target = folder / f"{registered.kept.queue_number}.pdf"
                write_slip(desk, registered.kept, Paper.THERMAL80, target, is_reprint=False)
    return 0


def register_after_go(order: dict[str, Any]) -> int:
    """Open and unlock the desk, wait, register these visits; a trouble is said and the next visit follows."""
    with opened(Path(order["home"])) as desk:
        wait_for_go()
        if "largest_file" in order:
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], resource.RLIM_INFINITY))
        for values in order["visits"]:
            try:
                say(ack_of(register(desk, entry_of(values), prakerja(), DAY)).line())
            except Trouble as trouble:
                text = sentence(trouble.code, trouble.facts)
                say(json.dumps({"trouble": trouble.code, "sentence": text}).encode() + b"\n")
    return 0


def take_numbers(order: dict[str, Any]) -> int:
    """Open the desk and take numbers of the queue, one after the other, until killed or as many as the order says."""
    on = date.fromisoformat(order["on"])
    with opened(Path(order["home"])) as desk, while_numbers_last():
        for letter in order["letters"]:
            told = take_ticket(desk, Service(letter), on)
            assert isinstance(told, TicketTaken)
            say(f"{told.ticket.number}\n".encode())
    return 0


def exchange(order: dict[str, Any]) -> int:
    """Open and unlock the desk, wait, and exchange with its server."""
    with opened(Path(order["home"])) as desk:
        wait_for_go()
        say(f"sent {sync(desk).sent}\n".encode())
    return 0


def make_profile(order: dict[str, Any]) -> int:
    """A new profile."""
    wait_for_go()
    new_profile(Path(order["home"]))
    say(b"made\n")
    return 0


def write_plainly(order: dict[str, Any]) -> int:
    """No desk at all: a bare SQLite file under settings that a desk may not have."""
    wait_for_go()
    for number in plain_rows(Path(order["file"]), order["journal_mode"], order["synchronous"], order["many"]):
        say(b"%d\n" % number)
    return 0


def run_command(order: dict[str, Any]) -> int:
    """The program ``posko`` itself."""
    wait_for_go()
    return program.main(order["argv"])


ORDERS: dict[str, Callable[[dict[str, Any]], int]] = {
    "exchange": exchange,
    "make_profile": make_profile,
    "register_visits": register_visits,
    "register_after_go": register_after_go,
    "run_command": run_command,
    "take_numbers": take_numbers,
    "write_plainly": write_plainly,
}


def carry_out(message: bytes, files: list[int]) -> int:
    """The forked process: take the files as standard files and do what the order says."""
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.closerange(3, 256)
    # what Python made of the files that stood there before may think that one can seek in them
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False) for number, mode in enumerate("rww")
    )
    order = json.loads(message)
    exit_code = 70
    try:
        exit_code = ORDERS[order["what"]](order)
    except BaseException as error:  # it must not run on into the program that forked it
        say(json.dumps({"bug": repr(error)}).encode() + b"\n")
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        exit_code = 120  # so Python itself ends in such a case
    return exit_code


def main(channel: socket.socket) -> None:
    """Fork for each order, say who carries it out, and how it ended; end when nobody orders any more."""
    while True:
        message, files, _flags, _address = socket.recv_fds(channel, MOST_BYTES, 3)
        if not message:
            return
        child = os.fork()
        if child == 0:
            os._exit(carry_out(message, files))
        for file in files:
            os.close(file)
        channel.send(b"%d" % child)
        _child, status = os.waitpid(child, 0)
        channel.send(b"%d" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    warm_up()
    main(socket.socket(fileno=int(sys.argv[1])))
