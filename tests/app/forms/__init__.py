"""tests/app/forms."""
