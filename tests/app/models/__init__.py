"""tests/app/models."""
