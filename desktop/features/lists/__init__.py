"""Lists and limits: what administrators look after, each change on record with its reason."""
