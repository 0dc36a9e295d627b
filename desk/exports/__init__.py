"""Taking the site's data out: fault reports, line tests and calls as JSON lines, CSV or XLSX (S14)."""
