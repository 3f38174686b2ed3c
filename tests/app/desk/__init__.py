"""tests/app/desk."""
