"""A packet shaper between two network namespaces, for kernels without netem; a process of its own.

``python -m benchmarks.sync.shaper CLIENT_NAMESPACE SERVER_NAMESPACE TAG`` puts one TUN device into each and carries IP
packets between them; TCP at both ends is the kernel's own. Orders come in as JSON lines, each is answered by the counts
so far. It ends when its input does, and devices and namespaces go with it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import heapq
import json
import os
import re
import select
import struct
import subprocess
import sys
import time

from benchmarks.sync.shaping import LINES, Counts, Way

TUNSETIFF = 0x400454CA
TUN_WITHOUT_HEADER = 0x1001
REQUEST = re.compile(rb"(GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) /")
MOST_AT_ONCE = 64
TCP = 6
SYN_ACK_BITS, SYN = 0x12, 0x02

CLIENT_IP, SERVER_IP = "10.77.0.1", "10.77.0.2"


def run(*words: str) -> None:
    """One command of the system. Raises: CalledProcessError."""
    subprocess.run(words, check=True, capture_output=True)


def device_in(namespace: str, name: str, own_ip: str, peer_ip: str) -> int:
    """A TUN device inside a namespace; what is sent through it comes out of this file descriptor."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), TUN_WITHOUT_HEADER))
    inside = ("ip", "-n", namespace)
    run("ip", "link", "set", name, "netns", namespace)
    run(*inside, "link", "set", "lo", "up")
    # no run may profit from what the kernel has learned of the line in an earlier one
    forget = "echo 1 > /proc/sys/net/ipv4/tcp_no_metrics_save"
    run("ip", "netns", "exec", namespace, "sh", "-c", forget)
    run(*inside, "addr", "add", own_ip, "peer", peer_ip, "dev", name)
    run(*inside, "link", "set", name, "up", "mtu", "1500", "txqueuelen", "1000")
    return device


class Shaper:
    """Both directions, and what is on its way."""

    def __init__(self, client: int, server: int) -> None:
        self._up, self._down = Way(), Way()
        self._routes = {client: (self._up, server), server: (self._down, client)}
        self._under_way: list[tuple[float, int, int, bytes]] = []
        self._number = 0
        self._connections = self._requests = 0
        self._is_dark = False
        self._orders = b""

    def work(self) -> None:
        """Carry packets and obey orders until there is nobody to give any."""
        told = sys.stdin.fileno()
        while True:
            self._deliver()
            ready, _, _ = select.select([*self._routes, told], [], [], self._patience_s())
            for one in ready:
                if one != told:
                    self._take(one)
                elif not self._obey(os.read(told, 65536)):
                    return

    def _patience_s(self) -> float:
        return max(0.0, self._under_way[0][0] - time.monotonic()) if self._under_way else 1.0

    def _deliver(self) -> None:
        now_s = time.monotonic()
        while self._under_way and self._under_way[0][0] <= now_s:
            _, _, target, packet = heapq.heappop(self._under_way)
            with contextlib.suppress(OSError):  # a full device loses it, as a router does
                os.write(target, packet)

    def _take(self, source: int) -> None:
        way, target = self._routes[source]
        for _ in range(MOST_AT_ONCE):
            try:
                packet = os.read(source, 65536)
            except BlockingIOError:
                return
            if self._is_dark or packet[0] >> 4 != 4:
                continue
            self._note(packet)
            arrival_s = way.arrival_s(len(packet), time.monotonic())
            if arrival_s is not None:
                self._number += 1
                heapq.heappush(self._under_way, (arrival_s, self._number, target, packet))

    def _note(self, packet: bytes) -> None:
        if packet[9] != TCP:
            return
        start = (packet[0] & 15) * 4
        self._connections += (packet[start + 13] & SYN_ACK_BITS) == SYN
        content = start + (packet[start + 12] >> 4) * 4
        self._requests += REQUEST.match(packet[content : content + 12]) is not None

    def _obey(self, said: bytes) -> bool:
        self._orders += said
        *lines, self._orders = self._orders.split(b"\n")
        for line in lines:
            self._do(json.loads(line))
            print(json.dumps(dataclasses.asdict(self._counts())), flush=True)
        return bool(said)

    def _do(self, order: dict[str, str | int]) -> None:
        if order["do"] == "shape":
            rates, seed = LINES[str(order["line"])], int(order["seed"])
            self._up.become(rates.up_bps, rates, seed)
            self._down.become(rates.down_bps, rates, seed + 7919)
            self._connections = self._requests = 0
        elif order["do"] in {"cut", "heal"}:
            self._is_dark = order["do"] == "cut"

    def _counts(self) -> Counts:
        return Counts(self._up.carried, self._down.carried, self._connections, self._requests)


def main() -> int:
    """Set up the two ends and carry packets between them."""
    client, server, tag = sys.argv[1:4]
    ends = (
        device_in(client, f"pb{tag}c", CLIENT_IP, SERVER_IP),
        device_in(server, f"pb{tag}s", SERVER_IP, CLIENT_IP),
    )
    print("ready", flush=True)
    Shaper(*ends).work()
    for namespace in (client, server):  # whoever made them is gone, or removes them at the same time
        subprocess.run(("ip", "netns", "del", namespace), check=False, capture_output=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
