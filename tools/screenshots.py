"""``make screenshots``: every picture of README and panduan, from the real program with its keys.

The day of ``make run`` is registered first, at office hours, so that lists and counts look as they do after a
day's work. Other looks for a reviewer:
``python -m tools.screenshots --out DIR --look dark --language en --scale 1.25 --text 150``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.main import SystemClock
from core.ids import RegistrationNo
from tools import run_day
from tools.office_hours import MovedClock, arrivals
from tools.relay import Relay

if TYPE_CHECKING:
    from tools.window_tour import Tour

PICTURES = run_day.ROOT / "docs" / "pictures"
LAST_MINUTES = timedelta(minutes=10)
"""From the last arrival of the day until the window opens."""


def main() -> int:
    """Make them all."""
    wanted = _arguments()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if wanted.scale != "1":
        os.environ["QT_SCALE_FACTOR"] = wanted.scale
    with _worked_with_desk() as (relay, home, secret):
        from app.ui.theme import Look
        from tools.window_tour import leave, started, unlock  # Qt looks at the environment when it is first imported

        tour = started(home, wanted.out, look=Look(wanted.look, wanted.text), language=wanted.language)
        tour.window.resize(tour.window.size() / float(wanted.scale))
        tour.picture("window-unlock")
        unlock(tour, secret)
        for scene in (_registration, _record, _lists, _places, _printer, _queue, _accounts, _overlays):
            scene(tour)
        _line_cut(tour, relay)
        leave(tour)
    print(f"pictures in {wanted.out}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pictures of every place of the window.")
    parser.add_argument("--out", type=Path, default=PICTURES)
    parser.add_argument("--look", choices=("light", "dark", "contrast"), default="light")
    parser.add_argument("--language", choices=("id", "en", "pseudo"), default="id")
    parser.add_argument("--scale", default="1", help="of the screen, as the system would set it")
    parser.add_argument("--text", type=int, default=100, help="text size in percent")
    return parser.parse_args()


@contextmanager
def _worked_with_desk() -> Iterator[tuple[Relay, Path, str]]:
    run_day.FOLDER = run_day.ROOT / "run" / f"pictures-{os.getpid()}"  # beside whatever runs there already
    run_day.FOLDER.mkdir(parents=True)
    clock, came = MovedClock(), tuple(arrivals(run_day.ON))
    clock.worn_by(SystemClock)
    clock.stand_at(came[-1] + LAST_MINUTES)
    after_work = clock.ahead
    run_day.SERVER = ("-m", "tools.office_hours", str(after_work.total_seconds()))
    file = run_day.FOLDER / "secret.txt"
    file.write_text(secrets.token_hex(8) + "\n", encoding="ascii")
    with run_day.running_server() as port:
        relay = Relay(port)
        try:
            run_day.make_desk(relay.port, file)
            if run_day.whole_day(relay, file, comes=lambda count: clock.stand_at(came[count - 1])):
                raise SystemExit("the day did not end as it should")
            clock.ahead = after_work  # as the server's: a desk whose clock is wrong says so
            yield relay, run_day.FOLDER / "desk", file.read_text("ascii").strip()
        finally:
            relay.close()
    shutil.rmtree(run_day.FOLDER, ignore_errors=True)


def _registration(tour: Tour) -> None:
    from tools.window_tour import PEOPLE, fill_in, save

    tour.picture("window-empty")
    *_others, doubted = PEOPLE
    fill_in(tour, doubted, until="id_address")
    tour.picture("window-registration")
    tour.keys.press("F3")
    tour.keys.settle()
    fill_in(tour, PEOPLE[0])
    tour.picture("window-questions")
    tour.keys.press("F8")
    tour.picture("window-show")
    tour.keys.press("Escape")
    save(tour)
    tour.picture("window-saved")
    tour.keys.press("F3")
    fill_in(tour, PEOPLE[1])
    save(tour)
    tour.picture("window-waiting")


def _record(tour: Tour) -> None:
    tour.keys.press("Ctrl+2")
    tour.keys.settle()
    tour.keys.type("siti am")
    tour.picture("window-search")
    tour.keys.press("Return")
    tour.picture("window-record")


def _lists(tour: Tour) -> None:
    from app.ui.i18n import tr

    tour.keys.press("Ctrl+6")
    tour.picture("window-waitlist")
    tour.keys.press("Ctrl+8")
    tour.keys.settle()
    tour.keys.tab_to(tr("Simpan sebagai"))
    tour.keys.press("Ctrl+A")
    tour.keys.type("/media/usb/rekap-13-april.xlsx")
    tour.picture("window-exports")
    tour.keys.press("Ctrl+7")
    tour.keys.settle(500)
    tour.keys.press("Return")
    tour.keys.settle(500)
    tour.keys.press("Return", "Return")
    tour.picture("window-worklist")


def _places(tour: Tour) -> None:
    for keys, name in (
        ("Ctrl+3", "window-outbox"),
        ("Ctrl+4", "window-day"),
        ("Ctrl+0", "window-report"),
        ("Alt+F", "window-catch-up"),
        ("Ctrl+5", "window-settings"),
    ):
        tour.keys.press(keys)
        tour.picture(name)


def _queue(tour: Tour) -> None:
    """Somebody called, others waiting; the screen on the wall; the kiosk at the door."""
    from app.ui.public_screens import PublicScreens
    from app.ui.public_window import PublicWindow

    tour.keys.press("Ctrl+9")
    for letter in "aabacpaa":
        tour.keys.type(letter)
        tour.keys.settle(150)
    tour.keys.press("F11", "F10")
    tour.keys.settle()
    tour.keys.type("l")
    tour.keys.settle()
    tour.keys.press("F10")
    tour.picture("window-queue")
    wall, shell = PublicScreens.of(tour.window).calls, tour.window.shell
    if wall is None or shell is None:
        raise SystemExit("the call screen did not open")
    tour.keys.settle(4000)  # until the new number has stopped lighting up
    wall.resize(tour.window.size())
    wall.grab().save(str(tour.folder / "window-calls.png"))
    tour.keys.press("F11")
    station = shell.station
    kiosk = PublicWindow(station.desk, station.house, station.look, station.tasks, station.printing)
    kiosk.resize(tour.window.size())
    kiosk.show()
    tour.keys.settle()
    kiosk.grab().save(str(tour.folder / "window-kiosk.png"))
    kiosk.go()
    kiosk.deleteLater()
    tour.window.activateWindow()
    tour.keys.until(tour.window.isActiveWindow, "the desk's window has its keys again")


def _accounts(tour: Tour) -> None:
    """Help with an e-mail address beside the form: a question, names, a step, and the step for the applicant."""
    from tools.window_tour import PEOPLE, fill_in

    tour.keys.press("Ctrl+1", "F3")
    tour.keys.settle()
    fill_in(tour, {**PEOPLE[0], "nik": "3578085208850041", "name_on_id": "sri rahayu"}, until="mobile")
    for key, name in (
        ("F4", "window-account"),
        ("1", ""),
        ("1", "window-account-roads"),
        ("1", "window-account-names"),
        ("1", ""),
        ("Return", "window-account-steps"),
    ):
        tour.keys.press(key)
        tour.keys.settle(300)
        if name:
            tour.picture(name)
    tour.keys.press("F8")
    tour.picture("window-account-show")
    tour.keys.press("Escape", "Ctrl+N")
    tour.keys.settle(300)
    tour.keys.press("7")
    tour.keys.settle(300)
    tour.keys.press("F6")
    tour.keys.settle(300)


def _printer(tour: Tour) -> None:
    """A receipt printer is set up as far as that goes without one."""
    from app.ui.i18n import tr

    tour.keys.press("Ctrl+5")
    tour.keys.settle()
    tour.keys.tab_to(tr("Cetak ke"))
    tour.keys.type(tr("Printer slip di jaringan"))
    tour.keys.press("Return")
    tour.keys.type("192.168.1.50")
    tour.keys.tab_to(tr("Cetak halaman uji"))
    tour.picture("window-printer")


def _overlays(tour: Tour) -> None:
    tour.keys.press("Ctrl+1")
    for keys, typed, name in (("F1", "", "window-keys"), ("Ctrl+K", "bud", "window-finder")):
        tour.keys.press(keys)
        tour.keys.settle()
        tour.keys.type(typed)
        tour.picture(name)
        tour.keys.press("Escape")
    tour.keys.press("Ctrl+B")
    tour.keys.settle()
    tour.keys.type(str(RegistrationNo("35", "SBY01", run_day.ON, 1)))
    tour.keys.press("Return")
    tour.picture("window-scan")
    tour.keys.press("Escape")


def _line_cut(tour: Tour, relay: Relay) -> None:
    """The line is cut and stays so: whoever closes now is told what is unsent."""
    from tools.window_tour import fill_in, person, save

    relay.cut()
    tour.keys.press("F3")
    tour.keys.settle()
    fill_in(tour, person(4, "agus wijaya", "010188"))
    save(tour)
    tour.keys.press("Ctrl+3")
    _until(tour, lambda: not tour.keys.shows("Mengirim"), "the line is found dead")
    tour.picture("window-offline")


def _until(tour: Tour, is_so: Callable[[], bool], what: str) -> None:
    tour.keys.settle(1500)
    tour.keys.until(is_so, what)


if __name__ == "__main__":
    sys.exit(main())
