"""A new password of one's own."""
