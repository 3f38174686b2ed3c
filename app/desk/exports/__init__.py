"""Clear copies that agencies ask for: lists as workbook or CSV, official papers as PDF. Each one made is an event."""
