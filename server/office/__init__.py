"""server/office."""
