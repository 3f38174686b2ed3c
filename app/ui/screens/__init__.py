"""Places of the window, one file each."""
