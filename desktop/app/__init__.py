"""The composition root: the only place that knows every feature, and the commands that run without a window."""
