"""What the office takes out of the store: exports, later the staff's console."""
