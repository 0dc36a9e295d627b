"""Parts of dialogs that several services share, or that would make one service too long to read."""
