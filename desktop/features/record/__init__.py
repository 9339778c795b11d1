"""A child's file: the band, the chronology, and the entry that one reads."""
