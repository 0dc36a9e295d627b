"""What desktops are told while it happens: streams over WebSocket that lose nothing on a reconnect (R15, S13)."""
