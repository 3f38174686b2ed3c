"""The queue: take a number, call it, serve, close the day, and say how it stands."""
