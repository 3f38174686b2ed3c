"""The proof: tests mirror the code."""
