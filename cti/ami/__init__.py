"""The link to one Asterisk's manager interface (AMI), hardened around panoramisk."""
