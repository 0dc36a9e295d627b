"""Users, roles and permissions, sign-in, tokens, and the audit log (H16)."""
