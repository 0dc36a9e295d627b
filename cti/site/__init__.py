"""What a site's people keep themselves: queues and hours, exchanges, planned works, imports, prompts (H15)."""
