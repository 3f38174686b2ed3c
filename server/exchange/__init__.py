"""What a device's round does at the server; outcomes are values."""
