"""A real print system for tests: cupsd with a folder of its own on the loopback, and a queue that makes PDF files.

Its last step, ``cups-pdf``, is told by nobody where to put its files: what somebody prints whom the system does not
know lies in its own spool folder, from where it is taken away again.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUEUE = "Posko-uji"
DAEMON = "/usr/sbin/cupsd"
BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
PPD = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
MADE = Path("/var/spool/cups-pdf/ANONYMOUS")
WITHIN_S = 60

_CONF = """\
Listen 127.0.0.1:{port}
Browsing No
DefaultAuthType None
WebInterface No
MaxLogSize 0
LogLevel warn
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

_FILES = """\
ServerRoot {root}
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/run
TempDir {root}/tmp
ErrorLog {root}/error.log
AccessLog {root}/access.log
PageLog {root}/page.log
"""


@dataclass(frozen=True)
class PrintSystem:
    """Where it listens, and for whom it prints."""

    server: str
    user: str

    @property
    def environment(self) -> dict[str, str]:
        """For programs that print here."""
        return {**os.environ, "CUPS_SERVER": self.server, "CUPS_USER": self.user, "QT_QPA_PLATFORM": "offscreen"}

    def print(self, papers: Sequence[Path]) -> list[str]:
        """Print through the window's own printer, in a process of its own: the library asks once where to print.

        Returns what was told of each: how far it came, and a code if there is one.
        """
        command = [sys.executable, "-m", "tests.kit.cups", *map(str, papers)]
        within_s = WITHIN_S * len(papers)
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, timeout=within_s, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.splitlines()

    def say(self, program: str, *options: str) -> None:
        """Tell the print system something about its queue."""
        command = [program, "-h", self.server, *options, QUEUE]
        subprocess.run(command, capture_output=True, timeout=WITHIN_S, check=True)

    @property
    def waiting(self) -> int:
        """How many papers the queue holds."""
        command = ["lpstat", "-h", self.server, "-o", QUEUE]
        listed = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN_S, check=False)
        return len(listed.stdout.splitlines())

    def is_idle(self) -> bool:
        """Whether the queue has nothing left to do."""
        return not self.waiting

    def took(self, title: str) -> bytes:
        """What came out under this title, which is taken away."""
        [file] = MADE.glob(f"{title}*.pdf")  # it adds what it believes the title to go on with
        content = file.read_bytes()
        file.unlink()
        return content


def why_not() -> str:
    """What is missing here; empty if nothing is."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux may start a print system of its own"
    wanted = (Path(DAEMON), BACKEND, PPD)
    missing = [str(path) for path in wanted if not path.exists()] + ([] if shutil.which("lpadmin") else ["lpadmin"])
    packages = "cups cups-client cups-filters printer-driver-cups-pdf"
    return f"{', '.join(missing)} is not installed (Debian: {packages})" if missing else ""


@contextmanager
def print_system() -> Iterator[PrintSystem]:
    """A running one with one queue; the test is skipped, by name, where it cannot be had."""
    if reason := why_not():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="posko-cups-") as folder:
        root, port = Path(folder), _free_port()
        root.chmod(0o755)
        for name in ("spool", "spool/tmp", "cache", "run", "tmp", "ppd", "ssl"):
            (root / name).mkdir()
        (root / "tmp").chmod(0o1777)  # its filters run as somebody else
        (root / "cupsd.conf").write_text(_CONF.format(port=port), encoding="ascii")
        (root / "cups-files.conf").write_text(_FILES.format(root=root), encoding="ascii")
        system = PrintSystem(f"127.0.0.1:{port}", f"posko-{secrets.token_hex(4)}")
        daemon = subprocess.Popen(
            [DAEMON, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, daemon)
            _add_queue(system)
            yield system
        finally:
            daemon.terminate()
            daemon.wait(WITHIN_S)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _wait_for(port: int, daemon: subprocess.Popen[bytes]) -> None:
    command = ["lpstat", "-h", f"127.0.0.1:{port}", "-r"]
    for _try in range(200):
        assert daemon.poll() is None, "cupsd has ended"
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            subprocess.run(command, capture_output=True, timeout=WITHIN_S, check=False)
    raise TimeoutError("cupsd does not listen")


def _add_queue(system: PrintSystem) -> None:
    command = ["lpadmin", "-h", system.server, "-p", QUEUE, "-E", "-v", "cups-pdf:/", "-P", str(PPD)]
    subprocess.run(command, capture_output=True, timeout=WITHIN_S, check=True)


def _print_all(papers: Sequence[Path]) -> None:
    """What the child does: the very printer of the window, by its worker; a paper is called as its file is."""
    from PySide6.QtGui import QGuiApplication

    from app.printing.worker import PrintPhase, PrintState, PrintWorker
    from app.ui.printer import QtPrinter, load_printing, system_printers

    application = QGuiApplication([])
    load_printing()
    assert QUEUE in system_printers()
    ends: list[PrintState] = []
    worker = PrintWorker(ends.append, QtPrinter(QUEUE))
    for paper in papers:
        worker.submit(paper.read_bytes(), "", paper.stem)
    assert worker.close(WITHIN_S * len(papers))
    for state in ends:
        if state.phase not in (PrintPhase.QUEUED, PrintPhase.SENT):
            sys.stdout.write(f"{state.phase.value} {state.code}".strip() + "\n")
    application.quit()


if __name__ == "__main__":
    _print_all([Path(name) for name in sys.argv[1:]])
