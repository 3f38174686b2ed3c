"""The floor: everything as one zstd blob over a bare socket, one byte back; no HTTP, no receipt, nothing kept.

``python -m benchmarks.sync.blob_child serve HOST PORT`` or ``... send HOST PORT FILE``.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import zlib
from pathlib import Path

LENGTH_BYTES = 8


def packed(file: Path) -> bytes:
    """zstd, level 3; deflate, level 9, where there is no such program."""
    if zstd := shutil.which("zstd"):
        return subprocess.run([zstd, "-q", "-3", "-c", str(file)], capture_output=True, check=True).stdout
    return zlib.compress(file.read_bytes(), 9)


def serve(host: str, port: int) -> None:
    """Take blobs for ever."""
    with socket.create_server((host, port)) as door:
        while True:
            line, _ = door.accept()
            with line, line.makefile("rb") as stream:
                size = int.from_bytes(stream.read(LENGTH_BYTES), "big")
                if size and len(stream.read(size)) == size:
                    line.sendall(b"1")


def send(host: str, port: int, file: Path) -> None:
    """Send it; packing counts, as everybody packs."""
    started_s = time.perf_counter()
    blob = packed(file)
    with socket.create_connection((host, port)) as line:
        line.sendall(len(blob).to_bytes(LENGTH_BYTES, "big") + blob)
        if line.recv(1) != b"1":
            raise RuntimeError("nobody took it")
    print(json.dumps({"taken_s": time.perf_counter() - started_s, "bytes_up": len(blob)}))


def main() -> int:
    """One end."""
    role, host, port = sys.argv[1:4]
    if role == "serve":
        serve(host, int(port))
    else:
        send(host, int(port), Path(sys.argv[4]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
