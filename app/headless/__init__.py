"""The desk's verbs without a window: one file per group of commands, each thin."""
