"""Finding a child by name, sound or reference."""
