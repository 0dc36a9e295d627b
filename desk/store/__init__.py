"""Carrying facts into the database, each exactly once: the replaying writer and the tables it writes."""
