"""Figures that people ask for, counted from the event log (H14)."""
