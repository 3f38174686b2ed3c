"""The local store. peewee never leaves this folder; what leaves it are frozen records of core."""
