"""tests/papers."""
