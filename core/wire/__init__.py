"""What travels between desk and server: events, bodies, envelopes and their strict, bounded, versioned codec."""
