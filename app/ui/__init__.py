"""The window (arrives with its own release): the only folder that may import Qt."""
