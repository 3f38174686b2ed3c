"""tests/app/printing."""
