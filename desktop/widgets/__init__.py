"""Pieces that several pages share; each knows Qt and the style, none knows the record."""
