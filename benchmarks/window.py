"""The window: first picture and memory, keys, lists, calls on the wall, scans, and whether it ever stands still."""

from __future__ import annotations

from benchmarks import window_keys, window_queue, window_scan, window_start, window_sync
from benchmarks.measuring import Figure


def measure() -> list[Figure]:
    """What the processes cost first: nothing of ours is in memory then that would warm them."""
    return [
        *window_start.measure(),
        *window_keys.measure(),
        *window_queue.measure(),
        *window_scan.measure(),
        *window_sync.measure(),
    ]
