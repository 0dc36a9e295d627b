"""Why the service closes a desktop's connection: WebSocket close codes of the private range (RFC 6455, 7.4.2)."""

NOT_ADMITTED = 4401
"""No ticket, a used or old one, or none in time: get a new ticket, then connect."""
RIGHTS_CHANGED = 4403
"""Signed out, or other rights than before: get a new ticket; a full state follows."""
SILENT = 4408
"""No sign of life from the desktop."""
ELSEWHERE = 4409
"""The same stream was resumed by another connection, or one person has too many."""
BAD_MESSAGE = 4400
"""A message that the protocol does not have, or far too many."""
TOO_SLOW = 4413
"""The desktop does not keep up, even with full states only: connect again."""
UNAVAILABLE = 4503
"""The database does not answer, so nobody can be admitted: try again."""
