"""Help with e-mail: what an officer does at the account desk, one verb a transaction."""
