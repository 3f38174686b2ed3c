"""Parts of screens that are a thought of their own."""
