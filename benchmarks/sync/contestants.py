"""Who sends: the floor, Posko, Anki, PouchDB. Each is made ready with the same registrations before the clock runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import stage
from benchmarks.sync import peers
from benchmarks.sync.children import Told, answered, child, free_port, serving, told, until_open
from benchmarks.sync.links import Link
from benchmarks.sync.load import Load
from benchmarks.sync.shaping import Counts
from tests.kit.server_process import SERVER, server_process

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ready:
    """A client with everything waiting and a server that has none of it.

    Args:
        push: send it all; figures of the client, ``taken_s`` among them.
        arrived: how many the server has, asked when the clock does not run any more.
    """

    push: Callable[[], Told]
    arrived: Callable[[], float]


MakeReady = Callable[[Link, Load, Path], AbstractContextManager[Ready]]


@dataclass(frozen=True, slots=True)
class Run:
    """One sending: what the client says, what the line counted."""

    told: Told
    counts: Counts

    @property
    def taken_s(self) -> float:
        """Seconds on the clock."""
        return self.told["taken_s"]


def one_run(make_ready: MakeReady, link: Link, load: Load, line: str, seed: int) -> Run:
    """Send everything once over a line. Raises: RuntimeError if not all of it arrived."""
    link.shape("open", 0)
    with stage.folder() as place, make_ready(link, load, place) as ready:
        link.shape(line, seed)
        figures = ready.push()
        counts = link.counts()
        link.shape("open", 0)
        if (arrived := ready.arrived()) != load.many:
            raise RuntimeError(f"{arrived} of {load.many} arrived")
    return Run(figures, counts)


@contextmanager
def floor(link: Link, load: Load, place: Path) -> Iterator[Ready]:
    """One blob over a bare socket; it counts as arrived when the byte came back."""
    port = free_port()
    with (
        serving(link.at_server(child("blob_child", "serve", link.host, str(port))), place / "floor", **PYTHONPATH),
        link.way_to(port) as address,
    ):
        until_open(link.at_server, link.host, port)
        words = ("blob_child", "send", *address.split(":"), str(load.lines))
        yield Ready(lambda: told(*words, at=link.at_client), lambda: load.many)


@contextmanager
def posko(link: Link, load: Load, place: Path, *, how: str = "drain") -> Iterator[Ready]:
    """A desk and a real ``posko-server run`` process, which has everything on disk before it answers."""
    desk, server = load.copied(place)
    words = link.at_server([*SERVER, "run", "--training", "--host", link.host, "--port", "0"])
    with server_process(server, program=words) as running:
        port = urlsplit(running.url).port or 0
        with link.way_to(port) as address:
            push = ("desk_child", how, str(desk), f"http://{address}")
            yield Ready(lambda: told(*push, at=link.at_client), lambda: load.many)  # the child compared the heads


@contextmanager
def anki(link: Link, load: Load, place: Path) -> Iterator[Ready]:
    """Anki's own server and its normal synchronisation."""
    python, script = str(peers.anki_python()), str(HERE / "anki_child.py")
    port, folder = free_port(), place / "anki"
    settings = {
        "SYNC_USER1": "posko:posko",
        "SYNC_BASE": str(folder / "server"),
        "SYNC_HOST": link.host,
        "SYNC_PORT": str(port),
        "RUST_LOG": "error",
    }
    with (
        serving(link.at_server([python, "-m", "anki.syncserver"]), folder, **settings),
        link.way_to(port) as address,
    ):
        until_open(link.at_server, link.host, port)

        def step(name: str, *more: str) -> Told:
            return answered(link.at_client([python, script, name, str(folder), f"http://{address}/", *more]))

        step("fill", str(load.lines))
        yield Ready(lambda: step("push"), lambda: step("count")["notes"])


@contextmanager
def pouchdb(link: Link, load: Load, place: Path) -> Iterator[Ready]:
    """PouchDB replicating to pouchdb-server."""
    modules, port, folder = str(peers.pouch_modules()), free_port(), place / "pouchdb"
    server = ["node", f"{modules}/pouchdb-server/bin/pouchdb-server", "-o", link.host, "-p", str(port), "-d", ".", "-n"]
    with serving(link.at_server(server), folder / "server"), link.way_to(port) as address:
        until_open(link.at_server, link.host, port)

        def step(name: str, *more: str) -> Told:
            words = ["node", str(HERE / "pouch_child.js"), name, str(folder / "mine"), f"http://{address}/day", *more]
            return answered(link.at_client(words), NODE_PATH=modules)

        step("fill", str(load.lines))
        yield Ready(lambda: step("push"), lambda: step("count")["documents"])


PYTHONPATH = {"PYTHONPATH": str(stage.ROOT)}
"""For our own servers that do not start at the root of the repository."""


def present() -> dict[str, MakeReady]:
    """Everybody who is here, by name; the floor and Posko always are."""
    found: dict[str, MakeReady] = {"floor": floor, "Posko": posko}
    if peers.anki_python():
        found["Anki"] = anki
    if peers.pouch_modules():
        found["PouchDB"] = pouchdb
    return found
