"""The central (or training) server: takes the desks' events, answers with signed receipts."""
