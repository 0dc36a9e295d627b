"""The database itself: SQLite or PostgreSQL, with deadlines, and its revisions."""
