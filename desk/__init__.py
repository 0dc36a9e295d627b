"""The work behind the call: exchanges, subscribers, lines, line tests, fault reports, and the journal."""
