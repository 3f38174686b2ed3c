"""What speaks to mail programs: codes that go out by mail, accounts for Postfix and Dovecot."""
