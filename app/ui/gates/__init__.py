"""What stands before the work: set-up, unlock, and what keeps the desk from opening."""
