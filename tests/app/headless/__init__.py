"""tests/app/headless."""
