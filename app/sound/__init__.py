"""Sounds of the queue: a bell and a voice out of small pieces, in a thread of their own. No Qt."""
