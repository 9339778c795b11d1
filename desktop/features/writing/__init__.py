"""A person's own abbreviations and words."""
