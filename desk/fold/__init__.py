"""What a fact does to its visit and to the database: pure, without I/O."""
