"""The page for newcomers and test calls: who may use it, and what is told there of its own call."""
