"""tests/stateful."""
