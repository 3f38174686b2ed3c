"""Sending and receiving: transport, one exchange, the worker that decides when, and what the officer sees of it."""
