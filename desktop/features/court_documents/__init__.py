"""The documents that are made for the court out of a child's file."""
