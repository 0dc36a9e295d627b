"""What callers hear: a catalogue per language, the voice that speaks it, and the files Asterisk plays.

`build` renders the catalogues into files, `PromptLibrary` finds them while calls run. Only the build needs
numpy and scipy, and only when something changed; the calls' side imports neither.
"""
