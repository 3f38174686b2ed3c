"""The server's store; peewee stays in here, frozen records come out."""
