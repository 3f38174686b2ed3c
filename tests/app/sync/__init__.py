"""tests/app/sync."""
