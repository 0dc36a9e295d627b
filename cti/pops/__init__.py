"""Screen pops: what an agent sees the moment the telephone rings (F2.2, F2.8, H7)."""
