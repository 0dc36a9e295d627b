"""Standard phrases: what an agent says at each step of a conversation (K16)."""
