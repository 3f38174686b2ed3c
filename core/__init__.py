"""What both ends mean by the words: pure rules, no clock, file, network or toolkit."""
