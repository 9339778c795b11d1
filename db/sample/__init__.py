"""The fictional authority, made from a seed, so that anyone can try the real thing."""
