"""Where client and server stand and what lies between: nothing, two namespaces, or a relay like a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from benchmarks.sync.namespaces import NamespaceLink
from benchmarks.sync.shaped_relay import RelayLink
from benchmarks.sync.shaping import Counts


class Link(Protocol):
    """A line between a client and a server of ours or of others."""

    @property
    def host(self) -> str:
        """The address that servers listen at."""
        ...

    def at_client(self, words: Sequence[str]) -> list[str]:
        """A command as it must be run to stand at the client's end."""
        ...

    def at_server(self, words: Sequence[str]) -> list[str]:
        """The same at the server's end."""
        ...

    def way_to(self, port: int) -> AbstractContextManager[str]:
        """``host:port`` under which the client finds what listens at this port of the server's end."""
        ...

    def shape(self, line: str, seed: int) -> None:
        """Be this line (:data:`~benchmarks.sync.shaping.LINES`) from now on, and count from nothing."""
        ...

    def counts(self) -> Counts:
        """What went over since :meth:`shape`."""
        ...


class BadLink(Link, Protocol):
    """One that may go dark."""

    def cut(self) -> None:
        """Carry nothing any more, and say so to nobody."""
        ...

    def heal(self) -> None:
        """Carry again."""
        ...


class Loopback:
    """Both ends on this machine with nothing between them."""

    host = "127.0.0.1"

    def at_client(self, words: Sequence[str]) -> list[str]:
        """As it is."""
        return list(words)

    def at_server(self, words: Sequence[str]) -> list[str]:
        """As it is."""
        return list(words)

    def way_to(self, port: int) -> AbstractContextManager[str]:
        """The port itself."""
        return nullcontext(f"{self.host}:{port}")

    def shape(self, line: str, seed: int) -> None:
        """Nothing to shape."""

    def counts(self) -> Counts:
        """Nobody counts here."""
        return Counts(0, 0, 0, 0)


@contextmanager
def bad_line() -> Iterator[tuple[BadLink, str]]:
    """A line that can be shaped, and how it is made: namespaces where that is permitted, else a relay.

    ``BENCH_LINK=relay`` asks for the relay.
    """
    if os.environ.get("BENCH_LINK") != "relay":
        try:
            link = NamespaceLink()
        except (OSError, RuntimeError) as refusal:
            print(f"no namespaces here ({refusal}): the line is a relay", file=sys.stderr)
        else:
            with link:
                yield link, "packet shaper between two namespaces; TCP is the kernel's, bytes with TCP and IP"
            return
    with RelayLink() as relay:
        yield relay, "relay with the same rates, delay and loss; no packets, so TCP and IP are only estimated"
