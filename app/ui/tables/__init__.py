"""Models over tuples for lists; no widget per row."""
