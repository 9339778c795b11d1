"""`throughline-admin`: what is done without a window, by administrators and by scripts."""
