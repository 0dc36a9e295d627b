"""The electrical test of a line: the seam to test heads, the verdict's rules, a lab head and a REST head
(F1.8)."""
