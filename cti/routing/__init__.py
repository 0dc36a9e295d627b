"""Who is served next by whom: pure rules over who waits and who is ready. No I/O, time comes as an argument."""
