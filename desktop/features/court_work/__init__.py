"""Court work: one's cases by their next hearing."""
