"""Writing while the server does not answer: the children known on this computer, and room for a form beside them."""
