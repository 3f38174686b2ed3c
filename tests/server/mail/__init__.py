"""Mail programs and the server: accounts, and real Postfix and Dovecot."""
