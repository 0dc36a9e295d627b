"""Voice files: messages brought in, and what callers left in the voice box."""
