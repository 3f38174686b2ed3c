"""``make screenshots``: every picture of README and panduan, from the real program with its keys.

The day of ``make run`` is registered first, so that lists and counts look as they do after a day's work. Other looks
for a reviewer: ``python -m tools.screenshots --out DIR --look dark --language en --scale 1.25 --text 150``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools import run_day
from tools.relay import Relay

if TYPE_CHECKING:
    from tools.window_tour import Tour

PICTURES = run_day.ROOT / "docs" / "pictures"


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
        for scene in (_registration, _record, _lists, _places, _overlays):
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
    file = run_day.FOLDER / "secret.txt"
    file.write_text(secrets.token_hex(8) + "\n", encoding="ascii")
    with run_day.running_server() as port:
        relay = Relay(port)
        try:
            run_day.make_desk(relay.port, file)
            if run_day.whole_day(relay, file):
                raise SystemExit("the day did not end as it should")
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
    tour.keys.press("Ctrl+6")
    tour.picture("window-waitlist")
    tour.keys.press("Ctrl+8", *["Return"] * 5, "Ctrl+A")
    tour.keys.type("/media/usb/rekap-13-april.xlsx")
    tour.picture("window-exports")
    tour.keys.press("Ctrl+7")
    tour.keys.settle(500)
    tour.keys.press("Return")
    tour.keys.settle(500)
    tour.keys.press("Return", "Return")
    tour.picture("window-worklist")


def _places(tour: Tour) -> None:
    for keys, name in (("Ctrl+3", "window-outbox"), ("Ctrl+4", "window-day"), ("Ctrl+5", "window-settings")):
        tour.keys.press(keys)
        tour.picture(name)


def _overlays(tour: Tour) -> None:
    tour.keys.press("Ctrl+1")
    for keys, typed, name in (("F1", "", "window-keys"), ("Ctrl+K", "bud", "window-finder")):
        tour.keys.press(keys)
        tour.keys.settle()
        tour.keys.type(typed)
        tour.picture(name)
        tour.keys.press("Escape")


def _line_cut(tour: Tour, relay: Relay) -> None:
    from tools.window_tour import fill_in, person, save

    relay.cut()
    tour.keys.press("F3")
    tour.keys.settle()
    fill_in(tour, person(4, "agus wijaya", "010188"))
    save(tour)
    tour.keys.press("Ctrl+3")
    _until(tour, lambda: not tour.keys.shows("Mengirim"), "the line is found dead")
    tour.picture("window-offline")
    relay.heal()


def _until(tour: Tour, is_so: Callable[[], bool], what: str) -> None:
    tour.keys.settle(1500)
    tour.keys.until(is_so, what)


if __name__ == "__main__":
    sys.exit(main())
