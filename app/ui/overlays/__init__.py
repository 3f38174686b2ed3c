"""What lies over the window for a moment: keys, find-anything, the large view."""
