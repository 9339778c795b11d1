"""What is kept on this computer, sealed: drafts, what waits to be sent, and the children one writes about."""
