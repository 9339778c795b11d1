"""What is true and permitted: the record's rules, its server, and the typed way to it."""
