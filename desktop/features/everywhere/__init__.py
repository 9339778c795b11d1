"""Words in all the files that one may open."""
