"""``make run``: a whole day at a posko, for real: server, broken line, 182 people, slips, sync, count, window.

Everything happens in ``run/terakhir``: a training profile, a training server on embedded SQLite, the slips as PDF,
what the server holds at the end, and pictures. The people are made up. With a display the window then opens on that
desk, its server still running; without one three more people are registered in the real window off screen.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.__main__ import main as posko
from app.bundled import programme
from app.desk.context import Desk
from app.desk.lookup import find_everything
from app.desk.register import Registered, register
from app.desk.slips import write_slip
from app.headless.input_file import read_input
from app.headless.opening import line_of
from app.main import Unlocking, opened_desk
from app.paths import SETTINGS_NAME
from app.settings import Settings
from app.settings_file import write_settings
from app.sync.exchange import are_heads_equal, drain
from app.sync.state import Phase, SyncState, Totals
from app.sync.worker import SyncWorker
from core.entry import entry_from_json
from core.findings import Weight
from core.registration import Outcome
from core.sentences import sentence
from papers import Paper
from tools.relay import Relay

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "run" / "terakhir"
SERVER: tuple[str, ...] = ("-m", "server")
"""What Python runs as the server."""
DAY_FILE = ROOT / "tests" / "data" / "hari_182.jsonl"
ON = date(2020, 4, 13)
CUT_AFTER, HEAL_AFTER = 61, 121
"""The line is cut after so many people and healed after so many."""
PATIENCE_S = 60.0
READY = re.compile(r"http://127\.0\.0\.1:(\d+)")


@dataclass
class Day:
    """What happened."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)
    slips: int = 0
    states: list[SyncState] = field(default_factory=list)
    rested: threading.Event = field(default_factory=threading.Event)

    def note(self, registered: Registered) -> None:
        """Count one answer and why it was not simply yes."""
        self.outcomes[registered.outcome.value] += 1
        if registered.outcome is Outcome.REGISTERED:
            return
        doubts = [noted.finding for noted in registered.findings if noted.finding.weight is not Weight.OK]
        for finding in doubts:
            if finding.code != "EMAIL_NONE":  # most people have none; it keeps nobody from anything
                reason = (sentence(f"OUTCOME_{registered.outcome.value.upper()}"), finding.code)
                self.reasons[reason] += 1
                self.examples.setdefault(reason, sentence(finding.code, finding.facts))

    def hear(self, state: SyncState) -> None:
        """Listen to the sync worker."""
        self.states.append(state)
        if state.phase is Phase.RESTING and not state.pending:
            self.rested.set()
        else:
            self.rested.clear()


def main() -> int:
    """Run the day and print what became of it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    secret = FOLDER / "secret.txt"
    secret.write_text(secrets.token_hex(8) + "\n", encoding="ascii")
    print(f"Posko: one day at a desk, {ON:%d-%m-%Y}, training data, in {FOLDER.relative_to(ROOT)}/")
    with running_server() as port:
        relay = Relay(port)
        try:
            make_desk(relay.port, secret)
            return whole_day(relay, secret) or at_the_window(secret)
        finally:
            relay.close()


@contextmanager
def running_server() -> Iterator[int]:
    """A training server as a process of its own; yields its port."""
    command = [sys.executable, *SERVER, "run", "--training", "--port", "0", "--data", str(FOLDER / "server")]
    with (FOLDER / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        match = READY.search(process.stdout.readline() if process.stdout else "")
        if match is None:
            raise SystemExit(f"the server did not start, see {FOLDER / 'server.log'}")
        yield int(match[1])
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def server_says(*words: str) -> str:
    """The output of a ``posko-server`` command."""
    command = [sys.executable, "-m", "server", *words, "--data", str(FOLDER / "server")]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def make_desk(port: int, secret: Path) -> None:
    """A training profile that is enrolled with the server over the relay."""
    code = json.loads(server_says("enrol-code", "--post", "SBY01", "--post-name", "Posko Surabaya", "--json"))["code"]
    words = ["init", "--home", str(FOLDER / "desk"), "--post-code", "SBY01", "--post-name", "Posko Surabaya"]
    words += ["--province", "35", "--officer", "Rina S.", "--secret-file", str(secret), "--training"]
    words += ["--recovery-out", str(FOLDER / "recovery.txt")]
    words += ["--server", f"http://127.0.0.1:{port}", "--enrol", code]
    if posko(words):
        raise SystemExit("the desk could not be made")
    settings = Settings(
        agency="Dinas Tenaga Kerja dan Transmigrasi",
        post_address="Jl. Latihan No. 1, Surabaya",
        complaint_line="loket C di posko ini",
        status_host="posko.contoh.go.id",
        training_on=ON.isoformat(),
        printer=f"folder:{FOLDER / 'slips'}",
    )
    write_settings(FOLDER / "desk" / SETTINGS_NAME, settings)


def whole_day(relay: Relay, secret: Path, *, comes: Callable[[int], None] = lambda _count: None) -> int:
    """Register everybody while the sync worker sends by itself; then compare both ends.

    Args:
        comes: told before each person is registered, who is the how-manieth.
    """
    unlocking = Unlocking(secret=secret.read_text(encoding="ascii").strip())
    day = Day()
    with opened_desk(FOLDER / "desk", unlocking, holder="make run") as desk:
        with line_of(desk) as line:
            worker = SyncWorker(line, day.hear, random.random, first_wait_s=0.2)
            worker.start()
            register_everybody(desk, day, worker, relay, comes)
            is_quiet = day.rested.wait(PATIENCE_S)
            worker.stop()
        with line_of(desk) as line:
            again = drain(line)
            are_equal = are_heads_equal(line.log) and is_quiet
            pending = line.log.pending()
        missing = difference(desk)
    report(day, again, pending=pending, are_equal=are_equal, missing=missing)
    return 0 if are_equal and not missing and not pending and not again.sent else 1


def has_display() -> bool:
    """Whether a window can be shown to somebody."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def at_the_window(secret: Path) -> int:
    """The same desk in its window: for the person at the display, or else off screen with pictures."""
    home = FOLDER / "desk"
    if has_display():
        print(f"\n  The window opens on this desk. Officer: Rina S.; secret: {secret.read_text('ascii').strip()}")
        code = subprocess.run([sys.executable, "-m", "app", "--home", str(home)], cwd=ROOT, check=False).returncode
        return report_window(code)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tools.window_tour import three_people  # Qt looks at the environment when it is first imported

    numbers = three_people(home, secret.read_text("ascii").strip(), FOLDER / "screenshots")
    print(f"\n  in the window    {', '.join(numbers)}: three more people by keys alone")
    print(f"  screenshots      {(FOLDER / 'screenshots').relative_to(ROOT)}/")
    return report_window(0 if len(numbers) == len(set(numbers)) == 3 else 1)


def report_window(code: int) -> int:
    """What the server holds once the window has closed."""
    held = server_says("export", "registrations", "--format", "jsonl").splitlines()
    print(f"  server has now   {len(held)} visits")
    return code


def register_everybody(desk: Desk, day: Day, worker: SyncWorker, relay: Relay, comes: Callable[[int], None]) -> None:
    """The day's file through the same verbs that the window uses."""
    wanted = programme("PRAKERJA2020")
    for count, item in enumerate(read_input(str(DAY_FILE)).items, 1):
        if item.values is None:
            raise SystemExit(f"line {item.line} of the day's file cannot be read")
        comes(count)
        registered = register(desk, entry_from_json(item.values), wanted, ON)
        day.note(registered)
        if registered.outcome is not Outcome.DUPLICATE:
            kept = registered.kept
            target = FOLDER / "slips" / f"{kept.queue_number}.pdf"
            write_slip(desk, kept, Paper.THERMAL80, target, is_reprint=False)
            day.slips += 1
        if count == CUT_AFTER:
            relay.cut()
            print(f"  person {count}: the line is cut; registering goes on")
        if count == HEAL_AFTER:
            relay.heal()
            print(f"  person {count}: the line is back; nobody presses anything")
        worker.wake()


def difference(desk: Desk) -> list[str]:
    """What one end holds and the other does not, by number, status and NIK."""
    export = FOLDER / "server-registrations.jsonl"
    export.write_text(server_says("export", "registrations", "--format", "jsonl"), encoding="utf-8")
    held = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    server_has = {
        _key(one["uid"], one["registration_no"], one["queue_number"], one["status"], one["nik"]) for one in held
    }
    desk_has = {
        _key(str(one.uid), one.registration_no, one.queue_number, one.status, one.body.person.nik)
        for one in find_everything(desk)
    }
    return sorted(server_has ^ desk_has)


def _key(uid: str, registration_no: str | None, queue_number: str, status: str, nik: str) -> str:
    return "|".join((uid, registration_no or "", queue_number, status, nik))


def report(day: Day, again: Totals, *, pending: int, are_equal: bool, missing: list[str]) -> None:
    """The short table."""
    held = len((FOLDER / "server-registrations.jsonl").read_text(encoding="utf-8").splitlines())
    phases = [state.phase for state in day.states]
    waits = sum(pair == (Phase.SENDING, Phase.WAITING) for pair in itertools.pairwise(phases))
    print()
    for outcome in Outcome:
        print(f"  {outcome.value.replace('_', ' '):<16}{day.outcomes[outcome.value]:>6}")
    print(f"  {'in all':<16}{day.outcomes.total():>6}")
    print()
    print(f"  {'slips':<16}{day.slips:>6}   one for every visit but a duplicate")
    print(f"  {'server has':<16}{held:>6}   visits")
    print(f"  {'not yet sent':<16}{pending:>6}")
    print(f"  {'heads equal':<16}{'yes' if are_equal else 'NO':>6}")
    print(f"  {'differences':<16}{len(missing):>6}   desk against server, one by one")
    print(f"  {'second sync':<16}{again.sent:>6}   events sent")
    print(f"  {'line troubles':<16}{waits:>6}   waited out by the sync worker itself")
    print("\n  Why not everybody got a number and everything at once:")
    for reason, count in sorted(day.reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"  {count:>4}  {reason[0]} ({reason[1]})\n        {day.examples[reason]}")
    print(f"\n  slips            {FOLDER.relative_to(ROOT)}/slips/")
    print(f"  server's records {FOLDER.relative_to(ROOT)}/server-registrations.jsonl")


if __name__ == "__main__":
    sys.exit(main())
