"""The front door: command line, settings, and putting the parts together."""

__version__ = "0.1.0"
