"""Bringing a site's own data in: exchanges, subscribers and planned works from CSV, all of a file or
nothing."""
