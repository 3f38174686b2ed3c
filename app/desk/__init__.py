"""What an officer does: one verb per file, one transaction per verb. The list of files is what Posko can do."""
