"""Inbox: notes of other agencies and from the field, out of which a worker chooses dated entries."""
