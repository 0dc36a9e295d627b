"""Talking to one caller: the FastAGI server, the line, questions, and prompts.

This room knows Asterisk and keypads; it knows nothing of reports, subscribers or agents.
"""
