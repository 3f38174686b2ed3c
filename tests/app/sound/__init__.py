"""tests/app/sound."""
