"""The end of the program while several batches are on a line that has gone dead: nobody waits for an answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.sync.pace import FEWEST, LANES
from tests.app.sync.conftest import Visit
from tests.kit.enrolled import enrolled_desk
from tests.kit.line import BadLine, Silence
from tests.kit.server import RunningServer

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 60.0

SCRIPT = """
import sys
from pathlib import Path
from app.main import codec
from app.sync.exchange import Line
from app.sync.log import SyncLog
from app.sync.transport import HttpTransport
from app.sync.worker import SyncWorker
from tests.kit.desk import opened

home, url = sys.argv[1:]
transport = HttpTransport(url, read_s=600)
with opened(Path(home)) as desk:
    line = Line(SyncLog(desk.store, desk.keys, desk.clock), transport, codec())
    worker = SyncWorker(line, lambda _state: None, lambda: 0.0)
    worker.start()
    sys.stdin.readline()
    print(worker.stop(within_s=0.01))
"""


@contextmanager
def sending_into_silence(
    server: RunningServer, line: BadLine, visit: Visit, home: Path
) -> Iterator[subprocess.Popen[str]]:
    """A process that sends more than one batch to a server which takes them and says nothing."""
    with enrolled_desk(home, line.url, server.new_code()) as desk:
        for number in range(FEWEST * LANES + 10):
            visit(desk, number)
    silences = [Silence() for _ in range(LANES)]
    line.harm(*silences)
    words = [sys.executable, "-c", SCRIPT, str(home), line.url]
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    try:
        for silence in silences:
            assert silence.arrived.wait(PATIENCE_S)
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_program_that_is_closed_ends_while_batches_are_under_way(
    server: RunningServer, line: BadLine, visit: Visit, tmp_path: Path
) -> None:
    with sending_into_silence(server, line, visit, tmp_path / "desk") as process:
        said = process.communicate("stop\n", timeout=PATIENCE_S)
    assert (process.returncode, said) == (0, ("False\n", ""))
