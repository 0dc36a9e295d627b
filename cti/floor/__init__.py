"""The live floor as pure values: events in, state and changes out. No I/O, no clock (design decisions 1 and 4)."""
