"""Allocation as a conversation: proposing, talking, answering, and who held a case when."""
