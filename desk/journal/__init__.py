"""The append-only journal: facts that outlive the process, the disk's bad days and the database's absence."""
