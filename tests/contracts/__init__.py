"""tests/contracts."""
