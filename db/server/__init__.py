"""The server's side: start it, deploy and upgrade the database, ask after its health."""
