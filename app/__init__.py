"""The desk: the officer's program (window later, command line now), its store and its sync."""
