"""Recordings of conversations: capture, archive, playback, retention and the completeness audit."""
