"""tests.proofs."""
