"""What every page leans on: threads, connection, credentials, settings, colours, and the values by which pages meet."""
