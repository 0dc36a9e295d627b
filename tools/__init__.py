"""What `make` runs on a developer's or operator's machine; not part of the installed package."""
