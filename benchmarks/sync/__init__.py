"""The same registrations sent over bad lines by Posko, by its peers, and as one bare blob [SYNC_PEERS]."""
