"""Signing in, or trying one of the sample's people."""
