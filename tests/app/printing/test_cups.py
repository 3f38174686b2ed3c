"""What the print system says of its queues; real ones stand in ``tests/app/ui/test_cups.py``."""

from __future__ import annotations

from app.printing.cups import queue_state


def test_of_a_printer_that_no_print_system_knows_nothing_is_said() -> None:
    assert queue_state("printer-yang-tidak-ada") is None


def test_a_name_with_an_instance_is_asked_for_as_well() -> None:
    assert queue_state("printer-yang-tidak-ada/kasir") is None
