"""The print worker and its transports (arrives with the queue and the printers)."""
