"""tests/app/desk/account."""
