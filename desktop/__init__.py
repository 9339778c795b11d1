"""How the record looks and is worked with: the window, its screens, and what it prints."""
