"""The live floor: the link to Asterisk's manager interface, calls as they end, HTTP."""
