"""What is written within one step of the loop leaves together: an answer's head is no packet of its own."""

from __future__ import annotations

import asyncio
from typing import Any


class OnePiece(asyncio.Transport):
    """A connection that gathers what is written until the loop's next step; everything else is the real one's."""

    def __init__(self, real: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._real = real
        self._loop = loop
        self._gathered = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send soon."""
        if not self._gathered:
            self._loop.call_soon(self._leave)
        self._gathered += data

    def _leave(self) -> None:
        if self._gathered:
            gathered, self._gathered = bytes(self._gathered), bytearray()
            self._real.write(gathered)

    def close(self) -> None:
        """Send what was written, then hang up."""
        self._leave()
        self._real.close()

    def abort(self) -> None:
        """Hang up at once."""
        self._gathered.clear()
        self._real.abort()

    def is_closing(self) -> bool:
        """Whether it is about to end."""
        return self._real.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - asyncio's own
        """What is known of the connection."""
        return self._real.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing more for now."""
        self._real.pause_reading()

    def resume_reading(self) -> None:
        """Take more."""
        self._real.resume_reading()

    def is_reading(self) -> bool:
        """Whether anything is taken now."""
        return self._real.is_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Who is told of what comes."""
        self._real.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Who that is."""
        return self._real.get_protocol()
