"""A TCP relay on loopback whose line can be cut and healed: the bad line of the demonstration day."""

from __future__ import annotations

import contextlib
import socket
import threading

_PIECE = 65536


class Relay:
    """Passes bytes to one port of this machine until the line is cut; refuses callers until it is healed."""

    def __init__(self, target_port: int) -> None:
        """Listen on a free port of loopback."""
        self._target_port = target_port
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, name="relay", daemon=True).start()

    @property
    def port(self) -> int:
        """Where callers connect."""
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        with self._guard:
            self._is_cut = True
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def heal(self) -> None:
        """Let callers through again."""
        with self._guard:
            self._is_cut = False

    def close(self) -> None:
        """End the relay."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                caller.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                caller.close()
                continue
            with self._guard:
                self._open |= {caller, server}
            for source, sink in ((caller, server), (server, caller)):
                threading.Thread(target=self._pour, args=(source, sink), daemon=True).start()

    def _pour(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                sink.sendall(piece)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        with self._guard:
            self._open -= {source}
        source.close()
