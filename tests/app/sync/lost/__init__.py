"""tests/app/sync/lost."""
