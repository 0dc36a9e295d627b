"""What acts on Asterisk: offers, leases, the parachute's members, and what people do to their calls."""
