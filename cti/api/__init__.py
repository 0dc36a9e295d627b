"""The API by noun. How a router is written stands in cti/api/guard.py."""
