"""Tests of ``app.printing``."""
