"""What stands on a screen as plain values: parse, check, dirty, draft. No Qt."""
