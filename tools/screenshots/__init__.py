"""Pictures of every page of the browser desktop, made from a running service: docs/screens."""
