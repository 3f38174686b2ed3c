"""Types are read by whoever comes, in any thread, at any moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys, threading
sys.setswitchinterval(0.000001)
from core.programme import parse_programme
content = open("resources/programmes/PRAKERJA2020.toml", "rb").read()
start, names = threading.Barrier(4), []
def read():
    start.wait()
    names.append(parse_programme(content, "PRAKERJA2020.toml").code)
threads = [threading.Thread(target=read) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(names)
"""


def test_threads_that_meet_a_type_at_once_all_read_it() -> None:
    # without the lock every second of these processes ends by itself
    for _ in range(8):
        done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=False, capture_output=True, text=True)
        assert (done.returncode, done.stdout.strip()) == (0, repr(["PRAKERJA2020"] * 4)), done.stderr
