"""Drafts: what is not on the server yet, one's own and what waits for a manager; and who is away."""
