"""Adding a document to a child’s file."""
