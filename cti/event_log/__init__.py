"""The append-only log of everything on the floor: written beside the link, read again by replay (design decision 4)."""
